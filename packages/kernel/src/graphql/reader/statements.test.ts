import { describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { AccessRule } from '../../plugin/contract.js';
import type { Column, Shape } from './shape.js';
import { type Filter, type PageRequest, Statements } from './statements.js';
import { type AccessRules, viewerOf } from './viewer.js';

const column = (property: string, kind: Column['kind'] = 'text'): Column => ({
  ...{
    property,
    column: property,
    convert: null,
    target: null,
    isSealed: false,
    nullable: false,
    gives: null,
    values: null,
    comparedAs: kind === 'number' ? 'bigint' : 'text',
    kind,
  },
});
const columns = [
  column('id', 'id'),
  column('state'),
  column('kind'),
  column('owner', 'id'),
  column('at', 'instant'),
];
class Thing {}
const shape: Shape = {
  ...{ entity: Thing, typeName: 'Thing', tag: 'thing', table: 'test_thing' },
  columns: new Map(columns.map((one) => [one.property, one])),
  indexes: [
    ['at', 'id'],
    ['state', 'at', 'id'],
    ['owner', 'state', 'at', 'id'],
  ],
};
const actor = { kind: 'staff', id: null, permissions: new Set<string>(), attributes: {}, expiresAt: null };

interface Asked {
  readonly by?: string | null;
  readonly filters?: ReadonlyArray<[string, Filter['test'], known?: readonly string[]]>;
}

function nameOf(
  { by = null, filters = [] }: Asked,
  rule: AccessRule<Record<string, unknown>> = { read: () => true },
  what: 'page' | 'count' = 'page',
): string | undefined {
  const rules: AccessRules = { shape: () => shape, rule: () => rule };
  const request: PageRequest = {
    ...{ list: 'things', shape, properties: ['id'], descending: true, after: false, where: null },
    positions: false,
    by: by === null ? null : shape.columns.get(by)!,
    order: shape.columns.get('at')!,
    filters: filters.map(([property, test, known = null]) => ({
      column: shape.columns.get(property)!,
      test,
      isOne: test === 'is',
      known,
    })),
  };
  return new Statements(rules)[what](viewerOf({ ...actor }, rules), 'staff', request).name;
}

describe('a page is read with a plan that is made', () => {
  test.each<[string, Asked]>([
    ['without criteria', {}],
    ['with one that an index has before the order', { filters: [['state', 'is']] }],
    ['with an end of the order itself', { filters: [['at', 'from']] }],
    [
      'of one and the ends of the order',
      {
        filters: [
          ['state', 'is'],
          ['at', 'from'],
          ['at', 'before'],
        ],
      },
    ],
    ['for the parents of a nested list, which nobody knows', { by: 'kind' }],
    ['for parents and a criterion in one index', { by: 'owner', filters: [['state', 'is']] }],
    [
      'with several values of an enum, which stand in the statement',
      { filters: [['kind', 'in', ['A', 'B']]] },
    ],
    ['for parents and a value of an enum', { by: 'owner', filters: [['kind', 'in', ['A']]] }],
  ])('once %s', (_, asked) => {
    expect(nameOf(asked)).toMatch(/^[\w-]{32}$/);
  });

  test.each<[string, Asked]>([
    ['with one that no index has before the order', { filters: [['kind', 'is']] }],
    [
      'with two that stand in no index together',
      {
        filters: [
          ['state', 'is'],
          ['kind', 'is'],
        ],
      },
    ],
    ['with several values of one', { filters: [['state', 'in']] }],
    [
      'with a value of an enum and one that is not known',
      {
        filters: [
          ['kind', 'in', ['A']],
          ['owner', 'is'],
        ],
      },
    ],
    ['for parents and a criterion that no index has together', { by: 'owner', filters: [['kind', 'is']] }],
  ])('each time %s', (_, asked) => {
    expect(nameOf(asked)).toBeUndefined();
  });

  test('each time for a viewer whose own values are in its row rule, but not of nested lists', () => {
    const own: AccessRule<Record<string, unknown>> = {
      read: (viewer, row) => sql`${row['owner']} = ${viewer.id}`,
    };
    expect(nameOf({}, own)).toBeUndefined();
    expect(nameOf({ by: 'owner' }, own)).toBeDefined();
    const all: AccessRule<Record<string, unknown>> = { read: (_, row) => sql`${row['state']} <> 'gone'` };
    expect(nameOf({}, all)).toBeDefined();
  });

  test('each time that a filter is counted by, since how much is read lies in its values', () => {
    const filters: Asked['filters'] = [['at', 'from']];
    expect(nameOf({ filters })).toBeDefined();
    expect(nameOf({ filters }, undefined, 'count')).toBeUndefined();
    expect(nameOf({}, undefined, 'count')).toBeDefined();
  });
});
