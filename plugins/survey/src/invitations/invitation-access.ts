import type { AccessRule } from '@candor/kernel';
import { type SqlBool, sql } from 'kysely';
import type { SurveyInvitation } from './invitation.js';
import type { SurveyOptOut } from './opt-out.js';
import type { SurveyTrigger } from './trigger.js';

/** Staff see all invitations, customers their own once they are sent, a link the one it opens. */
export const invitationAccess: AccessRule<SurveyInvitation> = {
  read: (viewer, row) => {
    if (viewer.can('survey:read')) return true;
    if (viewer.is('customer'))
      return sql<SqlBool>`(${row.customer} = ${viewer.id} and ${row.sentAt} is not null)`;
    return viewer.is('share') && sql<SqlBool>`${row.id} = ${viewer.param('subject')}`;
  },
  write: (viewer, row) => {
    if (viewer.can('survey:write') || viewer.can('survey:record')) return true;
    if (viewer.is('customer')) return sql<SqlBool>`${row.customer} = ${viewer.id}`;
    return viewer.is('share') && sql<SqlBool>`${row.id} = ${viewer.param('subject')}`;
  },
  fields: {
    trigger: 'survey:read',
    // Whoever was given a link need not be told whose it is.
    customer: (viewer) => !viewer.is('share'),
    subject: (viewer) => !viewer.is('share'),
  },
};

export const triggerAccess: AccessRule<SurveyTrigger> = {
  read: (viewer) => viewer.can('survey:read'),
  write: (viewer) => viewer.can('survey:write'),
};

export const optOutAccess: AccessRule<SurveyOptOut> = {
  read: (viewer, row) =>
    viewer.can('survey:read') ||
    (viewer.is('customer') && sql<SqlBool>`${row.customer} = ${viewer.id}`) ||
    (viewer.is('share') &&
      sql<SqlBool>`exists (select 1 from survey_invitation as invited
        where invited.id = ${viewer.param('subject')} and invited.customer_id = ${row.customer})`),
  write: () => false,
};
