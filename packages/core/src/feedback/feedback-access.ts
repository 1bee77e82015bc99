import type { AccessRule, Viewer } from '@candor/kernel';
import { type SqlBool, sql } from 'kysely';
import { Feedback } from './feedback.js';
import type { FeedbackChange } from './feedback-change.js';
import type { FeedbackChannel } from './feedback-channel.js';
import type { FeedbackInvitation } from './feedback-invitation.js';
import { FeedbackChangeKind, FeedbackVisibility } from './feedback-kinds.js';
import type { FeedbackNotice } from './feedback-notice.js';
import type { FeedbackRoute } from './feedback-route.js';
import type { FeedbackVote } from './feedback-vote.js';

/** Changes that customers are not told of. The live stream for customers leaves out the same. */
export const KINDS_FOR_STAFF: ReadonlySet<FeedbackChangeKind> = new Set([
  FeedbackChangeKind.CLASSIFIED,
  FeedbackChangeKind.HANDLER,
]);

const isColleague = (viewer: Viewer) => viewer.is('staff', 'service');
const readsAll = (viewer: Viewer) => isColleague(viewer) && viewer.can('feedback:read');
const writes = (viewer: Viewer) => isColleague(viewer) && viewer.can('feedback:write');
const manages = (viewer: Viewer) => isColleague(viewer) && viewer.can('feedback:manage');

/**
 * Customers read what they gave, and what is public; a share link the one it was made for. Who gave it shows
 * only to whoever may see that customer, which no other customer may: so the field needs no rule of its own.
 */
export const feedbackAccess: AccessRule<Feedback> = {
  read: (viewer, row) => {
    if (isColleague(viewer)) return readsAll(viewer);
    if (viewer.is('customer'))
      return sql<SqlBool>`(${row.customer} = ${viewer.id} or ${row.visibility} = ${sql.lit(FeedbackVisibility.PUBLIC)})`;
    return viewer.is('share') && sql<SqlBool>`${row.id} = ${viewer.param('subject')}`;
  },
  write: writes,
  fields: {
    channel: (viewer, row) =>
      readsAll(viewer) || (viewer.is('customer') && sql<SqlBool>`${row.customer} = ${viewer.id}`),
    aboutId: (viewer, row) =>
      readsAll(viewer) || (viewer.is('customer') && sql<SqlBool>`${row.customer} = ${viewer.id}`),
    complexity: readsAll,
    routedTo: readsAll,
    origin: readsAll,
  },
};

/** How many voted everybody sees; who did, staff and the voter. */
export const voteAccess: AccessRule<FeedbackVote> = {
  read: (viewer, row) =>
    readsAll(viewer) || (viewer.is('customer') && sql<SqlBool>`${row.customer} = ${viewer.id}`),
  write: () => false,
};

export const feedbackChangeAccess: AccessRule<FeedbackChange> = {
  read: (viewer, row) => {
    if (isColleague(viewer)) return readsAll(viewer);
    const hidden = sql.join([...KINDS_FOR_STAFF].map((kind) => sql.lit(kind)));
    return sql<SqlBool>`(${row.kind} not in (${hidden}) and ${viewer.sees(Feedback, row.feedback)})`;
  },
  write: () => false,
  fields: { reason: readsAll, actor: readsAll },
};

/** Customers see what they are to be told, and confirm that they were. */
export const noticeAccess: AccessRule<FeedbackNotice> = {
  read: (viewer, row) =>
    readsAll(viewer) || (viewer.is('customer') && sql<SqlBool>`${row.customer} = ${viewer.id}`),
  write: (viewer) => writes(viewer) || viewer.is('customer'),
};

/** Where feedback can be given is for all who deal with the company. */
export const channelAccess: AccessRule<FeedbackChannel> = {
  read: (viewer) => viewer.is('customer') || readsAll(viewer),
  write: manages,
  fields: { provenance: readsAll },
};

export const routeAccess: AccessRule<FeedbackRoute> = { read: readsAll, write: manages };

/** Whoever holds the link sees what they were invited to, and not whom else it names. */
export const invitationAccess: AccessRule<FeedbackInvitation> = {
  read: (viewer, row) =>
    readsAll(viewer) || (viewer.is('share') && sql<SqlBool>`${row.id} = ${viewer.param('subject')}`),
  write: writes,
};
