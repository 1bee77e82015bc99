import type { Case, Ids } from './executor-corpus.js';

const PAGE = 'pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount';

/** Variables of every type: set, null, unset, within objects and lists. */
export function variables({ customer, ticket, staff, department }: Ids, ids: readonly string[]): Case[] {
  const FILTER = 'customers(filter: $filter) { totalCount edges { node { name } } }';
  return [
    {
      name: 'an id',
      query: 'query($id: ID!) { node(id: $id) { id } }',
      variables: [{ id: customer }, { id: 'nonsense' }, { id: '' }, { id: 7 }],
    },
    {
      name: 'ids',
      query: 'query($ids: [ID!]!) { nodes(ids: $ids) { id } }',
      variables: [{ ids }, { ids: [] }, { ids: customer }],
    },
    {
      name: 'a size that is set, null or not set',
      query: 'query($n: Int) { customers(first: $n) { edges { node { name } } } }',
      variables: [{ n: 1 }, { n: null }, {}, { n: 0 }],
    },
    {
      name: 'a size with a default',
      query: 'query($n: Int = 1) { customers(first: $n) { edges { node { name } } } }',
      variables: [{}, { n: 2 }, { n: null }],
    },
    {
      name: 'a filter that is set, null, empty or not set',
      query: `query($filter: CustomersFilter) { ${FILTER} }`,
      variables: [
        {},
        { filter: null },
        { filter: {} },
        { filter: { kind: { in: ['PERSON'] } } },
        { filter: { kind: null } },
        { filter: { kind: { in: null } } },
      ],
    },
    {
      name: 'one value in the place of a list',
      query: `query($filter: CustomersFilter) { ${FILTER} }`,
      variables: [{ filter: { kind: { in: 'PERSON' } } }, { filter: { company: { in: customer } } }],
    },
    {
      name: 'an order without its default',
      query: 'query($order: CustomersOrder) { customers(orderBy: $order) { edges { node { name } } } }',
      variables: [
        {},
        { order: { field: 'CREATED_AT' } },
        { order: { field: 'CREATED_AT', direction: 'ASC' } },
        { order: null },
      ],
    },
    {
      name: 'an order within a variable of a default',
      query:
        'query($order: CustomersOrder = { field: CREATED_AT, direction: ASC }) { customers(orderBy: $order) { edges { node { name } } } }',
      variables: [{}, { order: { field: 'CREATED_AT' } }],
    },
    {
      name: 'a variable within an object',
      query: 'query($kinds: [CustomerKind!]) { customers(filter: { kind: { in: $kinds } }) { totalCount } }',
      variables: [{}, { kinds: null }, { kinds: ['COMPANY'] }, { kinds: [] }],
    },
    {
      name: 'a variable within an object whose field has a default',
      query:
        'query($way: OrderDirection! = ASC) { customers(orderBy: { field: CREATED_AT, direction: $way }) { edges { node { name } } } }',
      variables: [{}, { way: 'DESC' }],
    },
    {
      name: 'an unset variable within an object whose field has a default',
      query:
        'query($way: OrderDirection) { customers(orderBy: { field: CREATED_AT, direction: $way }) { edges { node { name } } } }',
      variables: [{}, { way: 'ASC' }],
    },
    {
      name: 'a variable within a list',
      query: 'query($a: ID!, $b: ID!) { nodes(ids: [$a, $b]) { id } }',
      variables: [{ a: customer, b: ticket }],
    },
    {
      name: 'a variable within a list within an object',
      query:
        'query($a: ID!) { tickets(filter: { assignee: { in: [$a] }, department: { in: [$a] } }) { totalCount } }',
      variables: [{ a: staff }, { a: department }],
    },
    {
      name: 'two variables within one object, one unset',
      query:
        'query($from: DateTime, $before: DateTime) { tickets(filter: { openedAt: { from: $from, before: $before } }) { totalCount } }',
      variables: [
        {},
        { from: '2026-01-01T00:00:00Z' },
        { before: '2026-01-01T00:00:00+08:00' },
        { from: null, before: null },
      ],
    },
    {
      name: 'dates of several forms',
      query: 'query($filter: TicketsFilter) { tickets(filter: $filter) { totalCount } }',
      variables: [
        { filter: { openedAt: { from: '2026-03-02T09:00:00Z' } } },
        { filter: { openedAt: { from: '2026-03-02T17:00:00.000+08:00' } } },
        { filter: { openedAt: { before: '2026-03-02T09:00:00.001Z' } } },
      ],
    },
    {
      name: 'a truth within an object',
      query: 'query($active: Boolean) { staffMembers(filter: { isActive: $active }) { totalCount } }',
      variables: [{}, { active: true }, { active: false }, { active: null }],
    },
    {
      name: 'a variable used twice',
      query:
        'query($n: Int!) { a: customers(first: $n) { edges { cursor } } b: tickets(first: $n) { edges { cursor } } }',
      variables: [{ n: 1 }, { n: 3 }],
    },
    {
      name: 'a variable in a fragment',
      query:
        'query($n: Int) { ...Q } fragment Q on Query { customers(first: $n) { edges { node { name } } } }',
      variables: [{}, { n: 1 }],
    },
    {
      name: 'variables that nobody declared',
      query: '{ viewer { kind } }',
      variables: [{ other: 1, __proto__: null }],
    },
    {
      name: 'a text with every sort of character',
      query:
        'query($v: String!) { customerByExternalId(system: "shop", value: $v) { id } labels(enum: $v) { value } }',
      variables: [{ v: '"\\\n\u2028中文😀' }, { v: '' }],
    },
    {
      name: 'a long text in the document',
      query: '{ labels(enum: """\n  Ticket\n    State\n  """) { value } }',
    },
  ];
}

