import type { AccessRule, Columns, Viewer } from '@candor/kernel';
import { type SqlBool, sql } from 'kysely';
import { Feedback } from '../feedback/index.js';
import { Ticket } from '../tickets/index.js';
import type { AcceptanceCriterion } from './acceptance-criterion.js';
import type { AuditedNeed } from './audited-need.js';
import { Requirement } from './requirement.js';
import type { RequirementChange } from './requirement-change.js';
import type { RequirementCustomer } from './requirement-customer.js';
import { RequirementChangeKind, RequirementStake } from './requirement-kinds.js';
import type { RequirementLink } from './requirement-link.js';

/** Changes that customers are not told of. The live stream for customers leaves out the same. */
export const KINDS_FOR_STAFF: ReadonlySet<RequirementChangeKind> = new Set([
  RequirementChangeKind.ANALYSED,
  RequirementChangeKind.LINKED,
  RequirementChangeKind.UNLINKED,
  RequirementChangeKind.CUSTOMERS,
]);

const isColleague = (viewer: Viewer) => viewer.is('staff', 'service');
const readsAll = (viewer: Viewer) => isColleague(viewer) && viewer.can('requirements:read');
const writes = (viewer: Viewer) => isColleague(viewer) && viewer.can('requirements:write');

/** Customers read the requirements they are behind; what colleagues noted among themselves stays with them. */
export const requirementAccess: AccessRule<Requirement> = {
  read: (viewer, row) => {
    if (isColleague(viewer)) return readsAll(viewer);
    return (
      viewer.is('customer') &&
      sql<SqlBool>`exists (select 1 from requirements_customer behind
        where behind.requirement_id = ${row.id} and behind.customer_id = ${viewer.id})`
    );
  },
  write: writes,
  fields: {
    description: readsAll,
    sourceKind: readsAll,
    sourceId: readsAll,
    urgency: readsAll,
    importance: readsAll,
    priority: readsAll,
    analysts: readsAll,
    origin: readsAll,
  },
};

/** A customer sees that they are behind a requirement, and not who else is. */
export const requirementCustomerAccess: AccessRule<RequirementCustomer> = {
  read: (viewer, row) =>
    readsAll(viewer) || (viewer.is('customer') && sql<SqlBool>`${row.customer} = ${viewer.id}`),
  write: () => false,
  fields: { isNamed: readsAll },
};

/** A link leads to the ticket or feedback, so it is there for whoever may read both ends. */
export const requirementLinkAccess: AccessRule<RequirementLink> = {
  read: (viewer, row) => {
    if (isColleague(viewer)) return readsAll(viewer);
    return (
      viewer.is('customer') &&
      sql<SqlBool>`(${viewer.sees(Requirement, row.requirement)}
        and (${viewer.sees(Ticket, row.ticket)} or ${viewer.sees(Feedback, row.feedback)}))`
    );
  },
  write: writes,
};

/** Whoever asked for a requirement says whether a criterion is right; its supporters only read it. */
export const criterionAccess: AccessRule<AcceptanceCriterion> = {
  read: (viewer, row) => viewer.sees(Requirement, row.requirement),
  write: (viewer, row) => writes(viewer) || (viewer.is('customer') && asks(viewer, row)),
  fields: {
    comment: (viewer, row) =>
      readsAll(viewer) || (viewer.is('customer') && sql<SqlBool>`${row.answeredBy} = ${viewer.id}`),
    isRightAtFirst: readsAll,
  },
};

export const requirementChangeAccess: AccessRule<RequirementChange> = {
  read: (viewer, row) => {
    if (isColleague(viewer)) return readsAll(viewer);
    const hidden = sql.join([...KINDS_FOR_STAFF].map((kind) => sql.lit(kind)));
    return sql<SqlBool>`(${row.kind} not in (${hidden}) and ${viewer.sees(Requirement, row.requirement)})`;
  },
  write: () => false,
  fields: { reason: readsAll, actor: readsAll },
};

export const auditedNeedAccess: AccessRule<AuditedNeed> = { read: readsAll, write: () => false };

function asks(viewer: Viewer, { requirement }: Columns<AcceptanceCriterion>) {
  return sql<SqlBool>`exists (select 1 from requirements_customer behind
    where behind.requirement_id = ${requirement} and behind.customer_id = ${viewer.id}
      and behind.stake = ${sql.lit(RequirementStake.REQUESTER)})`;
}
