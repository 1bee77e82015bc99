import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  buildSchema,
  type ExecutionResult,
  type GraphQLEnumType,
  type GraphQLScalarType,
  parse,
} from 'graphql';
import type { KernelContext } from './context.js';
import { Executor } from './executor.js';

const schema = buildSchema(`
  enum Colour { RED GREEN }
  scalar Instant
  input Paint { colour: Colour! = RED, at: Instant, coats: [Int!], note: String }
  type Query { told(paint: Paint, colour: Colour, at: Instant, ids: [ID!]): String }
`);
// Values that are not what they are called, and a scalar that cannot be parsed twice.
const [red, green] = (schema.getType('Colour') as GraphQLEnumType).getValues();
Object.assign(red!, { value: { rgb: 'ff0000' } });
Object.assign(green!, { value: { rgb: '00ff00' } });
Object.assign(schema.getType('Instant') as GraphQLScalarType, {
  parseValue: (value: unknown) => {
    if (typeof value !== 'string') throw new Error('no text');
    return { instant: Date.parse(value) };
  },
  parseLiteral: ({ value }: { value: string }) => ({ instant: Date.parse(value) }),
});
schema.getQueryType()!.getFields()['told']!.resolve = (_, args) => JSON.stringify(args);

const executor = new Executor(schema);
const AT = '2026-11-21T09:30:00Z';

function both(query: string, variables: Record<string, unknown>): ExecutionResult[] {
  const run = { document: parse(query), operationName: undefined, variables, context: {} as KernelContext };
  return [executor.run(run), executor.interpret(run)] as ExecutionResult[];
}

describe('the compiled executor', () => {
  test.each<[string, string, Record<string, unknown>]>([
    ['an enum', 'query($c: Colour) { told(colour: $c) }', { c: 'GREEN' }],
    ['an enum that is null', 'query($c: Colour) { told(colour: $c) }', { c: null }],
    ['an enum that is not sent', 'query($c: Colour) { told(colour: $c) }', {}],
    ['an enum by default', 'query($c: Colour = GREEN) { told(colour: $c) }', {}],
    ['a scalar', 'query($at: Instant) { told(at: $at) }', { at: AT }],
    ['a scalar by default', `query($at: Instant = "${AT}") { told(at: $at) }`, {}],
    ['an object without what has a default', 'query($p: Paint) { told(paint: $p) }', { p: {} }],
    [
      'an object with all',
      'query($p: Paint) { told(paint: $p) }',
      { p: { colour: 'GREEN', at: AT, coats: [1, 2], note: null } },
    ],
    [
      'an object with one in the place of a list',
      'query($p: Paint) { told(paint: $p) }',
      { p: { coats: 1 } },
    ],
    ['an object by default', 'query($p: Paint = { coats: 3 }) { told(paint: $p) }', {}],
    ['one in the place of a list', 'query($ids: [ID!]) { told(ids: $ids) }', { ids: 7 }],
    ['a variable in an object that is not sent', 'query($n: String) { told(paint: { note: $n }) }', {}],
    ['a variable in a list', 'query($i: Int!) { told(paint: { coats: [1, $i] }) }', { i: 2 }],
    [
      'variables in objects, under other names and in fragments',
      `query($c: Colour, $n: String) { one: told(paint: { colour: $c }) ...Other }
       fragment Other on Query { two: told(paint: { note: $n, at: "${AT}" }, colour: $c) }`,
      { c: 'GREEN', n: null },
    ],
    [
      'a variable in an object of a field that is left out',
      'query($n: String, $no: Boolean!) { told(paint: { note: $n }) @include(if: $no) other: told }',
      { n: 'x', no: false },
    ],
    ['a variable in an object of a default', 'query($c: Colour) { told(paint: { colour: $c }) }', {}],
  ])('takes %s as graphql-js does', (_, query, variables) => {
    const [compiled, interpreted] = both(query, variables);
    expect(interpreted!.errors).toBeUndefined();
    expect(JSON.parse(JSON.stringify(compiled))).toEqual(JSON.parse(JSON.stringify(interpreted)));
  });

  test('says what graphql-js says of a value that does not fit into an object', () => {
    const query = 'query($c: Colour = GREEN) { told(paint: { colour: $c }) other: told }';
    const [compiled, interpreted] = both(query, { c: null });
    expect(interpreted!.errors).toHaveLength(1);
    expect(JSON.parse(JSON.stringify(compiled))).toEqual(JSON.parse(JSON.stringify(interpreted)));
  });

  test('takes one of several operations, each with its own variables', () => {
    const document = parse(
      `query A($n: String!) { told(paint: { note: $n }) } query B($c: Colour!) { told(paint: { colour: $c }) }`,
    );
    for (const [operationName, variables] of [
      ['A', { n: 'x' }],
      ['B', { c: 'GREEN' }],
    ] as const) {
      const run = { document, operationName, variables, context: {} as KernelContext };
      expect(JSON.stringify(executor.run(run))).toBe(JSON.stringify(executor.interpret(run)));
    }
  });

  test('leaves variables that do not fit to graphql-js', () => {
    const [compiled, interpreted] = both('query($c: Colour!) { told(colour: $c) }', { c: 'BLUE' });
    expect(compiled!.errors?.[0]?.message).toBe(interpreted!.errors?.[0]?.message);
    expect(compiled!.errors).toHaveLength(1);
  });
});

