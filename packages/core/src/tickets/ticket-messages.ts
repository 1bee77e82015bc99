import type { Tx } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { UserError } from '@candor/kernel/graphql';
import { can } from '@candor/kernel/identity';
import { audit } from '@candor/kernel/privacy';
import { addMessage, changeVisibility, Message, MessageVisibility } from '../conversations/index.js';
import { StaffMember } from '../people/index.js';
import { takeUp } from './queue/take-up-service.js';
import { Ticket } from './ticket.js';
import { type Change, emitStateChange, moveTo, recordUpdate } from './ticket-changes.js';
import type {
  AddInternalNoteInput,
  ChangeMessageVisibilityInput,
  ReplyToTicketInput,
} from './ticket-inputs.js';
import { TicketState } from './ticket-kinds.js';
import { tellHidden, tellMessage, tellNote } from './ticket-live.js';
import { TicketTransitionKind } from './transition-kind.js';

interface Said {
  readonly ticket: Ticket;
  readonly message: Message;
}

/** States in which an answer of the customer puts a ticket back in progress. */
const WAITS_FOR_ANSWER: ReadonlySet<TicketState> = new Set([
  TicketState.RESOLVED,
  TicketState.WAITING_FOR_CUSTOMER,
]);

/**
 * Adds a public message. The first person who answers becomes the primary contact where there is none; an
 * answer of the customer takes up again what rested or was resolved. Locks the ticket.
 */
export async function replyToTicket(tx: Tx, input: ReplyToTicketInput): Promise<Said> {
  const ticket = await tx.get(Ticket, input.ticketId, { field: ['ticketId'], version: input.version });
  if (ticket.state === TicketState.CLOSED) {
    throw new UserError(
      'TICKET_CLOSED',
      ['ticketId'],
      'The ticket is closed. Open a new one, or have staff reopen it.',
    );
  }
  const contact = tx.actor.kind === 'staff' ? await activeContact(tx, ticket) : null;
  await takeUp(tx, ticket);
  const isByPrimaryContact = tx.actor.kind === 'staff' ? speaksAsPrimary(tx, contact) : null;
  const message = addMessage(tx, {
    conversation: ticket.conversation,
    about: ticket.id,
    body: input.body,
    visibility: MessageVisibility.PUBLIC,
    channel: input.channel ?? ticket.channel,
    isByPrimaryContact,
  });
  const changes: Change[] = [];
  if (tx.actor.kind === 'staff') {
    ticket.firstResponseAt ??= tx.now;
    if (contact === null) {
      const from = ticket.primaryContact;
      const to = message.authorStaff;
      changes.push({ kind: TicketTransitionKind.PRIMARY_CONTACT, from, to });
      ticket.primaryContact = to;
    }
  }
  if (tx.actor.kind === 'customer' && WAITS_FOR_ANSWER.has(ticket.state)) {
    const change = moveTo(ticket, TicketState.IN_PROGRESS, tx.now);
    changes.push(change);
    emitStateChange(tx, ticket, change);
  }
  tellMessage(tx, ticket.id, message.id);
  recordUpdate(tx, ticket, changes, { message });
  audit(tx, { action: 'ticket.reply', subject: ticket.id, after: { message: message.id } });
  const payload = { ticketId: ticket.id, messageId: message.id, authorKind: message.authorKind };
  emit(tx, 'ticket.replied', { subject: ticket.id, version: ticket.version + 1, payload });
  return { ticket, message };
}

/** Who speaks to the customer; null where nobody does, or whoever did has left the company. */
async function activeContact(tx: Tx, { primaryContact }: Ticket): Promise<StaffMember | null> {
  if (primaryContact === null) return null;
  const contact = await tx.em.findOneOrFail(StaffMember, primaryContact);
  return contact.isActive ? contact : null;
}

/**
 * Whether the author, one of the staff, is the one who speaks to the customer. Others are refused
 * (NOT_PRIMARY_CONTACT), unless they may manage tickets; then the message is marked.
 */
function speaksAsPrimary(tx: Tx, contact: StaffMember | null): boolean {
  if (contact === null || contact.id === tx.actor.id) return true;
  if (can(tx.actor, 'tickets:manage')) return false;
  throw new UserError(
    'NOT_PRIMARY_CONTACT',
    ['ticketId'],
    `${contact.name} speaks to the customer about this ticket. Write an internal note, or have the primary contact changed.`,
  );
}

/**
 * Adds a note among staff. The ticket itself stays as it is, its version and the instant of its last change
 * too: from these a customer could tell that something was noted.
 */
export async function addInternalNote(tx: Tx, input: AddInternalNoteInput): Promise<Said> {
  const ticket = await tx.get(Ticket, input.ticketId, { field: ['ticketId'], version: input.version });
  const message = addMessage(tx, {
    conversation: ticket.conversation,
    about: ticket.id,
    body: input.body,
    visibility: MessageVisibility.INTERNAL,
    channel: 'note',
  });
  tellNote(tx, ticket.id, message.id);
  audit(tx, { action: 'ticket.addNote', subject: ticket.id, after: { message: message.id } });
  emit(tx, 'ticket.noted', {
    subject: ticket.id,
    version: ticket.version,
    payload: { ticketId: ticket.id, messageId: message.id },
  });
  return { ticket, message };
}

/** Takes a public message out of the customer's sight; refuses to show a note. Locks the message. */
export async function changeMessageVisibility(
  tx: Tx,
  { messageId, visibility, version }: ChangeMessageVisibilityInput,
): Promise<Message> {
  const message = await tx.get(Message, messageId, { field: ['messageId'], version });
  if (!changeVisibility(tx, message, visibility)) return message;
  const ticket = await tx.em.findOne(Ticket, { conversation: message.conversation });
  if (!ticket) return message;
  tellHidden(tx, ticket.id, message.id);
  emit(tx, 'ticket.message-hidden', {
    subject: ticket.id,
    version: ticket.version,
    payload: { ticketId: ticket.id, messageId: message.id },
  });
  return message;
}
