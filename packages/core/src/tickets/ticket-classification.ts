import type { Tx } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { audit } from '@candor/kernel/privacy';
import { intakeCompleteness, mergedIntake } from './intake-answers.js';
import { refuseIncomplete } from './intake-policy.js';
import { queueScore, rankOf } from './queue/queue-score.js';
import { Ticket } from './ticket.js';
import { type Change, reasonOf, recordUpdate } from './ticket-changes.js';
import type { ClassifyTicketInput } from './ticket-inputs.js';
import { PRIORITY_RANK } from './ticket-kinds.js';
import type { TicketSettings } from './ticket-settings.js';
import { TicketTransitionKind } from './transition-kind.js';

/**
 * Changes type, class, priority and what is known of the matter. Another class is refused where the intake
 * lacks what it asks for. Locks the ticket. Changes nothing where nothing differs.
 */
export async function classifyTicket(
  tx: Tx,
  input: ClassifyTicketInput,
  settings: TicketSettings,
): Promise<Ticket> {
  const ticket = await tx.get(Ticket, input.ticketId, { field: ['ticketId'], version: input.version });
  const before = classOf(ticket);
  const changes = [...reclassify(ticket, input), ...completeIntake(ticket, input)];
  if (changes.length === 0) return ticket;
  const after = classOf(ticket);
  if (after.ticketClass !== before.ticketClass) refuseIncomplete(ticket.intake, after.ticketClass, settings);
  if (after.priority !== before.priority) {
    ticket.priorityScore = await queueScore(tx, ticket.customer, after.priority);
    ticket.queueRank = rankOf(ticket.priorityScore, ticket.openedAt);
  }
  audit(tx, { action: 'ticket.classify', subject: ticket.id, before, after });
  recordUpdate(tx, ticket, changes, { reason: reasonOf(input) });
  const payload = { ticketId: ticket.id, ...after };
  emit(tx, 'ticket.classified', { subject: ticket.id, version: ticket.version + 1, payload });
  return ticket;
}

function classOf({ type, ticketClass, priority }: Ticket) {
  return { type, ticketClass, priority };
}

function completeIntake(ticket: Ticket, { intake: later }: ClassifyTicketInput): Change[] {
  const intake = mergedIntake(ticket.intake, later ?? {});
  if (JSON.stringify(intake) === JSON.stringify(mergedIntake(ticket.intake, {}))) return [];
  const from = String(ticket.intakeCompleteness);
  ticket.intake = intake;
  ticket.intakeCompleteness = intakeCompleteness(intake);
  return [{ kind: TicketTransitionKind.INTAKE, from, to: String(ticket.intakeCompleteness) }];
}

function reclassify(ticket: Ticket, { type, ticketClass, priority }: ClassifyTicketInput): Change[] {
  const changes: Change[] = [];
  if (type && type !== ticket.type) {
    changes.push({ kind: TicketTransitionKind.TYPE, from: ticket.type, to: type });
    ticket.type = type;
  }
  if (ticketClass && ticketClass !== ticket.ticketClass) {
    changes.push({ kind: TicketTransitionKind.CLASS, from: ticket.ticketClass, to: ticketClass });
    ticket.ticketClass = ticketClass;
  }
  if (priority && priority !== ticket.priority) {
    changes.push({ kind: TicketTransitionKind.PRIORITY, from: ticket.priority, to: priority });
    ticket.priority = priority;
    ticket.priorityRank = PRIORITY_RANK[priority];
  }
  return changes;
}
