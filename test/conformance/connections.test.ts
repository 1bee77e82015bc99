import type { Client } from '@candor/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type GraphQLEnumType, getNamedType, isInputObjectType } from 'graphql';
import { fieldsOf, isRoot, type Place } from '../security/positions.js';
import { WORLD_TAKES, World } from '../security/world.js';

interface Page {
  readonly edges: ReadonlyArray<{ cursor: string; node: { id: string } }>;
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  readonly totalCount: number;
}

/** A list field, and the record that it hangs on where it is not a root field. */
interface List extends Place {
  readonly parent: string | null;
}

let world: World;
let client: Client;
let lists: readonly List[];

beforeAll(async () => {
  world = await World.create();
  ({ client } = world.everything);
  lists = fieldsOf(world.schema)
    .filter(({ field }) => getNamedType(field.type).name.endsWith('Connection'))
    // What hangs on records of a plugin, or leads to them, is there only where its own tests make them.
    .filter(
      ({ type, field }) =>
        (isRoot(type) || world.records.has(type.name)) && world.records.has(elementOf(field)),
    )
    .map(({ type, field }) => ({
      type,
      field,
      parent: isRoot(type) ? null : parentOf(type.name, field.name),
    }));
  lists = await Promise.all(lists.map(whereSomethingIs));
}, WORLD_TAKES);
afterAll(() => world?.close());

/** Of whom a list is asked: persons act for a company, everything else hangs on the main record. */
function parentOf(typeName: string, list: string): string {
  return world.record(typeName === 'Customer' && list === 'members' ? 'Company' : typeName);
}

/** The list of the main record, or else of another one that has something in it. */
async function whereSomethingIs(list: List): Promise<List> {
  const ids = list.parent === null ? [] : (world.records.get(list.type.name) ?? []);
  for (const parent of [list.parent, ...ids].slice(0, 30)) {
    if ((await pageOf({ ...list, parent }, 'first: 1')).edges.length > 0) return { ...list, parent };
  }
  return list;
}

/** The type of the records in a list. */
function elementOf(field: Place['field']): string {
  return getNamedType(field.type).name.replace(/Connection$/, '');
}

const nameOf = ({ type, field }: Place) => `${type.name}.${field.name}`;

async function ask(
  { type, field, parent }: List,
  args: string,
): Promise<{ page: Page | null; code: unknown }> {
  const asked = `${field.name}${args ? `(${args})` : ''} {
    edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount }`;
  const query = parent ? `{ node(id: "${parent}") { ... on ${type.name} { ${asked} } } }` : `{ ${asked} }`;
  const { data, errors } = await client.run(query);
  const holder = parent ? data?.node : data;
  return { page: holder?.[field.name] ?? null, code: errors?.[0]?.extensions['code'] };
}

async function pageOf(list: List, args = ''): Promise<Page> {
  const { page, code } = await ask(list, args);
  if (!page) throw new Error(`${nameOf(list)}(${args}) is refused: ${code}`);
  return page;
}

/** All orders that a list offers, as the argument. */
function orders({ field }: Place): string[] {
  const input = getNamedType(field.args.find(({ name }) => name === 'orderBy')!.type);
  if (!isInputObjectType(input)) throw new Error(`${field.name} has no order`);
  const names = (getNamedType(input.getFields()['field']!.type) as GraphQLEnumType).getValues();
  return names.flatMap(({ name }) =>
    ['ASC', 'DESC'].map((way) => `orderBy: { field: ${name}, direction: ${way} }`),
  );
}

/** Walks a whole list, so many records a page. */
async function walk(list: List, order: string, way: 'forward' | 'backward', size: number): Promise<string[]> {
  const seen: string[] = [];
  let cursor: string | null = null;
  for (let turns = 0; turns < 200; turns++) {
    const [end, from]: [string, string] = way === 'forward' ? ['first', 'after'] : ['last', 'before'];
    const at = cursor === null ? '' : `, ${from}: "${cursor}"`;
    const { edges, pageInfo }: Page = await pageOf(list, `${end}: ${size}${at}, ${order}`);
    expect(pageInfo.startCursor).toBe(edges[0]?.cursor ?? null);
    expect(pageInfo.endCursor).toBe(edges.at(-1)?.cursor ?? null);
    expect(way === 'forward' ? pageInfo.hasPreviousPage : pageInfo.hasNextPage).toBe(cursor !== null);
    const ids = edges.map(({ node }) => node.id);
    seen.push(...(way === 'forward' ? ids : ids.toReversed()));
    const more = way === 'forward' ? pageInfo.hasNextPage : pageInfo.hasPreviousPage;
    if (!more) return seen;
    cursor = (way === 'forward' ? pageInfo.endCursor : pageInfo.startCursor)!;
  }
  throw new Error(`${nameOf(list)} has no end`);
}

