import { failures, lists, live, variables } from './executor-corpus-values.js';

/** A document and the variables that it is run with, one after the other. */
export interface Case {
  readonly name: string;
  readonly query: string;
  readonly variables?: ReadonlyArray<Readonly<Record<string, unknown>>>;
  /** Which operation of the document. */
  readonly operationName?: string;
  /** What a live event is executed over. */
  readonly root?: Readonly<Record<string, unknown>>;
}

/** Ids of what there is. */
export interface Ids {
  readonly customer: string;
  readonly company: string;
  readonly ticket: string;
  readonly board: string;
  readonly department: string;
  readonly staff: string;
  readonly change: string;
  readonly transition: string;
  readonly message: string;
  readonly nothing: string;
}

/** Every way of asking that the rest of the tests, the pages and the examples use, and the corners of the language. */
export function corpus(ids: Ids): Case[] {
  const list = [ids.customer, ids.nothing, ids.ticket, 'nonsense', ids.board];
  return [
    ...plain(ids),
    ...fragments(ids, list),
    ...conditions(ids),
    ...variables(ids, list),
    ...lists(ids),
    ...failures(ids),
    ...live(ids),
  ];
}

function plain({ ticket, board, customer }: Ids): Case[] {
  return [
    { name: 'a field', query: '{ viewer { kind } }' },
    { name: 'the name of the root type', query: '{ __typename }' },
    {
      name: 'names of types at every level',
      query: '{ __typename customers { __typename edges { __typename node { __typename } } } }',
    },
    { name: 'a field of several values', query: '{ viewer { permissions } }' },
    {
      name: 'several root fields',
      query:
        '{ viewer { kind } departments { totalCount } ticketStates { state nextStates } intakePolicies { ticketClass requiredFields } }',
    },
    { name: 'a field twice', query: '{ viewer { kind kind } viewer { permissions } }' },
    {
      name: 'a field by two names',
      query: `{ a: node(id: "${ticket}") { id } b: node(id: "${board}") { id } }`,
    },
    { name: 'two fields by names that cross', query: '{ viewer { kind: permissions permissions: kind } }' },
    {
      name: 'a name that is a keyword of JavaScript',
      query: '{ class: viewer { new: kind function: permissions } }',
    },
    {
      name: 'a name that objects have',
      query: '{ constructor: viewer { toString: kind hasOwnProperty: permissions } }',
    },
    {
      name: 'an enum, a date, a number, a truth',
      query: `{ node(id: "${ticket}") { ... on Ticket { state openedAt version number } } customers { edges { node { createdAt } } } }`,
    },
    {
      name: 'a text in one language of several',
      query: `{ node(id: "${board}") { ... on ProgressBoard { title nextStep notice } } }`,
    },
    {
      name: 'an encrypted text',
      query: `{ node(id: "${customer}") { ... on Customer { contactPoints { edges { node { value maskedValue } } } } } }`,
    },
    {
      name: 'nothing at all',
      query:
        '{ customerByExternalId(system: "shop", value: "none") { id name } ticketByNumber(number: "none") { id } }',
    },
    { name: 'a named query', query: 'query Named { viewer { kind } }', operationName: 'Named' },
    {
      name: 'one query of two',
      query: 'query A { viewer { kind } } query B { departments { totalCount } }',
      operationName: 'B',
    },
    {
      name: 'the schema',
      query: '{ __schema { queryType { name } types { name kind } directives { name args { name } } } }',
    },
    {
      name: 'a type',
      query:
        '{ __type(name: "Ticket") { name kind fields { name type { name kind ofType { name } } } interfaces { name } } }',
    },
    { name: 'a type that there is not', query: '{ __type(name: "Nothing") { name } }' },
    { name: 'comments and blanks', query: '# one\n{\n\tviewer, { # two\n kind }\n}' },
  ];
}

