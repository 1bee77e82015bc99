import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type pg from 'pg';
import { type LiveDatabase, liveDatabase, NOON } from './live-fixture.js';
import { StreamReader } from './recovery.js';
import { StreamPruner } from './retention.js';
import { renewEpochs } from './streams.js';

let live: LiveDatabase;

beforeAll(async () => {
  live = await liveDatabase();
});
afterAll(() => live.close());

const MINUTE = 60_000;

interface Case {
  readonly name: string;
  /** How many entries were appended, of which the stream keeps ten. */
  readonly appended: number;
  readonly since: number;
  /** The offsets that the watcher gets. */
  readonly gets: readonly number[];
  readonly recovered: boolean;
  readonly limit?: number;
  /** What happens between the last entry and the resume. */
  readonly meanwhile?:
    | 'entries expire'
    | 'everything expires'
    | 'the database is set back'
    | 'an entry is lost';
}

// The first ten rows are Centrifuge's (broker_memory_test.go, recoverTests). Where nothing is proved,
// we hand out nothing, where Centrifuge hands out what it has.
const CASES: readonly Case[] = [
  { name: 'empty stream', appended: 0, since: 0, gets: [], recovered: true },
  { name: 'from a position', appended: 10, since: 8, gets: [9, 10], recovered: true },
  { name: 'from a position, limited', appended: 10, since: 5, limit: 2, gets: [], recovered: false },
  {
    name: 'from a position, limited by the server',
    appended: 10,
    since: 5,
    limit: 1,
    gets: [],
    recovered: false,
  },
  { name: 'from a position that is already gone', appended: 20, since: 8, gets: [], recovered: false },
  { name: 'from a position that does not exist yet', appended: 20, since: 108, gets: [], recovered: false },
  { name: 'same position', appended: 7, since: 7, gets: [], recovered: true },
  { name: 'empty position', appended: 4, since: 0, gets: [1, 2, 3, 4], recovered: true },
  {
    name: 'from a position in an expired stream',
    appended: 10,
    since: 8,
    meanwhile: 'entries expire',
    gets: [],
    recovered: false,
  },
  {
    name: 'from the same position in an expired stream',
    appended: 1,
    since: 1,
    meanwhile: 'entries expire',
    gets: [],
    recovered: true,
  },
  {
    name: 'restart: the stream has another epoch',
    appended: 10,
    since: 8,
    meanwhile: 'the database is set back',
    gets: [],
    recovered: false,
  },
  {
    name: 'restart at the same position',
    appended: 10,
    since: 10,
    meanwhile: 'the database is set back',
    gets: [],
    recovered: false,
  },
  { name: 'a position beyond the top by one', appended: 3, since: 4, gets: [], recovered: false },
  {
    name: 'a stream that was forgotten',
    appended: 3,
    since: 3,
    meanwhile: 'everything expires',
    gets: [],
    recovered: false,
  },
  {
    name: 'the beginning of a stream that was forgotten',
    appended: 3,
    since: 0,
    meanwhile: 'everything expires',
    gets: [],
    recovered: false,
  },
  {
    name: 'the oldest position that is kept',
    appended: 20,
    since: 10,
    gets: [11, 12, 13, 14, 15, 16, 17, 18, 19, 20],
    recovered: true,
  },
  {
    name: 'exactly as many as the limit',
    appended: 10,
    since: 5,
    limit: 5,
    gets: [6, 7, 8, 9, 10],
    recovered: true,
  },
  { name: 'a negative position', appended: 3, since: -1, gets: [], recovered: false },
  {
    name: 'an entry missing in the middle',
    appended: 5,
    since: 1,
    meanwhile: 'an entry is lost',
    gets: [],
    recovered: false,
  },
];

test.each(CASES)(
  'fault-9b $name',
  async ({ name, appended, since, gets, recovered, limit = 100, meanwhile }) => {
    const { database } = live;
    const reader = new StreamReader({ database, limit });
    // Each row begins at noon.
    await database.query('update kernel_stream_seed set since = $1', [NOON]);
    await live.post(name, ...Array.from({ length: appended }, (_, n) => n + 1));
    const { epoch } = await reader.recover(name, null);
    const keep = { entriesFor: MINUTE, entriesPerStream: 10, streamsFor: 2 * MINUTE };
    const later = meanwhile === 'entries expire' ? 1.5 : meanwhile === 'everything expires' ? 3 : 0;
    const pruner = new StreamPruner(database, keep);
    // A stream is forgotten only after the seed of new ones was renewed.
    for (const _ of ['renew', 'forget']) await pruner.prune(new Date(NOON.getTime() + later * MINUTE));
    if (meanwhile === 'the database is set back') await renewEpochs(database);
    if (meanwhile === 'an entry is lost') {
      await database.query('delete from kernel_stream_entry where stream = $1 and "offset" = 3', [name]);
    }
    const recovery = await reader.recover(name, { epoch, offset: since });
    expect(recovery.recovered).toBe(recovered);
    expect(recovery.entries.map(({ offset }) => offset)).toEqual(gets);
    expect(recovery.entries.map(({ facts }) => facts.n)).toEqual(gets);
    expect(recovery.head).toBe(meanwhile === 'everything expires' ? 0 : appended);
  },
);

