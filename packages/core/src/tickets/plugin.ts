import { definePlugin } from '@candor/kernel';
import { Message } from '../conversations/index.js';
import { Customer, customerRecords } from '../customers/index.js';
import { Department, StaffMember } from '../people/index.js';
import { Queue20261122 } from './migrations/queue-20261122.js';
import { Scenes20261122 } from './migrations/scenes-20261122.js';
import { Tickets20261121 } from './migrations/tickets-20261121.js';
import { queueEntities, registerQueue } from './queue/register.js';
import { Ticket } from './ticket.js';
import { ticketAccess, transitionAccess } from './ticket-access.js';
import { ticketEvents } from './ticket-events.js';
import { ticketLive } from './ticket-live.js';
import { TicketResolver } from './ticket-resolver.js';
import { TicketSettings } from './ticket-settings.js';
import { STATE_RULES } from './ticket-states.js';
import { ticketTexts } from './ticket-texts.js';
import { TicketTransition } from './ticket-transition.js';

/** The matters of customers: how they come in, who deals with them, how far they are, and everything that happened to them. */
export const tickets = definePlugin({
  name: 'tickets',
  version: '1.0.0',
  candor: '^1.0.0',
  requires: { people: '^1.0.0', customers: '^1.0.0', conversations: '^1.0.0' },
  settings: TicketSettings,
  permissions: {
    'tickets:read': 'See all tickets with their history, messages and internal notes',
    'tickets:write': 'Open, assign, classify and answer tickets, and change their state',
    'tickets:manage':
      'Answer customers on tickets that a colleague speaks for, and set in which order tickets are served',
  },
  setup(api) {
    customerRecords(api, 'tickets', [{ table: 'tickets_ticket', column: 'customer_id' }]);
    api.store({
      entities: [Ticket, TicketTransition, ...queueEntities],
      migrations: [Tickets20261121, Queue20261122, Scenes20261122],
    });
    api.access(Ticket, ticketAccess);
    api.access(TicketTransition, transitionAccess);

    api.list('tickets', Ticket, {
      description: 'All tickets that you may see; to a customer, its own.',
      filter: [
        'state',
        'priority',
        'ticketClass',
        'type',
        'department',
        'assignee',
        'primaryContact',
        'customer',
        'channel',
        'openedAt',
        'number',
        'origin',
      ],
      orderBy: ['openedAt', 'updatedAt', 'priorityRank'],
    });
    api.list('tickets', Ticket, {
      description: 'The matters of the customer.',
      on: { type: Customer, by: 'customer' },
      filter: ['state', 'ticketClass', 'type', 'openedAt'],
      orderBy: ['openedAt', 'updatedAt'],
    });
    api.list('tickets', Ticket, {
      description: 'What the department deals with; what you may see of it.',
      on: { type: Department, by: 'department' },
      filter: ['state', 'ticketClass', 'type', 'assignee', 'openedAt'],
      orderBy: ['openedAt', 'updatedAt', 'priorityRank'],
    });
    api.list('assignedTickets', Ticket, {
      description: 'What the person works on; what you may see of it.',
      on: { type: StaffMember, by: 'assignee' },
      filter: ['state', 'ticketClass', 'type', 'openedAt'],
      orderBy: ['openedAt', 'updatedAt', 'priorityRank'],
    });
    api.list('messages', Message, {
      description: 'What was said about it, and to staff also what was noted.',
      on: { type: Ticket, by: 'about' },
      filter: ['visibility', 'authorKind', 'sentAt'],
      orderBy: ['sentAt'],
    });
    api.list('history', TicketTransition, {
      description: 'Everything that happened to it.',
      on: { type: Ticket, by: 'ticket' },
      filter: ['kind', 'at', 'isFirstOfUpdate'],
      orderBy: ['at'],
    });
    api.list('ticketTransitions', TicketTransition, {
      description:
        'What happened to all tickets that you may see: for counting hand-offs, reopenings and updates.',
      filter: ['ticket', 'kind', 'at', 'department', 'isFirstOfUpdate', 'origin'],
      orderBy: ['at'],
    });

    api.graphql.extend<Pick<Ticket, 'state'>>('Ticket', 'stage: TicketStage!', {
      description: 'How far it is, in the words for customers: accepted, processing, to confirm, closed.',
      needs: ['state'],
      cost: 0,
      sameForAll: true,
      load: (rows) => rows.map(({ state }) => STATE_RULES[state].stage),
    });
    api.graphql.extend<Pick<Ticket, 'state'>>('Ticket', 'nextStates: [TicketState!]!', {
      description: 'Which states staff may take it into now.',
      needs: ['state'],
      cost: 0,
      sameForAll: true,
      load: (rows) => rows.map(({ state }) => STATE_RULES[state].next),
    });
    api.graphql.resolvers(TicketResolver);
    registerQueue(api);
    ticketLive(api);
    ticketEvents(api);
    api.errors({
      INTAKE_INCOMPLETE:
        'The class of the ticket asks for an answer that the intake does not have; the field names the question.',
      STATE_NOT_POSSIBLE:
        'The ticket cannot go from its state into that one; the message says into which it can.',
      REASON_REQUIRED: 'This change of state needs a reason.',
      NOT_PRIMARY_CONTACT: 'Another person speaks to the customer about the ticket; the message says who.',
      TICKET_CLOSED: 'The ticket is closed and takes no more public messages.',
    });
    api.texts(ticketTexts);
  },
});
