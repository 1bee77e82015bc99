import type { AccessRule } from '@candor/kernel';
import { type SqlBool, sql } from 'kysely';
import type { SurveyAnswer } from './answer.js';
import { SurveyResponse } from './response.js';

/**
 * Staff see named responses, and anonymous ones once they were let out with at least four others; customers see
 * their own, a link the one that was given with it.
 */
export const responseAccess: AccessRule<SurveyResponse> = {
  read: (viewer, row) => {
    if (viewer.can('survey:read')) return sql<SqlBool>`(not ${row.isAnonymous} or ${row.isReleased})`;
    if (viewer.is('customer')) return sql<SqlBool>`${row.customer} = ${viewer.id}`;
    return viewer.is('share') && sql<SqlBool>`${row.invitation} = ${viewer.param('subject')}`;
  },
  write: (viewer) => viewer.can('survey:write'),
  fields: {
    isExcluded: 'survey:read',
    exclusionReason: 'survey:read',
    customer: (viewer) => !viewer.is('share'),
    subject: (viewer) => !viewer.is('share'),
  },
};

/** Whoever sees a response sees its answers; sensitive ones their author, and staff who may. */
export const answerAccess: AccessRule<SurveyAnswer> = {
  read: (viewer, row) => viewer.sees(SurveyResponse, row.response),
  write: () => false,
  fields: {
    sensitive: (viewer) => viewer.can('survey:sensitive') || viewer.is('customer', 'share'),
  },
};
