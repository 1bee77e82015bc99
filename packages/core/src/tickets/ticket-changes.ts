import { addEntry, type Tx } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { type Message, originOf } from '../conversations/index.js';
import type { Ticket } from './ticket.js';
import { TicketState } from './ticket-kinds.js';
import { tellChange } from './ticket-live.js';
import { isDone, isReopening } from './ticket-states.js';
import { TicketTransition } from './ticket-transition.js';
import { TicketTransitionKind } from './transition-kind.js';

/** One thing that changed: a value or an id before and after. */
export interface Change {
  readonly kind: TicketTransitionKind;
  readonly from: string | null;
  readonly to: string | null;
}

interface Cause {
  readonly reason?: string | null;
  readonly message?: Message | null;
}

/** What a change of state moves along; imports keep it without a record. */
export type Course = Pick<Ticket, 'state' | 'resolvedAt' | 'closedAt' | 'reopenCount'>;

/** Puts a ticket into another state at an instant, whether or not the table of states has that step. */
export function moveTo(course: Course, to: TicketState, at: Date): Change {
  const from = course.state;
  const reopens = isReopening(from, to);
  course.state = to;
  if (reopens) course.reopenCount += 1;
  if (to === TicketState.RESOLVED) course.resolvedAt = at;
  else if (!isDone(to)) course.resolvedAt = null;
  course.closedAt = to === TicketState.CLOSED ? at : null;
  return { kind: reopens ? TicketTransitionKind.REOPENED : TicketTransitionKind.STATE, from, to };
}

/** A change of department: the first one, or a hand-off. */
export function departmentChange(from: string | null, to: string): Change {
  return {
    kind: from === null ? TicketTransitionKind.DEPARTMENT : TicketTransitionKind.HANDED_OFF,
    from,
    to,
  };
}

/** Writes down what changed in one go, as one update of the ticket, and tells whoever watches. */
export function recordUpdate(tx: Tx, ticket: Ticket, changes: readonly Change[], cause: Cause = {}): void {
  ticket.updateCount += 1;
  for (const [index, change] of changes.entries()) {
    const id = addTransition(tx, ticket, change, index === 0, cause);
    tellChange(tx, ticket.id, id, change.kind);
  }
}

/** The beginning of a history. Nobody watches a ticket before it exists, so nobody is told. */
export function recordOpening(tx: Tx, ticket: Ticket): void {
  addTransition(tx, ticket, { kind: TicketTransitionKind.OPENED, from: null, to: ticket.state }, false, {});
  if (ticket.department) addTransition(tx, ticket, departmentChange(null, ticket.department), false, {});
}

/** Announces a change of state; the version is the one the ticket gets when the transaction ends. */
export function emitStateChange(tx: Tx, ticket: Ticket, { kind, from, to }: Change): void {
  const about = { subject: ticket.id, version: ticket.version + 1 };
  emit(tx, 'ticket.state-changed', {
    ...about,
    payload: { ticketId: ticket.id, from: from as TicketState, to: to as TicketState },
  });
  if (kind === TicketTransitionKind.REOPENED) {
    emit(tx, 'ticket.reopened', {
      ...about,
      payload: { ticketId: ticket.id, reopenCount: ticket.reopenCount },
    });
  }
}

function addTransition(
  tx: Tx,
  ticket: Ticket,
  change: Change,
  isFirstOfUpdate: boolean,
  { reason = null, message = null }: Cause,
): string {
  return addEntry(tx, TicketTransition, {
    ...change,
    ticket: ticket.id,
    reason,
    message: message?.id ?? null,
    isFirstOfUpdate,
    at: tx.now,
    updateNumber: ticket.updateCount,
    department: ticket.department,
    actor: tx.actor.id ?? tx.actor.kind,
    origin: originOf(tx),
  });
}

/** A reason of nothing but space is none. */
export function reasonOf({ reason }: { readonly reason?: string | null }): string | null {
  return reason?.trim() || null;
}
