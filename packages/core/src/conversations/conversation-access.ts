import type { AccessRule, Columns, Viewer } from '@candor/kernel';
import { type SqlBool, sql } from 'kysely';
import { Conversation } from './conversation.js';
import type { Message } from './message.js';
import { MessageVisibility } from './message-kinds.js';

/** Conversations are had about tickets so far, so whoever works on tickets reads them, notes among them. */
const isColleague = (viewer: Viewer) => viewer.is('staff', 'service');
const readsAll = (viewer: Viewer) => isColleague(viewer) && viewer.can('tickets:read');

/** Customers read their own; a share link opens the one about its record. */
export const conversationAccess: AccessRule<Conversation> = {
  read: (viewer, row) => {
    if (isColleague(viewer)) return readsAll(viewer);
    if (viewer.is('customer')) return sql<SqlBool>`${row.customer} = ${viewer.id}`;
    return viewer.is('share') && sql<SqlBool>`${row.about} = ${viewer.param('subject')}`;
  },
  write: (viewer) => isColleague(viewer) && viewer.can('tickets:write'),
  fields: { lifecycleStage: readsAll },
};

/**
 * Notes exist for colleagues only. Every other kind of viewer, those that plugins bring among them, has the
 * condition on `visibility` in its rule, and with it in every statement that reads a message.
 */
export const messageAccess: AccessRule<Message> = {
  read: (viewer, row) => readsAll(viewer) || (!isColleague(viewer) && outsiderReads(viewer, row)),
  write: (viewer) => isColleague(viewer) && viewer.can('tickets:write'),
  fields: { isByPrimaryContact: readsAll },
};

function outsiderReads(viewer: Viewer, row: Columns<Message>) {
  const isPublic = sql<SqlBool>`${row.visibility} = ${sql.lit(MessageVisibility.PUBLIC)}`;
  if (viewer.is('share')) return sql<SqlBool>`${isPublic} and ${row.about} = ${viewer.param('subject')}`;
  return (
    viewer.is('customer') && sql<SqlBool>`${isPublic} and ${viewer.sees(Conversation, row.conversation)}`
  );
}