/** Selections of friends of friends, in fragments of all kinds, with conditions on everything. */
const { selection } = fc.letrec<{ selection: string; part: string }>((tie) => {
  const condition = fc.oneof(
    { arbitrary: fc.constant(''), weight: 3 },
    ...['@include(if: $x)', '@skip(if: $x)', '@include(if: $y)', '@skip(if: true)', '@include(if: true)'].map(
      (one) => fc.constant(one),
    ),
  );
  return {
    part: fc.oneof(
      { maxDepth: 4 },
      fc.tuple(fc.constantFrom('id', 'name', '...F', '...G'), condition).map((words) => words.join(' ')),
      fc
        .tuple(fc.constantFrom('friend', 'other', '... on Person', '...'), condition, tie('selection'))
        .map((words) => words.join(' ')),
    ),
    selection: fc.array(tie('part'), { minLength: 1, maxLength: 3 }).map((parts) => `{ ${parts.join(' ')} }`),
  };
});
const ofFragment = selection.map((text) => text.replaceAll(/\.\.\.[FG]/g, 'name'));

test('includes and skips what graphql-js includes and skips, wherever the conditions stand', () => {
  const people = buildSchema(
    'type Person { id: ID, name: String, friend: Person, other: Person } type Query { one: Person }',
  );
  const person = (depth: number, id = '1'): object => ({
    id,
    name: `name of ${id}`,
    friend: depth > 0 ? person(depth - 1, `${id}f`) : null,
    other: depth > 0 ? person(depth - 1, `${id}o`) : null,
  });
  const rootValue = { one: person(7) };
  const compiling = new Executor(people);
  fc.assert(
    fc.property(selection, selection, ofFragment, ofFragment, (a, b, f, g) => {
      const document = parse(
        `query($x: Boolean!, $y: Boolean = true) { a: one ${a} b: one @skip(if: $x) ${b} c: one { ...F ...G } }
         fragment F on Person ${f} fragment G on Person ${g}`,
      );
      for (const x of [true, false]) {
        for (const y of [true, false]) {
          const variables = { x, y };
          const run = {
            document,
            operationName: undefined,
            variables,
            context: {} as KernelContext,
            rootValue,
          };
          expect(JSON.stringify(compiling.run(run))).toBe(JSON.stringify(compiling.interpret(run)));
        }
      }
    }),
    { numRuns: 300 },
  );
});
