import type { Request } from './documents.js';

/** A request that has to be refused before anything is executed, whatever carries it and whoever sends it. */
export interface Hostile extends Request {
  readonly name: string;
  readonly code: string;
}

const times = (count: number, part: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => part(index)).join(' ');

const FORM = 'GRAPHQL_VALIDATION_FAILED';
const PARSE = 'GRAPHQL_PARSE_FAILED';

/** A command that would leave something behind, were it carried out. */
const command = (key: string) =>
  `createRole(input: { key: "hostile-${key}", name: [{ locale: "en", text: "x" }], permissions: [] }) { role { id } }`;
const search = (value: string) => `customersByContact(kind: EMAIL, value: "${value}") { id }`;
const within = (field: string, levels: number): string =>
  `${`{ ${field} `.repeat(levels)}{ id }${' }'.repeat(levels)}`;
const page = (size: string, inner: string): string => `(first: ${size}) { edges { node { ${inner} } } }`;

function hostile(
  name: string,
  code: string,
  query: string,
  variables: Record<string, unknown> = {},
): Hostile {
  return { name, code, query, variables };
}

/** Against the schema of the platform, so that each would be a good request but for what is wrong with it. */
export const HOSTILE: readonly Hostile[] = [
  hostile(
    'sec-8 five commands in one operation',
    FORM,
    `mutation { ${times(5, (n) => `a${n}: ${command(`five-${n}`)}`)} }`,
  ),
  hostile(
    'sec-8 a costly field by eleven names',
    FORM,
    `{ ${times(11, (n) => `a${n}: ${search(`${n}@example.com`)}`)} }`,
  ),
  hostile('sec-8 thirty-one names', FORM, `{ viewer { ${times(31, (n) => `a${n}: kind`)} } }`),
  hostile(
    'sec-8 1,000 names of a costly field',
    PARSE,
    `{ ${times(1_000, (n) => `a${n}: ${search(`${n}@example.com`)}`)} }`,
  ),
  hostile(
    'sec-8 eleven names behind a fragment',
    FORM,
    `{ ...A } fragment A on Query { ${times(11, (n) => `a${n}: ${search(`${n}@example.com`)}`)} }`,
  ),
  hostile(
    'sec-9 a fragment bomb',
    FORM,
    `{ viewer { ...F0 } } ${times(30, (n) => `fragment F${n} on Viewer { ${n < 29 ? `...F${n + 1} ...F${n + 1}` : 'kind'} }`)}`,
  ),
  hostile(
    'sec-9 a fragment that contains itself',
    FORM,
    '{ viewer { customer { ...A } } } fragment A on Customer { company { ...B } } fragment B on Customer { company { ...A } }',
  ),
  hostile(
    'sec-9 a fragment named __schema',
    FORM,
    '{ viewer { ...__schema } } fragment __schema on Viewer { kind }',
  ),
  hostile('sec-9 a field repeated', FORM, `{ viewer { ${times(1_500, () => 'kind')} } }`),
  hostile('sec-9 10,000 directives', PARSE, `{ viewer { kind ${'@skip(if: false) '.repeat(10_000)} } }`),
  hostile('sec-9 a hundred directives', FORM, `{ viewer { kind ${'@skip(if: false) '.repeat(100)} } }`),
  hostile('sec-9 100,000 tokens', PARSE, `{ viewer { ${'kind '.repeat(100_000)} } }`),
  hostile('sec-9 a document of 1 MB', PARSE, `{ labels(enum: "${'x'.repeat(1_000_000)}") { value } }`),
  hostile('sec-10 a depth of 50', FORM, `{ viewer { customer ${within('company', 50)} } }`),
  hostile('sec-10 a page of a million', 'BAD_USER_INPUT', `{ customers${page('1000000', 'id')} }`),
  hostile(
    'sec-10 a page of a million by a variable',
    'BAD_USER_INPUT',
    `query($n: Int!) { customers${page('$n', 'id')} }`,
    {
      n: 1_000_000,
    },
  ),
  hostile(
    'sec-10 a page of a million by a default',
    'BAD_USER_INPUT',
    `query($n: Int = 1000000) { customers${page('$n', 'id')} }`,
  ),
  hostile(
    'sec-10 pages within pages',
    'QUERY_TOO_COSTLY',
    `{ customers${page('100', `tickets${page('100', 'id')}`)} }`,
  ),
  hostile(
    'sec-10 pages within pages on an interface',
    'QUERY_TOO_COSTLY',
    `query($id: ID!) { node(id: $id) { ... on Node { ... on Department { tickets${page('100', `messages${page('100', 'id')}`)} } } } }`,
    { id: 'department_01j00000000000000000000000' },
  ),
  hostile(
    'sec-10 pages of no size within each other',
    'QUERY_TOO_COSTLY',
    '{ customers { edges { node { tickets { edges { node { messages { edges { node { conversation { id } } } } } } } } } } }',
  ),
  hostile('sec-11 a field that is nearly right', FORM, '{ viewer { kin } }'),
  hostile('sec-11 a type that is nearly right', FORM, '{ node(id: "x") { ... on Custome { id } } }'),
  hostile('sec-11 an argument that is nearly right', FORM, '{ customers(firs: 1) { totalCount } }'),
  hostile(
    'sec-11 a value that is nearly right',
    FORM,
    '{ tickets(filter: { state: { in: [NEWW] } }) { totalCount } }',
  ),
  hostile(
    'sec-11 a value in a variable that is nearly right',
    'BAD_USER_INPUT',
    'query($f: TicketsFilter) { tickets(filter: $f) { totalCount } }',
    { f: { state: { in: ['NEWW'] } } },
  ),
  hostile(
    'sec-11 a field in a variable that is nearly right',
    'BAD_USER_INPUT',
    'query($f: TicketsFilter) { tickets(filter: $f) { totalCount } }',
    { f: { stat: { in: ['NEW'] } } },
  ),
  hostile('sec-11 the SDL of a federated service', FORM, '{ _service { sdl } }'),
];
