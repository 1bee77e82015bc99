import { idOf, type Tx } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { textsOf, UserError } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import { Department, StaffMember } from '../../people/index.js';
import type { Ticket } from '../ticket.js';
import { assignTicket } from '../ticket-assignment.js';
import { TicketState } from '../ticket-kinds.js';
import { changeTicketState } from '../ticket-service.js';
import type { SetQueuePolicyInput, TakeNextTicketInput } from './queue-inputs.js';
import { QueuePolicy } from './queue-policy.js';
import { nextInQueue } from './take-up-service.js';

/** Adds a policy, or changes the one of that key. Putting one in force ends the one before. Locks all policies. */
export async function setQueuePolicy(tx: Tx, input: SetQueuePolicyInput): Promise<QueuePolicy> {
  const { key, provenance, outOfTurn, isInForce } = input;
  const { coreWeight, potentialWeight, baseWeight } = input;
  const { urgentWeight, highWeight, normalWeight, lowWeight } = input;
  assertFalling({ coreWeight, potentialWeight, baseWeight });
  assertFalling({ urgentWeight, highWeight, normalWeight, lowWeight });
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('tickets_queue_policy', 0))`);
  const tiers = { coreWeight, potentialWeight, baseWeight };
  const facts = { ...tiers, urgentWeight, highWeight, normalWeight, lowWeight, outOfTurn };
  const texts = { provenance: textsOf(provenance) };
  const known = await tx.em.findOne(QueuePolicy, { key });
  const policy = known
    ? Object.assign(known, facts, texts)
    : tx.em.create(QueuePolicy, { key, ...facts, ...texts }, { partial: true });
  if (isInForce && !policy.isInForce) {
    const before = await tx.em.findOne(QueuePolicy, { isInForce: true });
    if (before) before.isInForce = false;
    await tx.em.flush();
    policy.isInForce = true;
  }
  audit(tx, { action: 'queuePolicy.set', subject: policy.id, after: { key, ...facts, isInForce } });
  emit(tx, 'ticket.queue-policy-changed', { subject: policy.id, payload: { queuePolicyId: policy.id } });
  return policy;
}

/** Each weight less than the one before, so that an urgent matter of a core customer outweighs all others. */
function assertFalling(weights: Readonly<Record<string, number>>): void {
  const all = Object.entries(weights);
  for (const [index, [name, weight]] of all.entries()) {
    const above = all[index - 1];
    if (above && weight >= above[1])
      throw new UserError('INVALID', [name], `Give less than ${above[0]}, which is ${above[1]}.`);
  }
}

/** Gives the ticket whose turn it is to whoever asks, and puts it in progress; null where none waits. */
export async function takeNextTicket(tx: Tx, input: TakeNextTicketInput): Promise<Ticket | null> {
  const { kind, id } = tx.actor;
  if (kind !== 'staff' || id === null)
    throw new UserError('NOT_ALLOWED', [], 'Only people take tickets for themselves.');
  const department = input.departmentId
    ? await tx.see(Department, input.departmentId, ['departmentId'])
    : (await tx.em.findOneOrFail(StaffMember, id)).department;
  const found = await nextInQueue(tx, department?.id ?? null, id);
  if (found === null) return null;
  const ticketId = idOf('ticket', found);
  await assignTicket(tx, { ticketId, assigneeId: id });
  return changeTicketState(tx, { ticketId, state: TicketState.IN_PROGRESS });
}
