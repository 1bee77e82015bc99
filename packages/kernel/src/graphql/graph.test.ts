import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ExecutionResult, parse } from 'graphql';
import { idOf, uuidOf } from '../database/ids.js';
import { migrate } from '../database/migrations.js';
import { type TestDatabase, testDatabase } from '../database/test-database.js';
import { type Transactions, transaction } from '../database/transaction.js';
import { type Actor, ANONYMOUS, SYSTEM } from '../identity/actor.js';
import type { Services } from '../plugin/contract.js';
import { Registry } from '../plugin/registry.js';
import { buildGraph, type Graph } from './build.js';
import type { KernelContext } from './context.js';
import { Author, Note, notes } from './fixtures/notes-plugin.js';
import { Loaders } from './loaders.js';
import { graphqlMigrations } from './migrations.js';

let base: TestDatabase;
let graph: Graph;
let transactions: Transactions;
let statements: string[];
let values: Array<readonly unknown[]>;
const ids: { ada?: string; ben?: string } = {};

beforeAll(async () => {
  const registry = new Registry([notes], () => undefined);
  base = await testDatabase({ entities: [...registry.entities.keys()] });
  await migrate(base.database, [{ plugin: 'kernel', migrations: graphqlMigrations }, ...registry.ledgers]);
  transactions = {
    database: base.database,
    now: () => new Date('2026-11-21T10:00:00.000Z'),
    report: () => undefined,
    seams: { find: (...args) => graph.find(...args) } as Transactions['seams'],
  };
  graph = buildGraph(registry, base.database, transactions, {
    openMany: async (items) => items.map(() => null),
  });
  const { query } = base.database.pool;
  base.database.pool.query = ((...args: [{ text: string; values?: unknown[] }]) => {
    statements.push(args[0].text);
    values.push(args[0].values ?? []);
    return query.apply(base.database.pool, args as never);
  }) as never;
  statements = [];
  values = [];
  await transaction(transactions, { actor: SYSTEM, requestId: 'seed', origin: 'live' }, async (tx) => {
    const ada = tx.em.create(Author, { name: 'ada', passport: 'P1' }, { partial: true });
    const ben = tx.em.create(Author, { name: 'ben' }, { partial: true });
    for (let i = 0; i < 7; i++)
      tx.em.create(Note, { author: i < 5 ? ada : ben, text: `note ${i}`, rank: i }, { partial: true });
    Object.assign(ids, { ada: ada.id, ben: ben.id });
  });
});

afterAll(() => base.close());

const staff: Actor = {
  kind: 'staff',
  id: null,
  permissions: new Set(['notes:read', 'notes:write']),
  attributes: {},
  expiresAt: null,
};
const author = (): Actor => ({
  kind: 'author',
  id: ids.ben!,
  permissions: new Set(),
  attributes: {},
  expiresAt: null,
});

async function run(
  source: string,
  actor: Actor = staff,
  variables: Record<string, unknown> = {},
  key?: string,
  by: 'run' | 'interpret' = 'run',
): Promise<ExecutionResult> {
  statements = [];
  values = [];
  const both = {
    document: parse(source),
    operationName: undefined,
    variables,
    context: contextOf(actor, key),
  };
  return JSON.parse(JSON.stringify(await graph.executor[by](both))) as ExecutionResult;
}

const contextOf = (actor: Actor, idempotencyKey?: string): KernelContext =>
  ({
    actor,
    locale: 'en',
    requestId: 'r',
    idempotencyKey,
    services: {} as Services,
    loaders: new Loaders(graph.reader, { actor, locale: 'en' }),
  }) as unknown as KernelContext;

type Any = Record<string, never>;

