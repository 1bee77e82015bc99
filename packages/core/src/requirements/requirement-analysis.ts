import type { Tx } from '@candor/kernel/database';
import { UserError } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import { LockMode } from '@mikro-orm/core';
import { StaffMember } from '../people/index.js';
import { AcceptanceCriterion } from './acceptance-criterion.js';
import { Requirement } from './requirement.js';
import { requesterOf } from './requirement-customers.js';
import type {
  AnalyseRequirementInput,
  AnswerAcceptanceCriterionInput,
  SetAcceptanceCriterionInput,
} from './requirement-inputs.js';
import { CriterionState, RequirementChangeKind, RequirementState } from './requirement-kinds.js';
import { moveTo, record, refuseUnless, requirementToChange } from './requirement-record.js';
import type { RequirementSettings } from './requirement-settings.js';

const { ACCEPTED, ANALYSED, PLANNED } = RequirementState;

/** Before work begins. What changes later is a change of what was agreed, and not of the analysis. */
const BEFORE_WORK = [ACCEPTED, ANALYSED, PLANNED];

/** Says how urgent and important a requirement is and what belongs to it. Locks the requirement. */
export async function analyseRequirement(
  tx: Tx,
  input: AnalyseRequirementInput,
  settings: RequirementSettings,
): Promise<Requirement> {
  const requirement = await requirementToChange(tx, input);
  const group = await groupOf(tx, input.analystIds);
  refuseUnless(requirement, BEFORE_WORK);
  refuseNarrow(group, settings);
  const { urgency, importance, scope, outOfScope } = input;
  const from = requirement.analysedAt ? levels(requirement) : null;
  Object.assign(requirement, { urgency, importance, scope, outOfScope, priority: urgency * importance });
  requirement.analysts = [...input.analystIds];
  requirement.analysedAt = tx.now;
  const to = levels(requirement);
  audit(tx, {
    action: 'requirement.analyse',
    subject: requirement.id,
    before: { levels: from },
    after: { levels: to },
  });
  await record(tx, requirement, { kind: RequirementChangeKind.ANALYSED, from, to });
  if (requirement.state === ACCEPTED) await moveTo(tx, requirement, ANALYSED);
  return requirement;
}

/** Adds an acceptance criterion, or words one anew, which the customer then has to confirm again. Locks the requirement. */
export async function setAcceptanceCriterion(
  tx: Tx,
  input: SetAcceptanceCriterionInput,
): Promise<{ requirement: Requirement; criterion: AcceptanceCriterion }> {
  const requirement = await requirementToChange(tx, input);
  const known = input.criterionId ? await criterionOf(tx, requirement, input.criterionId) : null;
  refuseUnless(requirement, BEFORE_WORK);
  const position = requirement.criteriaCount + 1;
  const criterion =
    known ??
    tx.em.create(AcceptanceCriterion, { requirement, position, text: input.text }, { partial: true });
  criterion.text = input.text;
  criterion.state = CriterionState.OPEN;
  criterion.answeredBy = null;
  criterion.answeredAt = null;
  criterion.comment = null;
  await count(tx, requirement);
  audit(tx, {
    action: 'requirement.setCriterion',
    subject: requirement.id,
    after: { criterion: criterion.id },
  });
  await record(tx, requirement, { kind: RequirementChangeKind.CRITERION, to: criterion.id });
  return { requirement, criterion };
}

/** Takes down what the customer says of a criterion. Locks the requirement, then the criterion. */
export async function answerAcceptanceCriterion(
  tx: Tx,
  input: AnswerAcceptanceCriterionInput,
): Promise<{ requirement: Requirement; criterion: AcceptanceCriterion }> {
  const field = ['criterionId'];
  const seen = await tx.see(AcceptanceCriterion, input.criterionId, field);
  const requirement = await tx.em.findOneOrFail(
    Requirement,
    { id: seen.requirement.id },
    { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
  );
  await tx.em.refresh(seen);
  const criterion = await tx.get(AcceptanceCriterion, seen.id, { field, version: input.version });
  const customer = await requesterOf(tx, requirement, input.customerId);
  refuseUnless(requirement, BEFORE_WORK, field);
  const comment = input.comment?.trim() || null;
  if (!input.isRight && !comment) {
    throw new UserError('INVALID', ['comment'], 'Say what is wrong with it, so that it can be worded anew.');
  }
  criterion.state = input.isRight ? CriterionState.CONFIRMED : CriterionState.REJECTED;
  criterion.answeredBy = customer;
  criterion.answeredAt = tx.now;
  criterion.comment = comment;
  criterion.isRightAtFirst ??= input.isRight;
  await count(tx, requirement);
  audit(tx, {
    action: 'requirement.answerCriterion',
    subject: requirement.id,
    after: { criterion: criterion.id, customer: customer.id, isRight: input.isRight },
  });
  await record(tx, requirement, { kind: RequirementChangeKind.CRITERION, to: criterion.id });
  return { requirement, criterion };
}

async function criterionOf(tx: Tx, requirement: Requirement, id: string): Promise<AcceptanceCriterion> {
  const criterion = await tx.get(AcceptanceCriterion, id, { field: ['criterionId'] });
  if (criterion.requirement.id === requirement.id) return criterion;
  throw new UserError('INVALID', ['criterionId'], 'Choose a criterion of this requirement.');
}

/** To be called under the requirement's lock. */
async function count(tx: Tx, requirement: Requirement): Promise<void> {
  await tx.em.flush();
  const ofIt = { requirement: requirement.id };
  requirement.criteriaCount = await tx.em.count(AcceptanceCriterion, ofIt);
  requirement.confirmedCriteria = await tx.em.count(AcceptanceCriterion, {
    ...ofIt,
    state: CriterionState.CONFIRMED,
  });
}

async function groupOf(tx: Tx, analystIds: readonly string[]): Promise<StaffMember[]> {
  const group = [];
  for (const id of analystIds) group.push(await tx.see(StaffMember, id, ['analystIds']));
  return group;
}

function refuseNarrow(
  group: readonly StaffMember[],
  { analysis: { departments } }: RequirementSettings,
): void {
  const field = ['analystIds'];
  if (group.some(({ isActive }) => !isActive)) {
    throw new UserError('INVALID', field, 'Choose people who still work here.');
  }
  const present = new Set(group.flatMap(({ department }) => (department ? [department.id] : [])));
  if (group.length > 0 && present.size >= departments) return;
  throw new UserError(
    'ANALYSIS_GROUP_TOO_NARROW',
    field,
    `The analysis group has to come from ${departments} departments or more, not ${present.size}.`,
  );
}

function levels({ urgency, importance }: Requirement): string {
  return `${urgency}×${importance}`;
}
