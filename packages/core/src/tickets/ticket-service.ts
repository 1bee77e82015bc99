import type { Services } from '@candor/kernel';
import { idOf, type Tx } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { UserError, UserErrors } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import { beginConversation, originOf } from '../conversations/index.js';
import { Customer } from '../customers/index.js';
import { Department } from '../people/index.js';
import { intakeCompleteness, mergedIntake } from './intake-answers.js';
import { refuseIncomplete } from './intake-policy.js';
import { queueScore, rankOf } from './queue/queue-score.js';
import { takeUp } from './queue/take-up-service.js';
import { Ticket } from './ticket.js';
import { emitStateChange, moveTo, reasonOf, recordOpening, recordUpdate } from './ticket-changes.js';
import type { ChangeTicketStateInput, OpenTicketInput } from './ticket-inputs.js';
import { PRIORITY_RANK, sceneOf, TicketClass, TicketPriority } from './ticket-kinds.js';
import type { TicketSettings } from './ticket-settings.js';
import { needsReason, whyNot } from './ticket-states.js';

/** Opens a ticket: a customer for itself, staff for a customer. Locks nothing. */
export async function openTicket(tx: Tx, input: OpenTicketInput, settings: TicketSettings): Promise<Ticket> {
  const urgent = input.ticketClass === TicketClass.URGENT;
  const command = await tx.before('ticket.open', {
    customerId: customerOf(tx, input),
    subject: input.subject,
    intake: mergedIntake({}, input.intake),
    type: input.type,
    ticketClass: input.ticketClass,
    scene: input.scene ?? sceneOf(input.type),
    priority: input.priority ?? (urgent ? TicketPriority.URGENT : TicketPriority.NORMAL),
    departmentId: input.departmentId ?? null,
    channel: input.channel,
  });
  // What a hook made of it is checked like what came in.
  const intake = mergedIntake({}, command.intake);
  refuseIncomplete(intake, command.ticketClass, settings);
  const [customer, priorityScore, number] = await Promise.all([
    tx.facts(Customer, command.customerId, ['id', 'lifecycleStage'], ['customerId']),
    queueScore(tx, command.customerId, command.priority),
    tx.next(Ticket, 'number'),
  ]);
  if (command.departmentId !== null)
    await tx.facts(Department, command.departmentId, ['id'], ['departmentId']);

  const { subject, type, ticketClass, priority, channel } = command;
  const ticket = tx.em.create(
    Ticket,
    {
      number,
      subject,
      intake,
      intakeCompleteness: intakeCompleteness(intake),
      type,
      ticketClass,
      priority,
      priorityRank: PRIORITY_RANK[priority],
      priorityScore,
      queueRank: rankOf(priorityScore, tx.now),
      customer: customer.id,
      department: command.departmentId,
      channel,
      openedAt: tx.now,
      origin: originOf(tx),
    },
    { partial: true },
  );
  ticket.conversation = beginConversation(tx, customer, ticket.id, command.scene).id;
  recordOpening(tx, ticket);
  audit(tx, {
    action: 'ticket.open',
    subject: ticket.id,
    after: { customer: customer.id, type, ticketClass, priority },
  });
  const payload = { ticketId: ticket.id, customerId: customer.id, type, ticketClass, channel };
  emit(tx, 'ticket.opened', { subject: ticket.id, version: 1, payload });
  return ticket;
}

/** What customers may leave out they may not choose otherwise either; staff have to say for whom they open it. */
function customerOf(tx: Tx, { customerId, priority, departmentId }: OpenTicketInput): string {
  if (tx.actor.kind === 'customer') {
    const forStaff = Object.entries({ priority, departmentId }).filter(([, value]) => value != null);
    if (forStaff.length > 0) {
      throw new UserErrors(
        forStaff.map(
          ([field]) => new UserError('NOT_ALLOWED', [field], 'Leave this out: staff decide about it.'),
        ),
      );
    }
    if (customerId && customerId !== tx.actor.id)
      throw new UserError('NOT_FOUND', ['customerId'], 'There is no such record.');
    return tx.actor.id!;
  }
  if (!customerId) throw new UserError('INVALID', ['customerId'], 'Say whose matter it is.');
  return customerId;
}

/** Takes a ticket into another state, as the table of states allows. Locks the ticket. */
export async function changeTicketState(tx: Tx, input: ChangeTicketStateInput): Promise<Ticket> {
  const ticket = await tx.get(Ticket, input.ticketId, { field: ['ticketId'], version: input.version });
  const command = await tx.before('ticket.changeState', {
    ticketId: ticket.id,
    state: input.state,
    reason: reasonOf(input),
  });
  const refusal = whyNot(ticket.state, command.state);
  if (refusal) throw new UserError('STATE_NOT_POSSIBLE', ['state'], refusal);
  if (needsReason(ticket.state, command.state) && !command.reason) {
    throw new UserError(
      'REASON_REQUIRED',
      ['reason'],
      `Say why the ticket becomes ${command.state}; the customer reads it.`,
    );
  }
  await takeUp(tx, ticket);
  audit(tx, {
    action: 'ticket.changeState',
    subject: ticket.id,
    before: { state: ticket.state },
    after: { state: command.state },
  });
  const change = moveTo(ticket, command.state, tx.now);
  recordUpdate(tx, ticket, [change], { reason: command.reason });
  emitStateChange(tx, ticket, change);
  return ticket;
}

/** The id of the ticket of a number, whoever may see it. */
export async function ticketIdOf(services: Services, number: string): Promise<string | null> {
  const [found] = await services.query<{ id: string }>('select id from tickets_ticket where number = $1', [
    number.trim().toUpperCase(),
  ]);
  return found ? idOf('ticket', found.id) : null;
}