test('fault-9b a position of a foreign stream is not recovered', async () => {
  const reader = new StreamReader({ database: live.database, limit: 100 });
  await live.post('mine', 1, 2);
  await live.post('yours', 1, 2);
  const { epoch } = await reader.recover('yours', null);
  expect(await reader.recover('mine', { epoch, offset: 1 })).toMatchObject({ recovered: false, entries: [] });
});

test('who is the first to watch a stream waits for nobody who makes it, and holds up nobody', async () => {
  const reader = new StreamReader({ database: live.database, limit: 100 });
  const held = await live.heldOpen('in the making', 1);
  const [first, other] = await reader.recoverAll(
    ['in the making', 'beside it'].map((stream) => ({ stream, since: null })),
  );
  await live.post('beside it', 1);
  await held.commit();
  for (const [stream, { epoch, head }] of [
    ['in the making', first!],
    ['beside it', other!],
  ] as const) {
    const { recovered, entries } = await reader.recover(stream, { epoch, offset: head });
    expect([stream, head, recovered, entries.length]).toEqual([stream, 0, true, 1]);
  }
});

test('a stream that nobody has written to has one epoch, however many ask for it at once', async () => {
  const reader = new StreamReader({ database: live.database, limit: 100 });
  const asked = await Promise.all(Array.from({ length: 20 }, () => reader.recover('unwritten', null)));
  expect(new Set(asked.map(({ epoch }) => epoch)).size).toBe(1);
  await live.post('unwritten', 1);
  const since = { epoch: asked[0]!.epoch, offset: 0 };
  expect(await reader.recover('unwritten', since)).toMatchObject({ recovered: true, head: 1 });
});

test('a stream that nobody has written to begins a new life as well when the database is set back', async () => {
  const reader = new StreamReader({ database: live.database, limit: 100 });
  const { epoch } = await reader.recover('silent', null);
  expect(await reader.recover('silent', { epoch, offset: 0 })).toMatchObject({ recovered: true });
  await renewEpochs(live.database);
  expect(await reader.recover('silent', { epoch, offset: 0 })).toMatchObject({ recovered: false });
});

test('(fault-10) a resume costs one query, and many together cost one as well', async () => {
  const reader = new StreamReader({ database: live.database, limit: 100 });
  await live.post('counted', 1, 2, 3);
  const { epoch } = await reader.recover('counted', null);
  const query = live.database.pool.query.bind(live.database.pool);
  let queries = 0;
  live.database.pool.query = ((...args: Parameters<typeof query>) => {
    queries++;
    return query(...args);
  }) as typeof query;
  const requests = [0, 1, 2, 3].map((offset) => ({ stream: 'counted', since: { epoch, offset } }));
  const recoveries = await reader.recoverAll([...requests, { stream: 'new and empty', since: null }]);
  live.database.pool.query = query;
  expect(queries).toBe(1);
  expect(recoveries.map(({ entries }) => entries.length)).toEqual([3, 2, 1, 0, 0]);
});

test('a plan that is kept from when the tables were new reads none of them whole later', async () => {
  const { database, close } = await liveDatabase();
  let statement: pg.QueryConfig | undefined;
  const query = database.pool.query.bind(database.pool);
  database.pool.query = ((config: pg.QueryConfig) => {
    statement = config;
    return query(config);
  }) as typeof query;
  const reader = new StreamReader({ database, limit: 100 });
  await reader.recover('planned', { epoch: 'e', offset: 1 });
  const client = await database.pool.connect();
  await client.query('set plan_cache_mode = force_generic_plan');
  await client.query(`prepare planned as ${statement!.text}`);
  const values = ["array['planned']", "array['e']", 'array[1]', '100'];
  const { rows } = await client.query<{ 'QUERY PLAN': string }>(
    `explain execute planned (${values.join(', ')})`,
  );
  client.release(true);
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
  expect(plan).toMatch(/Index Scan using kernel_stream_entry_pkey/);
  expect(plan).not.toMatch(/Seq Scan on kernel_stream(_entry)?\b|Hash/);
  await close();
});