describe('every list', () => {
  test('api-5 has the shape of a Relay connection', () => {
    for (const { field } of lists) {
      const args = Object.fromEntries(field.args.map(({ name, type }) => [name, String(type)]));
      expect(args).toMatchObject({ first: 'Int', last: 'Int', after: 'String', before: 'String' });
      const node = getNamedType(field.type).name.replace(/Connection$/, '');
      const shape = (name: string) => {
        const type = world.schema.getType(name) as unknown as {
          getFields(): Record<string, { type: unknown }>;
        };
        return Object.fromEntries(
          Object.entries(type.getFields()).map(([key, one]) => [key, String(one.type)]),
        );
      };
      expect(shape(`${node}Connection`)).toEqual({
        edges: `[${node}Edge!]!`,
        pageInfo: 'PageInfo!',
        totalCount: 'Int!',
      });
      expect(shape(`${node}Edge`)).toEqual({ node: `${node}!`, cursor: 'String!' });
      expect(shape('PageInfo')).toEqual({
        hasNextPage: 'Boolean!',
        hasPreviousPage: 'Boolean!',
        startCursor: 'String',
        endCursor: 'String',
      });
    }
    expect(lists.length).toBeGreaterThan(20);
  });

  test('api-5 holds something here, so that what follows proves anything', async () => {
    const empty: string[] = [];
    for (const list of lists) if ((await pageOf(list)).totalCount === 0) empty.push(nameOf(list));
    expect(empty).toEqual([]);
  });

  test('api-5 is the same walked forwards, backwards and at once, in each of its orders', async () => {
    for (const list of lists) {
      for (const order of orders(list)) {
        const { totalCount } = await pageOf(list, 'first: 0');
        const ids = await walk(list, order, 'forward', 100);
        // One by one as long as that is no long way.
        const size = totalCount > 40 ? 7 : 1;
        const [forwards, backwards] = await Promise.all([
          walk(list, order, 'forward', size),
          walk(list, order, 'backward', size),
        ]);
        expect({ [nameOf(list)]: forwards }).toEqual({ [nameOf(list)]: ids });
        expect({ [nameOf(list)]: backwards }).toEqual({ [nameOf(list)]: ids.toReversed() });
        expect(new Set(ids).size).toBe(totalCount);
      }
    }
  }, 60_000);

  test('api-5 refuses both ends at once, a cursor of the wrong end and a negative size', async () => {
    const wrong = ['first: 1, last: 1', 'first: -1', 'last: -1'];
    for (const list of lists) {
      const { edges } = await pageOf(list, 'first: 1');
      const [{ cursor } = { cursor: '' }] = edges;
      for (const args of [...wrong, `first: 1, before: "${cursor}"`, `last: 1, after: "${cursor}"`]) {
        expect([nameOf(list), args, (await ask(list, args)).code]).toEqual([
          nameOf(list),
          args,
          'BAD_USER_INPUT',
        ]);
      }
    }
  });

  test('api-7 has 20 records a page unless asked, at most 100, and refuses more', async () => {
    for (const list of lists) {
      expect((await pageOf(list, 'first: 0')).edges).toEqual([]);
      await pageOf(list, 'first: 100');
      await pageOf(list, 'last: 100');
      for (const args of ['first: 101', 'last: 101', 'first: 2147483647']) {
        expect([nameOf(list), args, (await ask(list, args)).code]).toEqual([
          nameOf(list),
          args,
          'BAD_USER_INPUT',
        ]);
      }
    }
  });

  test('api-6 takes no cursor but its own, and none that was changed', async () => {
    for (const [index, list] of lists.entries()) {
      const [order] = orders(list);
      const [edge] = (await pageOf(list, `first: 1, ${order}`)).edges;
      const { cursor } = edge!;
      expect((await ask(list, `first: 1, after: "${cursor}", ${order}`)).code).toBeUndefined();
      const another = lists[(index + 1) % lists.length]!;
      const foreign = (await pageOf(another, `first: 1, ${orders(another)[0]}`)).edges[0]!.cursor;
      const reversed = orders(list)[1];
      const wrong = ['', 'x', 'bm9wZQ', `${cursor}A`, cursor.slice(0, -1), foreign, ...changed(cursor)];
      const tried = wrong.filter((text) => text !== cursor);
      const codes = await Promise.all(
        tried.map(async (one) => (await ask(list, `first: 1, after: "${one}", ${order}`)).code),
      );
      expect([nameOf(list), tried.filter((_, at) => codes[at] !== 'BAD_USER_INPUT')]).toEqual([
        nameOf(list),
        [],
      ]);
      expect((await ask(list, `first: 1, after: "${cursor}", ${reversed}`)).code).toBe('BAD_USER_INPUT');
    }
  }, 60_000);
});

/** The cursor with one of its letters changed, at every few places, and with each part of what is in it replaced. */
function changed(cursor: string): string[] {
  const letters = Array.from({ length: 12 }, (_, n) => Math.floor((n * cursor.length) / 12));
  const swapped = letters.map((at) => {
    const other = cursor[at] === 'A' ? 'B' : 'A';
    return `${cursor.slice(0, at)}${other}${cursor.slice(at + 1)}`;
  });
  const bytes = Buffer.from(cursor, 'base64url');
  const [check, content] = [bytes.subarray(0, 4), JSON.parse(bytes.subarray(4).toString()) as unknown[]];
  const replaced = content.flatMap((_, at) =>
    ['', 'x', "' or 1=1", null, 7, '2026-13-45', {}].map((value) => {
      const text = Buffer.from(JSON.stringify(content.with(at, value)));
      return Buffer.concat([check, text]).toString('base64url');
    }),
  );
  return [...swapped, ...replaced];
}
