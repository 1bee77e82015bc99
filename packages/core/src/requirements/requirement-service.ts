import type { Tx } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { UserError, UserErrors } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import { originOf } from '../conversations/index.js';
import { Customer } from '../customers/index.js';
import { Requirement } from './requirement.js';
import { refreshBehind, refreshCustomers, setNamed } from './requirement-customers.js';
import type {
  CaptureRequirementInput,
  TriageRequirementInput,
  UpdateRequirementInput,
} from './requirement-inputs.js';
import { RequirementChangeKind, RequirementState, TriageOutcome } from './requirement-kinds.js';
import { RequirementLink } from './requirement-link.js';
import { moveTo, record, refuseUnless, requirementToChange } from './requirement-record.js';
import { seeSource } from './requirement-source.js';

/** Writes a requirement down with its source, whose customers are behind it from then on. Locks nothing. */
export async function captureRequirement(tx: Tx, input: CaptureRequirementInput): Promise<Requirement> {
  const given = await tx.before('requirement.capture', input);
  const { title, description, sourceKind, sourceId, customerIds } = given;
  const [{ ticket, feedback }, number] = await Promise.all([
    seeSource(tx, given),
    tx.next(Requirement, 'number'),
  ]);
  const requirement = tx.em.create(
    Requirement,
    {
      number,
      title: title.trim(),
      description,
      class: given.class,
      sourceKind,
      sourceId,
      capturedAt: tx.now,
      origin: originOf(tx),
    },
    { partial: true },
  );
  if (ticket || feedback) {
    tx.em.create(RequirementLink, { requirement, ticket, feedback, linkedAt: tx.now }, { partial: true });
  }
  for (const id of customerIds) {
    await setNamed(tx, requirement, await tx.see(Customer, id, ['customerIds']), true);
  }
  audit(tx, {
    action: 'requirement.capture',
    subject: requirement.id,
    after: { class: given.class, sourceKind, sourceId, customers: customerIds },
  });
  await record(tx, requirement, { kind: RequirementChangeKind.CAPTURED, to: requirement.state });
  await refreshCustomers(tx, requirement.id);
  emit(tx, 'requirement.captured', {
    subject: requirement.id,
    version: requirement.version,
    payload: { requirementId: requirement.id, class: requirement.class, source: sourceKind },
  });
  return requirement;
}

/** Words a requirement anew, or puts it into another class. Locks the requirement. */
export async function updateRequirement(tx: Tx, input: UpdateRequirementInput): Promise<Requirement> {
  const requirement = await requirementToChange(tx, input);
  const before = { title: requirement.title, class: requirement.class };
  requirement.title = input.title?.trim() ?? requirement.title;
  requirement.description = input.description ?? requirement.description;
  requirement.class = input.class ?? requirement.class;
  audit(tx, {
    action: 'requirement.update',
    subject: requirement.id,
    before,
    after: { title: requirement.title, class: requirement.class },
  });
  await record(tx, requirement, {
    kind: RequirementChangeKind.UPDATED,
    from: before.class,
    to: requirement.class,
  });
  return requirement;
}

const { CAPTURED, ACCEPTED, ANALYSED, PLANNED, DECLINED, DUPLICATE } = RequirementState;

/** From where each outcome is possible. What was declined may be thought of again; what is under way is not declined. */
const TRIAGED_FROM: Readonly<Record<TriageOutcome, readonly RequirementState[]>> = {
  [TriageOutcome.ACCEPT]: [CAPTURED, DECLINED, DUPLICATE],
  [TriageOutcome.DECLINE]: [CAPTURED, ACCEPTED, ANALYSED, PLANNED, DUPLICATE],
  [TriageOutcome.DUPLICATE]: [CAPTURED, ACCEPTED, ANALYSED, DECLINED],
};

const STATE_AFTER: Readonly<Record<TriageOutcome, RequirementState>> = {
  [TriageOutcome.ACCEPT]: ACCEPTED,
  [TriageOutcome.DECLINE]: DECLINED,
  [TriageOutcome.DUPLICATE]: DUPLICATE,
};

/**
 * Decides whether a requirement is looked into. Nobody is turned away without a reason and an advice
 * (DECLINE_INCOMPLETE). Locks the requirement.
 */
export async function triageRequirement(tx: Tx, input: TriageRequirementInput): Promise<Requirement> {
  const requirement = await requirementToChange(tx, input);
  const given = await tx.before('requirement.triage', input);
  const { outcome, duplicateOfId } = given;
  const named = duplicateOfId ? await tx.see(Requirement, duplicateOfId, ['duplicateOfId']) : null;
  refuseUnless(requirement, TRIAGED_FROM[outcome], ['outcome']);
  const declined = outcome === TriageOutcome.DECLINE ? whyDeclined(given) : null;
  const original = outcome === TriageOutcome.DUPLICATE ? await originalOf(tx, requirement, named) : null;
  const formerly = requirement.duplicateOf;
  requirement.triagedAt = tx.now;
  requirement.declinedReason = declined?.reason ?? null;
  requirement.advice = declined?.advice ?? null;
  requirement.duplicateOf = original;
  audit(tx, {
    action: 'requirement.triage',
    subject: requirement.id,
    before: { state: requirement.state },
    after: { outcome, duplicateOf: original?.id ?? null },
  });
  await moveTo(tx, requirement, STATE_AFTER[outcome], given.reason);
  if (formerly) await refreshCustomers(tx, formerly.id);
  await refreshBehind(tx, requirement);
  emit(tx, 'requirement.triaged', {
    subject: requirement.id,
    version: requirement.version,
    payload: { requirementId: requirement.id, outcome },
  });
  return requirement;
}

function whyDeclined({ reason, advice }: TriageRequirementInput): { reason: string; advice: string } {
  const given = { reason: reason?.trim() ?? '', advice: advice?.trim() ?? '' };
  const missing = Object.entries(given).filter(([, text]) => text === '');
  if (missing.length === 0) return given;
  throw new UserErrors(
    missing.map(
      ([field]) =>
        new UserError(
          'DECLINE_INCOMPLETE',
          [field],
          field === 'reason' ? 'Say why it is declined.' : 'Advise the customers what they can do instead.',
        ),
    ),
  );
}

/** The one that stands for both: one that is itself no duplicate, so that nobody has to follow a chain. */
async function originalOf(
  tx: Tx,
  requirement: Requirement,
  original: Requirement | null,
): Promise<Requirement> {
  const field = ['duplicateOfId'];
  if (!original) throw new UserError('INVALID', field, 'Name the requirement that says the same.');
  if (original.id === requirement.id || original.state === DUPLICATE) {
    throw new UserError('INVALID', field, 'Choose another one, which is no duplicate itself.');
  }
  if ((await tx.em.count(Requirement, { duplicateOf: requirement.id })) > 0) {
    throw new UserError(
      'INVALID',
      field,
      'Others are duplicates of this one: point them to the other first.',
    );
  }
  return original;
}
