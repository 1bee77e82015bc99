import { idOf, type Tx, uuidOf } from '@candor/kernel/database';
import { UserError } from '@candor/kernel/graphql';
import { can } from '@candor/kernel/identity';
import { StaffMember } from '../../people/index.js';
import { Ticket } from '../ticket.js';
import { TicketState } from '../ticket-kinds.js';
import { OutOfTurn } from './queue-policy.js';
import { firstRankOf } from './queue-score.js';
import { TicketTakeUp } from './take-up.js';

/** A ticket that waits until somebody begins; `state not in` is what the indexes of the queue are made for. */
const WAITS = `t.state not in ('RESOLVED', 'CLOSED') and t.state = 'NEW' and t.first_response_at is null`;

/** Which of them somebody could begin with: those of one department that wait for nobody else. `$1` is who. */
function waitingFor(department: string | null): { where: string; values: readonly unknown[] } {
  const ofDepartment = department === null ? 'is null' : '= $2::uuid';
  return {
    where: `${WAITS} and t.department_id ${ofDepartment} and (t.assignee_id is null or t.assignee_id = $1::uuid)`,
    values: department === null ? [] : [uuidOf('department', department)!],
  };
}

interface Waiting {
  readonly id: string;
  readonly number: string;
  readonly score: number;
}

/**
 * Writes down that a person takes a ticket up for the first time, and whether another one was passed over: one with a
 * higher score that whoever takes it up could have taken. One that somebody else is about to take is not waiting any
 * more; bots do not queue. Throws OUT_OF_TURN where the policy says so. The ticket is locked, and still as it was before.
 */
export async function takeUp(tx: Tx, ticket: Ticket): Promise<void> {
  const { kind, id: takenBy } = tx.actor;
  if (kind !== 'staff' || takenBy === null) return;
  if (ticket.state !== TicketState.NEW || ticket.firstResponseAt !== null) return;
  const passed = await passedOver(tx, ticket, takenBy);
  if (passed !== null && !can(tx.actor, 'tickets:manage') && (await isRefused(tx))) {
    throw new UserError(
      'OUT_OF_TURN',
      ['ticketId'],
      `${passed.number} waits with a higher score. Take that one first, or call takeNextTicket.`,
    );
  }
  tx.em.create(
    TicketTakeUp,
    {
      ticket,
      at: tx.now,
      takenBy: tx.em.getReference(StaffMember, takenBy),
      department: ticket.department,
      score: ticket.priorityScore,
      isInversion: passed !== null,
      passedOver: passed && tx.em.getReference(Ticket, idOf('ticket', passed.id)),
      passedOverScore: passed?.score ?? null,
    },
    { partial: true },
  );
}

/** The first in the queue with a higher score. Held until the end, so that nobody takes it while it is judged. */
async function passedOver(tx: Tx, ticket: Ticket, takenBy: string): Promise<Waiting | null> {
  const { where, values } = waitingFor(ticket.department);
  const [first] = await tx.query<Waiting>(
    `select t.id, t.number, t.priority_score as score from tickets_ticket t
     where ${where} and t.queue_rank < $${values.length + 2}::float8 and t.opened_at <= $${values.length + 3}
     order by t.queue_rank, t.id limit 1 for key share skip locked`,
    [uuidOf('staff', takenBy)!, ...values, firstRankOf(ticket.priorityScore), tx.now.toISOString()],
  );
  return first ?? null;
}

async function isRefused(tx: Tx): Promise<boolean> {
  const found = await tx.query('select from tickets_queue_policy where is_in_force and out_of_turn = $1', [
    OutOfTurn.REFUSED,
  ]);
  return found.length > 0;
}

/**
 * The UUID of the ticket whose turn it is, locked; null where none waits. Of several people who ask at the same
 * moment each waits for the one before, and gets the next.
 */
export async function nextInQueue(
  tx: Tx,
  department: string | null,
  staffId: string,
): Promise<string | null> {
  const { where, values } = waitingFor(department);
  const all = [uuidOf('staff', staffId)!, ...values];
  for (;;) {
    const [first] = await tx.query<{ id: string }>(
      `select t.id from tickets_ticket t where ${where} order by t.queue_rank, t.id limit 1`,
      all,
    );
    if (!first) return null;
    const [locked] = await tx.query<{ id: string }>(
      `select t.id from tickets_ticket t where ${where} and t.id = $${all.length + 1}::uuid for update`,
      [...all, first.id],
    );
    if (locked) return locked.id;
  }
}
