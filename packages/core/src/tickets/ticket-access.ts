import type { AccessRule, Viewer } from '@candor/kernel';
import { type SqlBool, sql } from 'kysely';
import { Ticket } from './ticket.js';
import type { TicketTransition } from './ticket-transition.js';
import { TicketTransitionKind } from './transition-kind.js';

const { OPENED, STATE, REOPENED, PRIORITY } = TicketTransitionKind;

/** Changes that customers are not told of. The live stream for customers leaves out the same. */
export const KINDS_FOR_STAFF: ReadonlySet<TicketTransitionKind> = new Set([PRIORITY]);

/** Changes whose reason is written for the customer too. */
const REASON_FOR_CUSTOMER = [OPENED, STATE, REOPENED];

const isColleague = (viewer: Viewer) => viewer.is('staff', 'service');
const readsAll = (viewer: Viewer) => isColleague(viewer) && viewer.can('tickets:read');

/** Customers read their own tickets, a share link the one it opens, staff all; priority and foreign ids are for staff. */
export const ticketAccess: AccessRule<Ticket> = {
  read: (viewer, row) => {
    if (isColleague(viewer)) return readsAll(viewer);
    if (viewer.is('customer')) return sql<SqlBool>`${row.customer} = ${viewer.id}`;
    return viewer.is('share') && sql<SqlBool>`${row.id} = ${viewer.param('subject')}`;
  },
  write: (viewer) => viewer.is('customer') || (isColleague(viewer) && viewer.can('tickets:write')),
  fields: {
    priority: readsAll,
    priorityRank: readsAll,
    priorityScore: readsAll,
    queueRank: readsAll,
    externalSystem: readsAll,
    externalId: readsAll,
    externalHandoffCount: readsAll,
  },
};

/** Whoever reads a ticket reads its history, customers without what staff keep to themselves. */
export const transitionAccess: AccessRule<TicketTransition> = {
  read: (viewer, row) => {
    if (isColleague(viewer)) return readsAll(viewer);
    return sql<SqlBool>`${row.kind} <> ${sql.lit(PRIORITY)} and ${viewer.sees(Ticket, row.ticket)}`;
  },
  fields: {
    actor: readsAll,
    reason: (viewer, row) =>
      readsAll(viewer) ||
      sql<SqlBool>`${row.kind} in (${sql.join(REASON_FOR_CUSTOMER.map((kind) => sql.lit(kind)))})`,
  },
};