describe('the reader', () => {
  test('reads a list, its references and its nested lists with one statement a level', async () => {
    const { data, errors } =
      await run(`{ notes(first: 3, orderBy: { field: RANK }) { edges { node { rank author { name mood initial(upper: true)
      notes(first: 2, orderBy: { field: RANK, direction: ASC }) { totalCount edges { node { text } } } } } } pageInfo { hasNextPage } totalCount } }`);
    expect(errors).toBeUndefined();
    const nodes = (data as Any)!['notes']!['edges'] as unknown as Array<{
      node: { rank: number; author: { name: string } };
    }>;
    expect(nodes.map(({ node }) => [node.rank, node.author.name])).toEqual([
      [6, 'ben'],
      [5, 'ben'],
      [4, 'ada'],
    ]);
    expect(nodes[2]).toEqual({
      node: {
        rank: 4,
        author: {
          name: 'ada',
          mood: 'CALM',
          initial: 'A',
          notes: { totalCount: 5, edges: [{ node: { text: 'note 0' } }, { node: { text: 'note 1' } }] },
        },
      },
    });
    expect((data as Any)!['notes']).toMatchObject({ totalCount: 7, pageInfo: { hasNextPage: true } });
    expect(statements).toHaveLength(5);
  });

  test.each<[string, string, unknown[]]>([
    ['no record beyond the page', 'edges { node { rank } }', [2]],
    ['one more where it is asked whether the list goes on', 'pageInfo { hasNextPage }', [3]],
    ['nothing below that one', 'edges { node { author { name } } } pageInfo { hasPreviousPage }', [3, 'ben']],
    ['no page where only the number is asked', 'totalCount', [undefined]],
    [
      'no pages below where only the numbers are asked',
      'edges { node { author { notes { totalCount } } } }',
      [2, 'ben', '{ben}'],
    ],
  ])('reads of a list %s', async (_, selection, last) => {
    const { errors } = await run(`{ notes(first: 2, orderBy: { field: RANK }) { ${selection} } }`);
    expect(errors).toBeUndefined();
    const ben = uuidOf('author', ids.ben!)!;
    const named = (value: unknown) => (typeof value === 'string' ? value.replace(ben, 'ben') : value);
    expect(values.map((all) => named(all.at(-1)))).toEqual(last);
  });

  test('walks a whole list forwards and backwards without a record twice or left out', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const { data }: ExecutionResult = await run(
        `query($after: String) { notes(first: 2, after: $after) { edges { node { id } } pageInfo { endCursor hasNextPage } } }`,
        staff,
        { after },
      );
      const { edges, pageInfo } = (data as Any)!['notes']! as unknown as {
        edges: Array<{ node: { id: string } }>;
        pageInfo: { endCursor: string; hasNextPage: boolean };
      };
      seen.push(...edges.map(({ node }) => node.id));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after !== null);
    expect(new Set(seen).size).toBe(7);
    const { data } = await run('{ notes(last: 2) { edges { node { id } } pageInfo { hasPreviousPage } } }');
    expect((data as Any)!['notes']!['edges']).toEqual(seen.slice(-2).map((id) => ({ node: { id } })));
  });

  test.each([
    ['state', '{ state: { in: [DRAFT] } }', 7],
    ['state, none of', '{ state: { notIn: [DRAFT] } }', 0],
    ['number', '{ rank: { from: 5 } }', 2],
    ['instant', '{ createdAt: { before: "2026-11-21T10:00:00Z" } }', 0],
    ['text', '{ text: { in: ["note 1", "x"] } }', 1],
    ['a foreign id', '{ author: { in: ["note_00000000000000000000000000", "nonsense"] } }', 0],
  ])('filters by %s', async (_, filter, count) => {
    const { data, errors } = await run(`{ notes(filter: ${filter}) { totalCount } }`);
    expect(errors).toBeUndefined();
    expect(data).toEqual({ notes: { totalCount: count } });
  });

  test('shows every viewer only the rows of their rule, on every path', async () => {
    const all = (await run('{ notes { edges { node { id author { id } } } } }')).data as unknown as {
      notes: { edges: Array<{ node: { id: string; author: { id: string } } }> };
    };
    const [foreign] = all.notes.edges.filter(({ node }) => node.author.id === ids.ada);
    const { data } = await run(
      `query($id: ID!, $ids: [ID!]!) { node(id: $id) { id } nodes(ids: $ids) { id } notes { totalCount } authors { edges { node { name notes { totalCount } } } } }`,
      author(),
      { id: foreign!.node.id, ids: [foreign!.node.id, ids.ben] },
    );
    expect(data).toMatchObject({
      node: null,
      nodes: [null, { id: ids.ben }],
      notes: { totalCount: 2 },
      authors: { edges: expect.arrayContaining([{ node: { name: 'ada', notes: { totalCount: 0 } } }]) },
    });
    expect((await run('{ notes { totalCount } }', ANONYMOUS)).data).toEqual({ notes: { totalCount: 0 } });
  });

  test('leaves out of a list of records what the viewer does not see', async () => {
    const all = (await run('{ notes { edges { node { id author { id } } } } }')).data as Any;
    const edges = all!['notes']!['edges'] as unknown as Array<{
      node: { id: string; author: { id: string } };
    }>;
    const asked = ['nonsense', ...edges.map(({ node }) => node.id)];
    const own = edges.filter(({ node }) => node.author.id === ids.ben).map(({ node }) => ({ id: node.id }));
    const { data, errors } = await run('query($ids: [ID!]!) { notesOf(ids: $ids) { id } }', author(), {
      ids: asked,
    });
    expect([data, errors]).toEqual([{ notesOf: own }, undefined]);
    expect(own.length).toBeLessThan(edges.length);
  });

  test('answers a hidden field with null and refuses to filter by it', async () => {
    const query = '{ authors { edges { node { name passport } } } }';
    const may: Actor = { ...staff, permissions: new Set(['notes:passport']) };
    expect(JSON.stringify((await run(query, may)).data)).toContain('P1');
    expect(JSON.stringify((await run(query)).data)).not.toContain('P1');
    const { errors } = await run('{ authors(filter: { passport: { in: ["P1"] } }) { totalCount } }');
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
  });

  test.each([
    ['both ends', '{ notes(first: 1, last: 1) { totalCount } }', /not for both/],
    ['too many', '{ notes(first: 101) { totalCount } }', /between 0 and 100/],
    ['a negative number', '{ notes(first: -1) { totalCount } }', /between 0 and 100/],
    ['a made-up cursor', '{ notes(after: "bm9wZQ") { totalCount } }', /not a cursor/],
  ])('refuses %s as BAD_USER_INPUT', async (_, query, message) => {
    const { errors } = await run(query);
    expect(errors?.[0]).toMatchObject({
      message: expect.stringMatching(message),
      extensions: { code: 'BAD_USER_INPUT' },
    });
  });
});