/** Pages and lists below each other. */
export function lists({ customer, ticket, board, department }: Ids): Case[] {
  return [
    { name: 'a page', query: `{ customers(first: 2) { edges { cursor node { name } } ${PAGE} } }` },
    {
      name: 'a page from the end',
      query: `{ customers(last: 1) { edges { cursor node { name } } ${PAGE} } }`,
    },
    { name: 'an empty page', query: `{ customers(first: 0) { edges { node { name } } ${PAGE} } }` },
    {
      name: 'an empty list',
      query: `{ customers(filter: { company: { in: [] } }) { edges { node { name } } ${PAGE} } }`,
    },
    {
      name: 'lists within lists',
      query: `{ customers { edges { node { name tickets(first: 2) { edges { node { number messages(first: 1) { edges { node { body } } totalCount } } } totalCount } } } } }`,
    },
    {
      name: 'lists of equal names with other arguments',
      query: `{ node(id: "${ticket}") { ... on Ticket { a: messages(first: 1) { edges { node { id } } } b: messages(last: 1) { edges { node { id } } } c: messages(filter: { visibility: { in: [INTERNAL] } }) { edges { node { body } } } } } }`,
    },
    {
      name: 'a list of records',
      query: `{ node(id: "${board}") { ... on ProgressBoard { changes { edges { node { kind milestones { name reachedAt } postedBy { name } stage { name } } } } } } }`,
    },
    {
      name: 'a list in every order',
      query: `{ a: tickets(orderBy: { field: OPENED_AT, direction: ASC }) { edges { node { number } } } b: tickets(orderBy: { field: PRIORITY_RANK }) { edges { node { number priority } } } }`,
    },
    {
      name: 'references that many share',
      query: `{ node(id: "${department}") { ... on Department { liaison { name department { key } } members { edges { node { name department { name } } } } } } }`,
    },
    {
      name: 'fields that a plugin computes',
      query: `{ node(id: "${ticket}") { ... on Ticket { stage nextStates boards { edges { node { title } } } } } }`,
    },
    {
      name: 'an object within a record',
      query: `{ node(id: "${ticket}") { ... on Ticket { intake { what when where who how why } intakeCompleteness } } }`,
    },
    {
      name: 'all sorts of lists of one record',
      query: `{ node(id: "${customer}") { ... on Customer { contactPoints { edges { node { kind label } } } sources { edges { node { channel } } } externalIds { edges { node { system value } } } boards { totalCount } tickets { totalCount } } } }`,
    },
  ];
}

