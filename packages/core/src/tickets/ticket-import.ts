import { newId, type Tx, uuidOf } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { audit } from '@candor/kernel/privacy';
import { Conversation, Origin } from '../conversations/index.js';
import {
  historyOf,
  type ImportedCourse,
  type ImportedTicket,
  type ImportedTransition,
} from './imported-history.js';
import { intakeCompleteness, mergedIntake } from './intake-answers.js';
import { rankOf, rescoreTickets } from './queue/queue-score.js';
import { Ticket } from './ticket.js';
import { PRIORITY_RANK, sceneOf } from './ticket-kinds.js';
import { isDone } from './ticket-states.js';
import { TicketTransition } from './ticket-transition.js';

export interface TicketImport {
  /** The public ids of the tickets that were added, in the order given. */
  readonly added: readonly string[];
  /** How many were passed over because they are here already. */
  readonly known: number;
}

/** Rows of a history in one statement: a statement has room for 65,535 values. */
const AT_ONCE = 2_000;

/**
 * Takes over tickets with their whole history, at the instants given. Tickets whose external id is known are
 * passed over, so an import that is run again adds nothing. A handful of statements for all of them: hand in
 * some hundred at a time. Two imports of the same ticket at the same time: the later one fails as a whole, and
 * finds the ticket when it is repeated. Nobody is told, and no hook runs that does not ask for imports.
 */
export async function importTickets(tx: Tx, tickets: readonly ImportedTicket[]): Promise<TicketImport> {
  if (tx.context.origin !== 'import')
    throw new Error("tickets are imported by a command with the origin 'import'");
  const fresh = await notYetHere(tx, tickets);
  const rows = fresh.map((ticket) => rowsOf(tx, ticket));
  // In the order of their references; empty lists would be no valid statement.
  if (rows.length > 0) {
    await tx.em.insertMany(
      Conversation,
      rows.map(({ conversation }) => conversation),
    );
    await tx.em.insertMany(
      Ticket,
      rows.map(({ ticket }) => ticket),
    );
    const transitions = rows.flatMap((row) => row.transitions);
    for (let start = 0; start < transitions.length; start += AT_ONCE)
      await tx.em.insertMany(TicketTransition, transitions.slice(start, start + AT_ONCE));
  }
  const open = rows.filter(({ ticket }) => !isDone(ticket.state)).map(({ ticket }) => ticket.id);
  if (open.length > 0) await rescoreTickets(tx, open);
  for (const { ticket } of rows) {
    const { id, externalSystem, externalId, customer, state } = ticket;
    audit(tx, { action: 'ticket.import', subject: id, after: { externalSystem, externalId } });
    emit(tx, 'ticket.imported', {
      subject: id,
      version: 1,
      payload: { ticketId: id, customerId: customer, state },
    });
  }
  return { added: rows.map(({ ticket }) => ticket.id), known: tickets.length - rows.length };
}

/** The first of each external id, without those that were imported before. */
async function notYetHere(tx: Tx, tickets: readonly ImportedTicket[]): Promise<ImportedTicket[]> {
  const known = await tx.query<{ system: string; id: string }>(
    `select external_system as system, external_id as id from tickets_ticket
     join unnest($1::text[], $2::text[]) as given (system, id) on external_system = given.system and external_id = given.id`,
    [tickets.map((ticket) => ticket.externalSystem), tickets.map((ticket) => ticket.externalId)],
  );
  const seen = new Set(known.map(({ system, id }) => JSON.stringify([system, id])));
  return tickets.filter(({ externalSystem, externalId }) => {
    const key = JSON.stringify([externalSystem, externalId]);
    return !seen.has(key) && seen.add(key);
  });
}

function rowsOf(tx: Tx, imported: ImportedTicket) {
  const { course, transitions } = historyOf(imported);
  const id = newId('ticket');
  const conversation = conversationRow(tx, imported, id);
  return {
    conversation,
    ticket: ticketRow(tx, imported, course, id, conversation.id),
    transitions: transitions.map((transition) => transitionRow(transition, id)),
  };
}

function conversationRow(tx: Tx, { customerId, type, openedAt }: ImportedTicket, ticketId: string) {
  return {
    id: newId('conversation'),
    customer: customerId,
    about: uuidOf('ticket', ticketId)!,
    scene: sceneOf(type),
    begunAt: openedAt,
    createdAt: tx.now,
    updatedAt: tx.now,
    version: 1,
  };
}

function ticketRow(
  tx: Tx,
  imported: ImportedTicket,
  course: ImportedCourse,
  id: string,
  conversation: string,
) {
  const { externalSystem, externalId, customerId, subject, type, ticketClass, channel, openedAt } = imported;
  const { departmentId, assigneeId, ...counted } = course;
  const intake = mergedIntake({}, imported.intake);
  return {
    ...counted,
    id,
    externalSystem,
    externalId,
    subject,
    intake,
    intakeCompleteness: intakeCompleteness(intake),
    type,
    ticketClass,
    priorityRank: PRIORITY_RANK[course.priority],
    priorityScore: 0,
    queueRank: rankOf(0, openedAt),
    customer: customerId,
    conversation,
    department: departmentId,
    assignee: assigneeId,
    channel,
    openedAt,
    firstResponseAt: imported.firstResponseAt ?? null,
    externalHandoffCount: imported.externalHandoffCount ?? null,
    createdAt: tx.now,
    version: 1,
    origin: Origin.IMPORT,
  };
}

function transitionRow({ departmentId, ...transition }: ImportedTransition, ticketId: string) {
  const id = newId('transition');
  return {
    ...transition,
    id,
    ticket: ticketId,
    department: departmentId,
    message: null,
    origin: Origin.IMPORT,
  };
}