function fragments({ ticket, board, customer }: Ids, ids: readonly string[]): Case[] {
  const asked = [{ ids }];
  return [
    { name: 'a fragment', query: '{ viewer { ...V } } fragment V on Viewer { kind permissions }' },
    {
      name: 'a fragment within a fragment',
      query: '{ ...Q } fragment Q on Query { viewer { ...V } } fragment V on Viewer { kind }',
    },
    {
      name: 'a fragment twice',
      query: '{ a: viewer { ...V } b: viewer { ...V } } fragment V on Viewer { kind }',
    },
    {
      name: 'a fragment on an interface',
      query: `query($ids: [ID!]!) { nodes(ids: $ids) { ...N } } fragment N on Node { __typename id }`,
      variables: asked,
    },
    { name: 'a fragment without a type', query: '{ viewer { ... { kind } } }' },
    {
      name: 'fragments on types of an interface',
      query:
        'query($ids: [ID!]!) { nodes(ids: $ids) { id ... on Customer { name } ... on Ticket { number } ... on ProgressBoard { title } } }',
      variables: asked,
    },
    {
      name: 'fragments that select the same',
      query:
        'query($ids: [ID!]!) { nodes(ids: $ids) { ... on Ticket { version } ... on Customer { version } ... on Node { id } } }',
      variables: asked,
    },
    {
      name: 'a fragment on a type that does not come',
      query: `{ node(id: "${ticket}") { ... on Customer { name } } }`,
    },
    {
      name: 'an interface within a type within an interface',
      query: `{ node(id: "${ticket}") { ... on Node { ... on Ticket { ... on Node { id } number } } } }`,
    },
    {
      name: 'a record below a record',
      query: `{ node(id: "${board}") { ... on ProgressBoard { customer { name company { name company { id } } } ticket { customer { id } } } } }`,
    },
    {
      name: 'the same record by two ways',
      query: `{ node(id: "${customer}") { ... on Customer { id name } } customers { edges { node { id name kind } } } }`,
    },
    {
      name: 'selections that come together',
      query: `{ node(id: "${board}") { ... on ProgressBoard { customer { id } } ... on ProgressBoard { customer { name } } } }`,
    },
    {
      name: 'a list that comes together',
      query: `{ node(id: "${customer}") { ...A ...B } } fragment A on Customer { tickets(first: 2) { edges { node { id } } } } fragment B on Customer { tickets(first: 2) { edges { node { number } } totalCount } }`,
    },
  ];
}

function conditions({ ticket }: Ids): Case[] {
  const both = [{ yes: true }, { yes: false }];
  return [
    {
      name: 'include with a literal',
      query: '{ viewer { kind @include(if: true) permissions @include(if: false) } }',
    },
    {
      name: 'skip with a literal',
      query: '{ viewer { kind @skip(if: true) permissions @skip(if: false) } }',
    },
    {
      name: 'include with a variable',
      query: 'query($yes: Boolean!) { viewer { kind permissions @include(if: $yes) } }',
      variables: both,
    },
    {
      name: 'skip with a variable',
      query: 'query($yes: Boolean!) { viewer { kind permissions @skip(if: $yes) } }',
      variables: both,
    },
    {
      name: 'a variable of a default',
      query: 'query($yes: Boolean = true) { viewer { kind permissions @include(if: $yes) } }',
      variables: [{}, ...both],
    },
    {
      name: 'both of them',
      query: 'query($yes: Boolean!) { viewer { kind permissions @include(if: $yes) @skip(if: $yes) } }',
      variables: both,
    },
    {
      name: 'on a fragment',
      query:
        'query($yes: Boolean!) { viewer { kind ...V @include(if: $yes) ... on Viewer @skip(if: $yes) { staffMember { name } } } } fragment V on Viewer { permissions }',
      variables: both,
    },
    {
      name: 'on a list',
      query:
        'query($yes: Boolean!) { customers(first: 2) { totalCount @include(if: $yes) edges @skip(if: $yes) { node { name } } } }',
      variables: both,
    },
    {
      name: 'on a root field',
      query:
        'query($yes: Boolean!) { viewer @skip(if: $yes) { kind } departments @include(if: $yes) { totalCount } }',
      variables: both,
    },
    {
      name: 'on the same field twice',
      query: 'query($yes: Boolean!) { viewer { kind @include(if: $yes) kind @skip(if: $yes) } }',
      variables: both,
    },
    {
      name: 'on what is below',
      query: `query($yes: Boolean!) { node(id: "${ticket}") { ... on Ticket { customer @include(if: $yes) { name } customer { id @skip(if: $yes) kind } } } }`,
      variables: both,
    },
  ];
}