describe('what is asked below records', () => {
  const OF_AUTHOR = 'orderBy: { field: RANK, direction: ASC }';

  test.each<[string, number, string, Record<string, unknown>?]>([
    [
      'a record under two names',
      3,
      `{ notes { edges { node { a: author { name } b: author { id notes(first: 1, ${OF_AUTHOR}) { edges { node { text } } } } } } } }`,
    ],
    [
      'a fragment that is spread twice, with a list in it',
      3,
      `{ notes { edges { node { author { ...F ... on Author { ...F notes(first: 2) { pageInfo { hasNextPage } } } } } } } }
       fragment F on Author { name notes(first: 2) { edges { node { rank } } } }`,
    ],
    [
      'a list under two names with arguments of their own',
      4,
      `query($n: Int!) { authors { edges { node {
         one: notes(first: $n) { edges { node { rank } } }
         all: notes(orderBy: { field: RANK, direction: ASC }) { edges { cursor node { rank author { name } } } } } } } }`,
      { n: 1 },
    ],
    [
      'lists below lists below records',
      5,
      `{ notes(first: 2) { edges { node { author { notes(first: 1) { edges { node { author { notes(last: 2) { edges { node { rank } } } } } } } } } } } }`,
    ],
    [
      'a list that is left out',
      1,
      '{ authors { edges { node { name notes @include(if: false) { totalCount } } } } }',
    ],
    [
      'records by their ids, with what hangs on them',
      3,
      'query($ids: [ID!]!) { notesOf(ids: $ids) { rank author { name notes(first: 1) { edges { node { id } } } } } }',
    ],
    [
      'the needs of a plugin beside the record itself',
      2,
      '{ notes(first: 3) { edges { node { byline author { name } } } } }',
    ],
  ])('is read with one statement a level: %s', async (_, count, query, variables = {}) => {
    const all = (await run('{ notes { edges { node { id } } } }')).data as Any;
    const edges = all!['notes']!['edges'] as unknown as Array<{ node: { id: string } }>;
    const values = { ids: edges.map(({ node }) => node.id), ...variables };
    const compiled = await run(query, staff, values);
    expect([compiled.errors, statements.length]).toEqual([undefined, count]);
    const interpreted = await run(query, staff, values, undefined, 'interpret');
    expect(compiled).toEqual(interpreted);
  });

  test.each<[string, readonly [number, number], number]>([
    ['equal arguments share their pages', [2, 2], 3],
    ['arguments of their own get pages of their own', [1, 3], 4],
  ])('is read together by executions that share a context: %s', async (_, sizes, count) => {
    const document = parse(`query($ids: [ID!]!, $n: Int!) {
      notesOf(ids: $ids) { rank author { name notes(first: $n, ${OF_AUTHOR}) { edges { node { rank } } } } } }`);
    const rows = await base.database.query<{ id: string }>('select id from notes_note order by rank');
    const [ofAda, ofBen] = [rows[0]!, rows[6]!].map(({ id }) => idOf('note', id));
    const asked = [ofAda, ofBen].map((id, at) => ({ ids: [id], n: sizes[at]! }));
    const context = contextOf(staff);
    statements = [];
    const answers = await Promise.all(
      asked.map((variables) =>
        graph.executor.run({ document, operationName: undefined, variables, context }),
      ),
    );
    expect(statements).toHaveLength(count);
    const ranks = { ada: [0, 1, 2, 3, 4], ben: [5, 6] };
    const edges = (all: number[], size: number) => all.slice(0, size).map((rank) => ({ node: { rank } }));
    expect(JSON.parse(JSON.stringify(answers))).toEqual([
      {
        data: {
          notesOf: [{ rank: 0, author: { name: 'ada', notes: { edges: edges(ranks.ada, sizes[0]) } } }],
        },
      },
      {
        data: {
          notesOf: [{ rank: 6, author: { name: 'ben', notes: { edges: edges(ranks.ben, sizes[1]) } } }],
        },
      },
    ]);
  });

  test('fails by itself where it cannot be asked for, or cannot be read', async () => {
    const refused = await run('{ authors { edges { node { name notes(first: -1) { totalCount } } } } }');
    expect(refused.errors?.map(({ path }) => path)).toContainEqual(['authors', 'edges', 0, 'node', 'notes']);
    const { query } = base.database.pool;
    base.database.pool.query = ((...args: [{ text: string }]) =>
      args[0].text.includes('"notes_author"')
        ? Promise.reject(new Error('no authors today'))
        : query.apply(base.database.pool, args as never)) as never;
    for (const by of ['run', 'interpret'] as const) {
      const { data, errors } = await run(
        '{ notes(first: 2, orderBy: { field: RANK }) { edges { node { rank author { name } } } } }',
        staff,
        {},
        undefined,
        by,
      );
      expect(data).toEqual({
        notes: { edges: [6, 5].map((rank) => ({ node: { rank, author: null } })) },
      });
      expect(errors).toHaveLength(2);
    }
    base.database.pool.query = query;
  });

  test('is an error where an enum has not any more what is stored', async () => {
    const [id] = await base.database.query<{ id: string }>(
      `update notes_note set state = 'GONE' where rank = 6 returning id`,
      [],
    );
    expect(id).toBeDefined();
    for (const by of ['run', 'interpret'] as const) {
      const query =
        '{ fine: notes { totalCount } notes(last: 1, orderBy: { field: RANK, direction: ASC }) { edges { node { rank state } } } }';
      const { data, errors } = await run(query, staff, {}, undefined, by);
      expect(data).toEqual({ fine: { totalCount: 7 }, notes: null });
      expect(errors?.map(({ path }) => path)).toEqual([['notes', 'edges', 0, 'node', 'state']]);
    }
    await base.database.query(`update notes_note set state = 'DRAFT' where rank = 6`, []);
  });
});

