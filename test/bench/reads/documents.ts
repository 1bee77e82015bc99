import { idOf } from '@candor/kernel/database';
import { STATES, uuid } from './data.js';

/** One question, as each system takes it. */
export interface Question {
  readonly name: string;
  /** To the platform. */
  readonly candor: string;
  /** To Mercurius, whose schema has the same records without connections. */
  readonly mercurius: string;
  /** To the program by hand, by its path. */
  readonly floor: string;
  /** Variables, by turns; those of the platform may be others. */
  readonly turns: ReadonlyArray<{ readonly candor: object; readonly peers: object }>;
}

const byState = STATES.map((state) => ({ candor: { state }, peers: { state } }));

/** The question of the bars: the 20 newest tickets of one state with customer and the last 3 messages each. */
export const newest: Question = {
  name: 'newest',
  candor: `query Newest($state: TicketState!) {
    tickets(first: 20, filter: { state: { in: [$state] } }, orderBy: { field: OPENED_AT }) {
      edges { node {
        id number subject state priority openedAt
        customer { id name }
        messages(first: 3) { edges { node { id body authorKind sentAt } } }
      } }
      pageInfo { hasNextPage endCursor }
    }
  }`,
  mercurius: `query Newest($state: String!) {
    tickets(state: $state, first: 20) {
      id number subject state priority openedAt
      customer { id name }
      messages(first: 3) { id body authorKind sentAt }
    }
  }`,
  floor: '/newest',
  turns: byState,
};

const departments = [1, 2, 3, 4, 5].map((number) => ({
  candor: { department: idOf('department', uuid('department', number)), first: 30 },
  peers: { department: uuid('department', number), first: 30 },
}));

/** Deeper, with fragments, another order and another filter. */
const queue: Question = {
  name: 'queue',
  candor: `query Queue($department: ID!, $first: Int!) {
    tickets(first: $first, filter: { department: { in: [$department] } }, orderBy: { field: UPDATED_AT, direction: DESC }) {
      edges { cursor node { ...Card assignee { ...Person } primaryContact { ...Person } } }
      pageInfo { hasNextPage endCursor }
    }
  }
  fragment Card on Ticket {
    id number subject updatedAt ticketClass type
    messages(first: 5, filter: { visibility: { in: [PUBLIC] } }) {
      edges { node { id body sentAt authorStaff { ...Person } } }
      pageInfo { hasNextPage }
    }
  }
  fragment Person on StaffMember { id name department { id name } }`,
  mercurius: `query Queue($department: String!, $first: Int!) {
    queue(department: $department, first: $first) { ...Card assignee { ...Person } primaryContact { ...Person } }
  }
  fragment Card on Ticket {
    id number subject updatedAt ticketClass type
    publicMessages(first: 5) { id body sentAt authorStaff { ...Person } }
  }
  fragment Person on StaffMember { id name department { id name } }`,
  floor: '/queue',
  turns: departments,
};

/** Three lists under other names, and what a plugin hangs on a customer. */
const dashboard: Question = {
  name: 'dashboard',
  candor: `query Dashboard($from: DateTime!) {
    fresh: tickets(first: 10, filter: { state: { in: [NEW] }, openedAt: { from: $from } }) { ...Rows }
    waiting: tickets(first: 10, filter: { state: { in: [WAITING_FOR_CUSTOMER] } }) { ...Rows }
    solved: tickets(first: 10, filter: { state: { in: [RESOLVED] } }) { ...Rows }
  }
  fragment Rows on TicketConnection {
    edges { node {
      ticket: id title: subject since: openedAt
      who: customer { id label: name greetings(first: 2) { edges { node { id text createdAt } } } }
    } }
  }`,
  mercurius: `query Dashboard {
    fresh: tickets(state: "NEW", first: 10) { ...Row }
    waiting: tickets(state: "WAITING_FOR_CUSTOMER", first: 10) { ...Row }
    solved: tickets(state: "RESOLVED", first: 10) { ...Row }
  }
  fragment Row on Ticket {
    ticket: id title: subject since: openedAt
    who: customer { id label: name greetings(first: 2) { id text createdAt } }
  }`,
  floor: '/dashboard',
  turns: [{ candor: { from: '2025-01-02T00:00:00Z' }, peers: {} }],
};

/** Lists below lists below a list. */
const book: Question = {
  name: 'book',
  candor: `query Book($first: Int = 10) {
    customers(first: $first, orderBy: { field: NAME, direction: ASC }) {
      edges { node {
        __typename id name kind company { name }
        tickets(first: 2) { edges { node {
          id number state history: messages(first: 2) { edges { node { id body visibility } } }
        } } }
      } }
      pageInfo { endCursor hasNextPage hasPreviousPage startCursor }
    }
  }`,
  mercurius: `query Book {
    customers(first: 10) {
      __typename id name kind company { name }
      tickets(first: 2) { id number state history: messages(first: 2) { id body visibility } }
    }
  }`,
  floor: '/book',
  turns: [{ candor: {}, peers: {} }],
};

/** Asked to see that what holds for one document holds for others too. */
export const others: readonly Question[] = [queue, dashboard, book];