/** Answers with a failure in the middle. */
export function failures({ ticket, customer }: Ids): Case[] {
  return [
    {
      name: 'a page too large beside a good field',
      query: 'query($n: Int) { customers(first: $n) { totalCount } viewer { kind } }',
      variables: [{ n: -1 }],
    },
    { name: 'both ends', query: '{ viewer { kind } customers(first: 1, last: 1) { totalCount } }' },
    {
      name: 'a bad cursor in the middle',
      query: `{ node(id: "${customer}") { ... on Customer { name tickets(first: 1, after: "x") { totalCount } boards { totalCount } } } viewer { kind } }`,
    },
    {
      name: 'a failure in each of several places',
      query:
        '{ a: customers(first: 1, after: "x") { totalCount } b: tickets(last: 1, before: "y") { totalCount } c: viewer { kind } }',
    },
    {
      name: 'a list that is not for everybody',
      query: `{ node(id: "${ticket}") { ... on Ticket { number department { key members { totalCount } } } } staffMembers { totalCount } }`,
    },
    {
      name: 'a field that is not for everybody',
      query:
        '{ roles { edges { node { key } } } customersByContact(kind: EMAIL, value: "ada@example.com") { name } viewer { kind } }',
    },
    {
      name: 'a filter that is not for everybody',
      query: '{ tickets(filter: { priority: { in: [HIGH] } }) { totalCount } viewer { kind } }',
    },
    {
      name: 'an argument of a resolver that is refused',
      query: 'query($v: String!) { customersByContact(kind: PHONE, value: $v) { name } viewer { kind } }',
      variables: [{ v: 'no number' }],
    },
    {
      name: 'more ids than are allowed',
      query: 'query($ids: [ID!]!) { nodes(ids: $ids) { id } viewer { kind } }',
      variables: [{ ids: Array(101).fill(ticket) }],
    },
  ];
}

/** What live events are executed with. */
export function live({ board, ticket, change, transition, message, nothing }: Ids): Case[] {
  const at = { kind: 'CHANGE', epoch: 'e', offset: 3, recovered: false };
  const BOARD =
    'subscription($board: ID!) { boardProgress(board: $board) { kind epoch offset recovered board { title percent stages { edges { node { name } } } } change { kind percent milestones { name } } } }';
  const TICKET =
    'subscription($ticket: ID!) { ticketChanged(ticket: $ticket) { kind offset ticket { number state } transition { kind reason } message { body visibility } hiddenMessageId } }';
  return [
    {
      name: 'an event of a board',
      query: BOARD,
      variables: [{ board }],
      root: { boardProgress: { ...at, board, change } },
    },
    {
      name: 'a snapshot',
      query: BOARD,
      variables: [{ board }],
      root: { boardProgress: { ...at, kind: 'SNAPSHOT', board, change: null } },
    },
    {
      name: 'an event of something that is gone',
      query: BOARD,
      variables: [{ board: nothing }],
      root: { boardProgress: { ...at, board: nothing, change: nothing } },
    },
    {
      name: 'an event of a ticket',
      query: TICKET,
      variables: [{ ticket }],
      root: { ticketChanged: { ...at, ticket, transition } },
    },
    {
      name: 'a message of a ticket',
      query: TICKET,
      variables: [{ ticket }],
      root: { ticketChanged: { ...at, ticket, message } },
    },
    {
      name: 'an event by another name, in a fragment',
      query:
        'subscription($board: ID!) { ...S } fragment S on Subscription { it: boardProgress(board: $board) { __typename kind } }',
      variables: [{ board }],
      root: { boardProgress: { ...at, board, change: null } },
    },
  ];
}
