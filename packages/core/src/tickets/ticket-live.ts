import type { Actor, PluginApi } from '@candor/kernel';
import { type Tx, uuidOf } from '@candor/kernel/database';
import { can } from '@candor/kernel/identity';
import { append, LiveEvent } from '@candor/kernel/live';
import { Field, ID, ObjectType } from 'type-graphql';
import { Message } from '../conversations/index.js';
import { Ticket } from './ticket.js';
import { KINDS_FOR_STAFF } from './ticket-access.js';
import { TicketTransition } from './ticket-transition.js';
import type { TicketTransitionKind } from './transition-kind.js';

/** One event of a ticket that is watched. */
@ObjectType({ description: 'What happened to a ticket that is watched, and how the ticket is now.' })
class TicketEvent extends LiveEvent {
  @Field(() => Ticket, {
    nullable: true,
    description: 'The ticket as it is at delivery, which may be later than the change.',
  })
  ticket?: Ticket | null;

  @Field(() => TicketTransition, {
    nullable: true,
    description: 'What changed, with its own facts; null where it was a message.',
  })
  transition?: TicketTransition | null;

  @Field(() => Message, {
    nullable: true,
    description: 'The message or note that was added; null where it was a change.',
  })
  message?: Message | null;

  @Field(() => ID, {
    nullable: true,
    description: 'A message that customers may not read any more: take it off their screens.',
  })
  hiddenMessageId?: string | null;
}

type Audience = 'public' | 'staff';

/**
 * A ticket has two streams. Staff follow one with everything, customers one in which notes and what else is
 * for staff were never written: so not even a gap in the offsets tells them that there is something.
 */
function ticketStream(ticketId: string, audience: Audience): string {
  return `ticket:${ticketId}:${audience}`;
}

export function tellChange(tx: Tx, ticketId: string, transition: string, kind: TicketTransitionKind): void {
  tell(tx, ticketId, 'change', { transition }, KINDS_FOR_STAFF.has(kind));
}

export function tellMessage(tx: Tx, ticketId: string, messageId: string): void {
  tell(tx, ticketId, 'message', { message: messageId }, false);
}

export function tellNote(tx: Tx, ticketId: string, messageId: string): void {
  tell(tx, ticketId, 'note', { message: messageId }, true);
}

export function tellHidden(tx: Tx, ticketId: string, messageId: string): void {
  tell(tx, ticketId, 'hidden', { hiddenMessageId: messageId }, false);
}

function tell(
  tx: Tx,
  ticketId: string,
  name: string,
  facts: Record<string, string>,
  isForStaff: boolean,
): void {
  append(tx, ticketStream(ticketId, 'staff'), name, facts);
  if (!isForStaff) append(tx, ticketStream(ticketId, 'public'), name, facts);
}

export function ticketLive(api: PluginApi): void {
  api.live('ticketChanged', {
    description:
      'Watches a ticket: first how it is, then every change and message in order. Whoever may read the ticket may watch it; internal notes come to staff only.',
    payload: TicketEvent,
    args: '"""The ticket."""\nticket: ID!',
    stream: ({ ticket }, { actor }) =>
      uuidOf('ticket', String(ticket)) ? ticketStream(String(ticket), audienceOf(actor)) : null,
    allow: ({ ticket }, context) => context.sees(Ticket, String(ticket)),
    load: ({ ticket }, facts) => ({ ticket, ...facts }),
  });
}

/** Staff who lose the permission can read no ticket any more, so nobody stays in a stream that is not theirs. */
function audienceOf(actor: Actor): Audience {
  return (actor.kind === 'staff' || actor.kind === 'service') && can(actor, 'tickets:read')
    ? 'staff'
    : 'public';
}
