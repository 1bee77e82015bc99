import type { PluginApi } from '@candor/kernel';
import type { ContactScene } from '../conversations/index.js';
import type { Intake } from './intake.js';
import type { TicketClass, TicketPriority, TicketState, TicketType } from './ticket-kinds.js';

declare module '@candor/kernel' {
  interface Commands {
    'ticket.open': {
      customerId: string;
      subject: string;
      intake: Intake;
      type: TicketType;
      ticketClass: TicketClass;
      scene: ContactScene;
      priority: TicketPriority;
      departmentId: string | null;
      channel: string;
    };
    /** What is undefined stays as it is; an assignee of null is nobody. */
    'ticket.assign': {
      ticketId: string;
      departmentId?: string;
      assigneeId?: string | null;
      reason: string | null;
    };
    /** Not asked where an answer of the customer takes a ticket up again. */
    'ticket.changeState': { ticketId: string; state: TicketState; reason: string | null };
  }

  interface Events {
    'ticket.opened': {
      ticketId: string;
      customerId: string;
      type: TicketType;
      ticketClass: TicketClass;
      channel: string;
    };
    'ticket.imported': { ticketId: string; customerId: string; state: TicketState };
    'ticket.replied': { ticketId: string; messageId: string; authorKind: string };
    'ticket.noted': { ticketId: string; messageId: string };
    'ticket.message-hidden': { ticketId: string; messageId: string };
    'ticket.assigned': { ticketId: string; departmentId: string | null; assigneeId: string | null };
    'ticket.handed-off': { ticketId: string; fromDepartmentId: string; toDepartmentId: string };
    'ticket.primary-contact-changed': { ticketId: string; staffMemberId: string | null };
    'ticket.state-changed': { ticketId: string; from: TicketState; to: TicketState };
    'ticket.reopened': { ticketId: string; reopenCount: number };
    'ticket.classified': {
      ticketId: string;
      type: TicketType;
      ticketClass: TicketClass;
      priority: TicketPriority;
    };
  }
}

const TICKET = 'The ticket.';
const CUSTOMER = 'Whose matter it is.';
const MESSAGE = 'The message.';

export function ticketEvents(api: PluginApi): void {
  api.event('ticket.opened', {
    description: 'A ticket was opened.',
    payload: {
      ticketId: TICKET,
      customerId: CUSTOMER,
      type: 'Its type.',
      ticketClass: 'Its class.',
      channel: 'The way the customer came.',
    },
  });
  api.event('ticket.imported', {
    description: 'A ticket was taken over from another system, with its whole history.',
    payload: { ticketId: TICKET, customerId: CUSTOMER, state: 'The state it is in.' },
  });
  api.event('ticket.replied', {
    description: 'A public message was added to a ticket.',
    payload: { ticketId: TICKET, messageId: MESSAGE, authorKind: 'A value of `AuthorKind`.' },
  });
  api.event('ticket.noted', {
    description: 'An internal note was added to a ticket.',
    payload: { ticketId: TICKET, messageId: 'The note.' },
  });
  api.event('ticket.message-hidden', {
    description: "A public message of a ticket was taken out of the customer's sight.",
    payload: { ticketId: TICKET, messageId: MESSAGE },
  });
  api.event('ticket.assigned', {
    description: 'A ticket has another department, another assignee, or both.',
    payload: {
      ticketId: TICKET,
      departmentId: 'Its department, if any.',
      assigneeId: 'Who works on it, if anybody.',
    },
  });
  api.event('ticket.handed-off', {
    description: 'A ticket went from one department to another.',
    payload: {
      ticketId: TICKET,
      fromDepartmentId: 'The department that had it.',
      toDepartmentId: 'The department that has it.',
    },
  });
  api.event('ticket.primary-contact-changed', {
    description: 'Another person speaks to the customer about a ticket.',
    payload: { ticketId: TICKET, staffMemberId: 'The person; null for nobody.' },
  });
  api.event('ticket.state-changed', {
    description: 'A ticket is in another state.',
    payload: { ticketId: TICKET, from: 'The state before.', to: 'The state after.' },
  });
  api.event('ticket.reopened', {
    description: 'A ticket was taken up again after it had been resolved or closed.',
    payload: { ticketId: TICKET, reopenCount: 'How often it was by now.' },
  });
  api.event('ticket.classified', {
    description: 'The type, class or priority of a ticket changed.',
    payload: { ticketId: TICKET, type: 'Its type.', ticketClass: 'Its class.', priority: 'Its priority.' },
  });
}
