import type { Tx } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { UserError } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import { StaffMember } from '../people/index.js';
import type { Requirement } from './requirement.js';
import { RequirementCustomer } from './requirement-customer.js';
import type {
  DeliverRequirementInput,
  PlanRequirementInput,
  StartRequirementInput,
} from './requirement-inputs.js';
import { RequirementChangeKind, RequirementStake, RequirementState } from './requirement-kinds.js';
import { moveTo, record, refuseUnless, requirementToChange } from './requirement-record.js';

const { ANALYSED, PLANNED, IN_PROGRESS, DELIVERED } = RequirementState;

/**
 * Says who delivers a requirement and by when. Nothing is planned that nobody could check (CRITERIA_MISSING).
 * The date of the first plan stays beside every later one. Locks the requirement.
 */
export async function planRequirement(tx: Tx, input: PlanRequirementInput): Promise<Requirement> {
  const requirement = await requirementToChange(tx, input);
  const given = await tx.before('requirement.plan', input);
  const { startsAt, dueAt, reason } = given;
  const owner = await tx.see(StaffMember, given.ownerId, ['ownerId']);
  refuseUnless(requirement, [ANALYSED, PLANNED, IN_PROGRESS]);
  if (requirement.criteriaCount === 0) {
    throw new UserError(
      'CRITERIA_MISSING',
      ['requirementId'],
      'Say first what has to be true for it to be fulfilled.',
    );
  }
  if (dueAt <= startsAt) throw new UserError('INVALID', ['dueAt'], 'It is delivered after work begins.');
  if (dueAt <= tx.now) throw new UserError('INVALID', ['dueAt'], 'Choose a date in the future.');
  const isFirst = requirement.firstDueAt === null;
  if (!isFirst && !reason)
    throw new UserError('PLAN_REASON_MISSING', ['reason'], 'Say why the plan changes.');
  if (!owner.isActive) throw new UserError('INVALID', ['ownerId'], 'Choose somebody who still works here.');

  const before = { owner: requirement.owner?.id ?? null, dueAt: requirement.dueAt?.toISOString() ?? null };
  requirement.owner = owner;
  requirement.startsAt = startsAt;
  requirement.dueAt = dueAt;
  requirement.firstDueAt ??= dueAt;
  const after = { owner: owner.id, dueAt: dueAt.toISOString() };
  audit(tx, { action: 'requirement.plan', subject: requirement.id, before, after });
  await record(tx, requirement, {
    kind: RequirementChangeKind.PLAN,
    from: before.dueAt,
    to: after.dueAt,
    reason,
  });
  if (requirement.state === ANALYSED) await moveTo(tx, requirement, PLANNED);
  return requirement;
}

/**
 * Lets work begin, once those who asked for it have confirmed what has to be true (CRITERIA_UNCONFIRMED).
 * Where nobody in particular asked, as after research, there is nobody to confirm. Locks the requirement.
 */
export async function startRequirement(tx: Tx, input: StartRequirementInput): Promise<Requirement> {
  const requirement = await requirementToChange(tx, input);
  refuseUnless(requirement, [PLANNED]);
  const open = requirement.criteriaCount - requirement.confirmedCriteria;
  if (open > 0 && (await hasRequesters(tx, requirement))) {
    throw new UserError(
      'CRITERIA_UNCONFIRMED',
      ['requirementId'],
      `The customer has not confirmed ${open} of the ${requirement.criteriaCount} acceptance criteria.`,
    );
  }
  audit(tx, { action: 'requirement.start', subject: requirement.id });
  await moveTo(tx, requirement, IN_PROGRESS);
  return requirement;
}

/** Says that the customers have it. Locks the requirement. */
export async function deliverRequirement(tx: Tx, input: DeliverRequirementInput): Promise<Requirement> {
  const requirement = await requirementToChange(tx, input);
  refuseUnless(requirement, [IN_PROGRESS]);
  requirement.deliveredAt = tx.now;
  audit(tx, { action: 'requirement.deliver', subject: requirement.id });
  await moveTo(tx, requirement, DELIVERED);
  emit(tx, 'requirement.delivered', {
    subject: requirement.id,
    version: requirement.version,
    payload: {
      requirementId: requirement.id,
      class: requirement.class,
      // What is in progress has a plan.
      ownerId: requirement.owner!.id,
      isOnTime: tx.now <= requirement.firstDueAt!,
    },
  });
  return requirement;
}

async function hasRequesters(tx: Tx, { id }: Requirement): Promise<boolean> {
  return (await tx.em.count(RequirementCustomer, { requirement: id, stake: RequirementStake.REQUESTER })) > 0;
}
