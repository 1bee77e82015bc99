import { addEntry, type Tx } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { UserError } from '@candor/kernel/graphql';
import { Requirement } from './requirement.js';
import { RequirementChange } from './requirement-change.js';
import { RequirementChangeKind, type RequirementState } from './requirement-kinds.js';
import { tellChange } from './requirement-live.js';

interface Fact {
  readonly kind: RequirementChangeKind;
  readonly from?: string | null;
  readonly to?: string | null;
  readonly reason?: string | null | undefined;
}

/** Writes down what changed, tells whoever watches it, and says so to plugins. */
export async function record(
  tx: Tx,
  requirement: Requirement,
  { kind, from = null, to = null, reason }: Fact,
): Promise<void> {
  const actor = tx.actor.id ?? tx.actor.kind;
  const facts = { requirement: requirement.id, at: tx.now, kind, from, to, reason, actor };
  const changeId = addEntry(tx, RequirementChange, facts);
  await tx.em.flush();
  tellChange(tx, requirement.id, changeId, kind);
  emit(tx, 'requirement.changed', {
    subject: requirement.id,
    version: requirement.version,
    payload: { requirementId: requirement.id, changeId, kind, state: requirement.state },
  });
}

/** Takes a requirement into another state and writes it down. Whether that may be is the command's to ask. */
export async function moveTo(
  tx: Tx,
  requirement: Requirement,
  to: RequirementState,
  reason?: string | null,
): Promise<void> {
  const from = requirement.state;
  if (from === to) return;
  requirement.state = to;
  await record(tx, requirement, { kind: RequirementChangeKind.STATE, from, to, reason });
}

/** A requirement in order to change it, under the actor's rules and locked. Throws NOT_FOUND and CONFLICT. */
export function requirementToChange(
  tx: Tx,
  { requirementId, version }: { readonly requirementId: string; readonly version?: number | null },
): Promise<Requirement> {
  return tx.get(Requirement, requirementId, { field: ['requirementId'], version });
}

/** Refuses a command that is for other states (REQUIREMENT_IN_OTHER_STATE). */
export function refuseUnless(
  { state }: Requirement,
  states: readonly RequirementState[],
  field: readonly string[] = ['requirementId'],
): void {
  if (states.includes(state)) return;
  throw new UserError(
    'REQUIREMENT_IN_OTHER_STATE',
    field,
    `The requirement is ${state}; this is for ${states.join(', ')}.`,
  );
}