describe('a mutation', () => {
  const write =
    'mutation($input: WriteNoteInput!) { writeNote(input: $input) { note { id text version author { name } } userErrors { code field message } } }';
  const change =
    'mutation($input: ChangeNoteInput!) { changeNote(input: $input) { note { id text version } userErrors { code field message } } }';

  test('answers with the record as it is after the commit, and counts its versions', async () => {
    const { data } = await run(write, staff, { input: { authorId: ids.ada, text: 'new' } });
    const note = (data as Any)!['writeNote']!['note'] as unknown as { id: string; version: number };
    expect(note).toMatchObject({ text: 'new', version: 1, author: { name: 'ada' } });
    const changed = await run(change, staff, { input: { noteId: note.id, text: 'newer', version: 1 } });
    expect(changed.data).toEqual({
      changeNote: { note: { id: note.id, text: 'newer', version: 2 }, userErrors: [] },
    });
    const late = await run(change, staff, { input: { noteId: note.id, text: 'lost', version: 1 } });
    expect(late.data).toEqual({
      changeNote: {
        note: { id: note.id, text: 'newer', version: 2 },
        userErrors: [expect.objectContaining({ code: 'CONFLICT', field: ['version'] })],
      },
    });
  });

  test('asks for the record with the commit, and reads after it only what is below', async () => {
    const { data } = await run(write, staff, { input: { authorId: ids.ada, text: 'ahead' } });
    expect(data).toMatchObject({ writeNote: { note: { text: 'ahead', author: { name: 'ada' } } } });
    const tables = statements.map((text) => /from "(notes_\w+)"/.exec(text)?.[1]);
    expect(tables).toEqual(['notes_author']);
  });

  test('answers each of several with the record as that one left it', async () => {
    const { data } = await run(write, staff, { input: { authorId: ids.ada, text: 'first' } });
    const noteId = (data as Any)!['writeNote']!['note']!['id'] as string;
    const several = `mutation($a: ChangeNoteInput!, $b: ChangeNoteInput!, $late: ChangeNoteInput!) {
      a: changeNote(input: $a) { note { text version } userErrors { code } }
      late: changeNote(input: $late) { note { text version } userErrors { code } }
      b: changeNote(input: $b) { ...answer userErrors { code } note { version } } }
      fragment answer on ChangeNotePayload { note { text } }`;
    const variables = {
      a: { noteId, text: 'second' },
      late: { noteId, text: 'lost', version: 1 },
      b: { noteId, text: 'third' },
    };
    expect((await run(several, staff, variables)).data).toEqual({
      a: { note: { text: 'second', version: 2 }, userErrors: [] },
      late: { note: { text: 'second', version: 2 }, userErrors: [{ code: 'CONFLICT' }] },
      b: { note: { text: 'third', version: 3 }, userErrors: [] },
    });
  });

  test('answers bad input and unknown records as user errors, and changes nothing', async () => {
    const before = (await run('{ notes { totalCount } }')).data;
    const long = await run(write, staff, { input: { authorId: ids.ada, text: 'x'.repeat(21) } });
    expect(long.data).toEqual({
      writeNote: {
        note: null,
        userErrors: [{ code: 'INVALID', field: ['text'], message: 'A note has 1 to 20 characters.' }],
      },
    });
    const unknown = await run(write, staff, {
      input: { authorId: 'author_00000000000000000000000000', text: 'x' },
    });
    expect(unknown.data).toMatchObject({
      writeNote: { note: null, userErrors: [{ code: 'NOT_FOUND', field: ['authorId'] }] },
    });
    expect((await run('{ notes { totalCount } }')).data).toEqual(before);
  });

  test('is refused without the permission, before anything is looked at', async () => {
    expect(
      (await run(write, ANONYMOUS, { input: { authorId: ids.ada, text: 'x' } })).errors?.[0]?.extensions,
    ).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(
      (await run(write, author(), { input: { authorId: ids.ada, text: 'x' } })).errors?.[0]?.extensions,
    ).toMatchObject({ code: 'FORBIDDEN' });
  });

  test('happens once for one idempotency key, however often it is sent at once', async () => {
    const before = ((await run('{ notes { totalCount } }')).data as Any)!['notes']!['totalCount'] as number;
    const input = { authorId: ids.ada, text: 'once' };
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => run(write, staff, { input }, 'key-1')),
    );
    const ids20 = new Set(
      answers.flatMap(({ data }) => (data as Any)?.['writeNote']?.['note']?.['id'] ?? []),
    );
    expect(ids20.size).toBe(1);
    for (const { errors } of answers)
      if (errors) expect(errors[0]!.extensions).toMatchObject({ code: 'IDEMPOTENCY_IN_PROGRESS' });
    expect(((await run('{ notes { totalCount } }')).data as Any)!['notes']!['totalCount']).toBe(before + 1);
    const reused = await run(write, staff, { input: { ...input, text: 'other' } }, 'key-1');
    expect(reused.errors?.[0]?.extensions).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });
});

