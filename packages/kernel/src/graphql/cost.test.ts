import { describe, expect, it } from '@jest/globals';
import { buildSchema, type GraphQLObjectType, parse } from 'graphql';
import { COST, type Cost, costOf } from './cost.js';
import { CodedError } from './errors.js';

const schema = buildSchema(`
  interface Node { id: ID! }
  type Thing implements Node { id: ID!, name: String, parent: Thing, things(first: Int = null, last: Int, after: String): ThingConnection }
  type Gadget implements Node { id: ID!, price: String, things(first: Int): ThingConnection }
  type ThingConnection { edges: [ThingEdge!]!, nodes: [Thing!]!, totalCount: Int }
  type ThingEdge { cursor: String, node: Thing }
  type Query { things(first: Int, last: Int): ThingConnection, node(id: ID): Node, nodes(ids: [ID!]!): [Node]!, report: String }
  type Subscription { thing(id: ID): Thing }
`);
(schema.getQueryType() as GraphQLObjectType).getFields().report!.extensions = { cost: 50 };
(schema.getType('ThingConnection') as GraphQLObjectType).getFields().edges!.extensions = { cost: 0 };

function cost(source: string, variables: Record<string, unknown> = {}, operationName?: string): Cost {
  return costOf(schema, { document: parse(source), operationName, variables });
}

function refusal(source: string, variables: Record<string, unknown> = {}): CodedError {
  try {
    cost(source, variables);
  } catch (error) {
    if (error instanceof CodedError) return error;
  }
  throw new Error(`not refused: ${source}`);
}

describe('the cost of an operation', () => {
  it.each([
    ['a value is free', '{ __typename }', {}, 0],
    ['an object is one', '{ node(id: "1") { id } }', {}, 1],
    ['a field says its own', '{ report }', {}, 50],
    [
      'a page multiplies what is below it',
      '{ things(first: 10) { edges { node { id parent { id } } } } }',
      {},
      21,
    ],
    ['a page without a size has the default', '{ things { edges { node { id } } } }', {}, 21],
    [
      'pages multiply each other',
      '{ things(first: 10) { edges { node { things(last: 5) { edges { node { id } } } } } } }',
      {},
      71,
    ],
    [
      'ids count by their number',
      '{ nodes(ids: ["1", "2", "3"]) { id ... on Thing { parent { id } } } }',
      {},
      4,
    ],
    [
      'the dearest type of an interface counts',
      '{ node(id: 1) { ... on Thing { parent { id } } ... on Gadget { things(first: 9) { nodes { id } } } } }',
      {},
      11,
    ],
    [
      'what is skipped is free',
      'query ($no: Boolean!) { node(id: 1) { id ... on Thing { parent @include(if: $no) { id } } } }',
      { no: false },
      1,
    ],
    ['a subscription costs as its event does', 'subscription { thing(id: 1) { parent { id } } }', {}, 2],
  ])('%s', (_rule, source, variables, requested) => {
    expect(cost(source, variables)).toEqual({ requested, maximum: COST.maximum });
  });

  it('sec-10 is the same for a literal, a variable, a default and a fragment', () => {
    const below = '{ edges { node { things(first: 3) { edges { node { id } } } } } }';
    const literal = cost(`{ things(first: 20) ${below} }`);
    expect(cost(`query ($n: Int) { things(first: $n) ${below} }`, { n: 20 })).toEqual(literal);
    expect(cost(`query ($n: Int = 20) { things(first: $n) ${below} }`)).toEqual(literal);
    expect(cost(`query ($n: Int) { things(first: $n) ${below} }`)).toEqual(literal);
    expect(cost(`{ things ${below} }`)).toEqual(literal);
    expect(
      cost(
        `{ ...Q } fragment Q on Query { things(last: 20) { ...C } } fragment C on ThingConnection ${below}`,
      ),
    ).toEqual(literal);
  });

  it('sec-10 a page above its size is BAD_USER_INPUT and shows the cost, by literal and by variable', () => {
    const literal = refusal('{ things(first: 1000000) { edges { node { id } } } }');
    const variable = refusal('query ($n: Int!) { things(first: $n) { edges { node { id } } } }', {
      n: 1_000_000,
    });
    expect(literal.code).toBe('BAD_USER_INPUT');
    expect(literal.extensions.cost).toEqual({ requested: 1_000_001, maximum: 5_000 });
    expect(variable.extensions).toEqual(literal.extensions);
    expect(variable.message).toBe('A page holds at most 100 records, not 1000000.');
    expect(refusal('{ things(last: 101) { totalCount } }').code).toBe('BAD_USER_INPUT');
    expect(cost('{ things(first: 100) { edges { node { id } } } }').requested).toBe(101);
  });

  it('sec-10 nested pages that are each allowed are QUERY_TOO_COSTLY together', () => {
    const error = refusal(
      '{ things(first: 100) { edges { node { things(first: 100) { edges { node { id } } } } } } }',
    );
    expect(error.code).toBe('QUERY_TOO_COSTLY');
    expect(error.extensions.cost).toEqual({ requested: 10_201, maximum: 5_000 });
    expect(
      refusal('query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Thing { parent { id } } } }', {
        ids: Array(6_000).fill('1'),
      }).code,
    ).toBe('QUERY_TOO_COSTLY');
  });

  it('a negative page makes nothing cheaper', () => {
    expect(cost('{ report things(first: -1000) { edges { node { id } } } }').requested).toBe(51);
  });

  it('only the named operation counts', () => {
    const source = 'query A { report } query B { node(id: 1) { id } }';
    expect(cost(source, {}, 'B').requested).toBe(1);
    expect(() => cost(source)).toThrow(expect.objectContaining({ code: 'OPERATION_RESOLUTION_FAILURE' }));
    expect(() => cost('{ report }', {}, 'C')).toThrow(
      expect.objectContaining({ code: 'OPERATION_RESOLUTION_FAILURE' }),
    );
  });

  it('a variable that does not fit is BAD_USER_INPUT', () => {
    expect(refusal('query ($n: Int!) { things(first: $n) { totalCount } }', { n: 'many' }).code).toBe(
      'BAD_USER_INPUT',
    );
    expect(refusal('query ($n: Int!) { things(first: $n) { totalCount } }').code).toBe('BAD_USER_INPUT');
  });

  it("is remembered by document, and is still each request's own", () => {
    const document = parse(
      `query ($n: Int = 10, $ids: [ID!]!, $deep: Boolean!, $after: String) {
        things(first: $n) { edges { node { id things(after: $after) @include(if: $deep) { edges { node { id } } } } } }
        nodes(ids: $ids) { ... on Thing { parent { id } } }
      }`,
    );
    const of = (variables: Record<string, unknown>) =>
      costOf(schema, { document, operationName: undefined, variables }).requested;
    for (let round = 0; round < 2; round++) {
      expect(of({ ids: [], deep: false })).toBe(12);
      expect(of({ ids: [], deep: false, after: 'x' })).toBe(12);
      expect(of({ ids: [], deep: false, n: 20 })).toBe(22);
      expect(of({ ids: ['1', '2'], deep: false, n: 20 })).toBe(24);
      expect(of({ ids: [], deep: true })).toBe(222);
      expect(() => of({ ids: [], deep: false, n: 101 })).toThrow(
        expect.objectContaining({ code: 'BAD_USER_INPUT' }),
      );
    }
  });
});
