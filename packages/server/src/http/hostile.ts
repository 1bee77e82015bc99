/** Requests that have to be refused before anything is executed, whatever carries them. */
export interface Hostile {
  readonly name: string;
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly code: string;
}

const times = (count: number, part: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => part(index)).join(' ');
const deep = (levels: number): string => `${'{ thing '.repeat(levels - 1)}{ id }${' }'.repeat(levels - 1)}`;
const pages = (first: string): string => `things(first: ${first}) { edges { node { id } } }`;

const FORM = 'GRAPHQL_VALIDATION_FAILED';

export const HOSTILE: readonly Hostile[] = [
  {
    name: 'sec-8 1,000 aliases of one field',
    query: `mutation { ${times(390, (n) => `a${n}: touch`)} }`,
    code: FORM,
  },
  {
    name: 'sec-8 aliases past the tokens',
    query: `mutation { ${times(1_000, (n) => `a${n}: login(key: "${n}")`)} }`,
    code: 'GRAPHQL_PARSE_FAILED',
  },
  {
    name: 'sec-8 five mutations in one operation',
    query: `mutation { ${times(5, (n) => `a${n}: login(key: "${n}")`)} }`,
    code: FORM,
  },
  {
    name: 'sec-9 a fragment bomb',
    query: `{ ...F0 } ${times(30, (n) => `fragment F${n} on Query { ${n < 29 ? `...F${n + 1} ...F${n + 1}` : 'hello'} }`)}`,
    code: FORM,
  },
  {
    name: 'sec-9 a cyclic fragment',
    query: '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }',
    code: FORM,
  },
  {
    name: 'sec-9 a fragment named __schema',
    query: '{ ...__schema } fragment __schema on Query { hello }',
    code: FORM,
  },
  { name: 'sec-9 a duplicated field', query: `{ ${times(1_500, () => 'hello')} }`, code: FORM },
  {
    name: 'sec-9 10,000 directives',
    query: `{ hello ${'@skip(if: false) '.repeat(10_000 / 4)} }`,
    code: 'GRAPHQL_PARSE_FAILED',
  },
  { name: 'sec-9 too many tokens', query: `{ ${'id '.repeat(15_000)} }`, code: 'GRAPHQL_PARSE_FAILED' },
  { name: 'sec-10 a depth of 50', query: deep(50), code: FORM },
  { name: 'sec-10 a page of a million', query: `{ ${pages('1000000')} }`, code: 'BAD_USER_INPUT' },
  {
    name: 'sec-10 a page of a million by a variable',
    query: `query ($n: Int!) { ${pages('$n')} }`,
    variables: { n: 1_000_000 },
    code: 'BAD_USER_INPUT',
  },
  {
    name: 'sec-10 nested pages',
    query: '{ things(first: 100) { edges { node { things(first: 100) { edges { node { id } } } } } } }',
    code: 'QUERY_TOO_COSTLY',
  },
  { name: 'sec-11 a field that is nearly right', query: '{ helo }', code: FORM },
  { name: 'sec-11 a literal that is nearly right', query: '{ paint(colour: REDD) }', code: FORM },
  {
    name: 'sec-11 a variable that is nearly right',
    query: 'query ($c: Colour) { paint(colour: $c) }',
    variables: { c: 'REDD' },
    code: 'BAD_USER_INPUT',
  },
  { name: 'sec-11 the SDL of a federated service', query: '{ _service { sdl } }', code: FORM },
  { name: 'api-2 a document that is none', query: '{ hello', code: 'GRAPHQL_PARSE_FAILED' },
  {
    name: 'api-2 a document of several operations, none of them named',
    query: 'query A { hello } query B { hello }',
    code: 'OPERATION_RESOLUTION_FAILURE',
  },
];