describe('the facts of a record', () => {
  const about = (actor: Actor) => ({ actor, requestId: 'facts', origin: 'live' as const });
  const noteOf = async (id: string) =>
    transaction(
      transactions,
      about(SYSTEM),
      async (tx) => (await tx.em.findOneOrFail(Note, { author: id })).id,
    );
  const factsOf = (id: string) =>
    transaction(transactions, about(author()), (tx) => tx.facts(Note, id, ['id', 'createdAt'], ['noteId']));

  test('are read under the rules of who acts, and not found where those hide it', async () => {
    const id = await noteOf(ids.ben!);
    expect(await factsOf(id)).toEqual({ id, createdAt: new Date('2026-11-21T10:00:00.000Z') });
    const hidden = await noteOf(ids.ada!);
    for (const not of [hidden, ids.ben!, 'note_1'])
      await expect(factsOf(not)).rejects.toMatchObject({ code: 'NOT_FOUND', field: ['noteId'] });
  });

  test('are those that the command has given it in the meantime', async () => {
    const id = await noteOf(ids.ben!);
    const told = await transaction(transactions, about(SYSTEM), async (tx) => {
      const note = await tx.get(Note, id, { field: ['noteId'] });
      note.text = 'changed';
      return (await tx.facts(Note, id, ['text'], ['noteId'])).text;
    });
    expect(told).toBe('changed');
  });
});

test('work that a command left behind cannot write once the command is over', async () => {
  const context = { actor: SYSTEM, requestId: 'late', origin: 'live' as const };
  const gate = Promise.withResolvers<void>();
  let late: Promise<unknown> | undefined;
  await transaction(transactions, context, async () => {
    late = gate.promise.then(() => transaction(transactions, context, async () => 'written'));
    late.catch(() => undefined);
  });
  gate.resolve();
  await expect(late).rejects.toThrow('the command that this work belongs to is over');
});
