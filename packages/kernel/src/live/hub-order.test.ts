import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Database } from '../database/database.js';
import type { Hub } from './hub.js';
import {
  type Events,
  FakeEngine,
  type LiveDatabase,
  liveDatabase,
  nextOf,
  requestOf,
  type SeenEvent,
  SILENT,
  sessionOf,
  startHub,
  take,
  until,
  watch,
} from './live-fixture.js';
import { append, onAppended } from './streams.js';
import { Waker } from './waker.js';

let live: LiveDatabase;

beforeAll(async () => {
  live = await liveDatabase();
});
afterAll(() => live.close());

/** Mulberry32: numbers in [0, 1) that are the same in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Watches a stream to its entry `last`, and is cut off and comes back again and again. */
async function watchToTheEnd(
  hub: Hub,
  engine: FakeEngine,
  stream: string,
  last: number,
  random: () => number,
): Promise<SeenEvent[]> {
  const seen: SeenEvent[] = [];
  let events: Events | undefined;
  while ((seen.at(-1)?.offset ?? -1) < last) {
    events ??= await watch(hub, requestOf(engine, sessionOf('ann'), stream, seen.at(-1) ?? null));
    seen.push(await nextOf(events));
    if (random() < 0.05) {
      await events.return();
      events = undefined;
      for (let turns = random() * 50; turns > 0; turns--) await turn();
    }
  }
  await events?.return();
  return seen;
}

test.each([1, 2, 3])(
  '(fault-9) 20 writers and 5 watchers that come, are cut off and go on: no gap, duplicate or reorder (seed %i)',
  async (seed) => {
    const random = seeded(seed);
    const stream = `crowd${seed}`;
    const engine = new FakeEngine();
    engine.pace = async () => {
      for (let turns = random() * 4; turns > 0; turns--) await turn();
    };
    const hub = await startHub(live, engine);
    const writers = Array.from({ length: 20 }, async (_, writer) => {
      for (let n = 0; n < 50; n++) await live.post(stream, writer * 50 + n);
    });
    const watchers = Array.from({ length: 5 }, async (_, watcher) => {
      for (let turns = watcher * random() * 100; turns > 0; turns--) await turn();
      return watchToTheEnd(hub, engine, stream, 1_000, random);
    });
    await Promise.all(writers);
    const rows = await live.database.query<{ n: number }>(
      `select (facts->>'n')::int as n from kernel_stream_entry where stream = $1 order by "offset"`,
      [stream],
    );
    const ledger = rows.map(({ n }) => n);
    expect(ledger).toHaveLength(1_000);
    for (const [snapshot, ...changes] of await Promise.all(watchers)) {
      expect(snapshot!.kind).toBe('SNAPSHOT');
      expect(changes.map(({ offset }) => offset)).toEqual(
        changes.map((_, index) => snapshot!.offset + index + 1),
      );
      expect(changes.map(({ n }) => n)).toEqual(ledger.slice(snapshot!.offset));
    }
    expect(hub.size).toEqual({ streams: 0, groups: 0, watchers: 0 });
    hub.close();
  },
  120_000,
);

test('watchers of many streams each get their own, in order', async () => {
  const engine = new FakeEngine();
  const hub = await startHub(live, engine);
  const names = Array.from({ length: 50 }, (_, n) => `of many ${n}`);
  const all = await Promise.all(names.map((name) => watch(hub, requestOf(engine, sessionOf('ann'), name))));
  await Promise.all(
    Array.from({ length: 100 }, (_, n) =>
      live.command(async (tx) => {
        for (const [index, name] of names.entries())
          if ((index + n) % 5 === 0) append(tx, name, 'posted', { n });
      }),
    ),
  );
  for (const events of all) {
    expect((await take(events, 21)).map(({ offset }) => offset)).toEqual(
      Array.from({ length: 21 }, (_, n) => n),
    );
  }
  hub.close();
});

test('(fault-18) a watcher of two streams is not held up in one by an open transaction in the other', async () => {
  const engine = new FakeEngine();
  const hub = await startHub(live, engine);
  const [held, free] = await Promise.all(
    ['held', 'free'].map((stream) => watch(hub, requestOf(engine, sessionOf('ann'), stream))),
  );
  await nextOf(held!);
  await nextOf(free!);
  const slow = await live.heldOpen('held', 1);
  const waiting = live.post('held', 2);
  await live.post('free', 1, 2, 3);
  expect((await take(free!, 3)).map(({ n }) => n)).toEqual([1, 2, 3]);
  await Promise.all([slow.commit(), waiting]);
  expect((await take(held!, 2)).map(({ n }) => n)).toEqual([1, 2]);
  hub.close();
});

/** Another process that writes to the same database and wakes the first by NOTIFY, or does not. */
function otherProcess() {
  const database = new Database({ connection: live.connection, entities: [], poolSize: 2 });
  const waker = new Waker({ database, logger: SILENT, woken: () => undefined });
  const post = (stream: string, n: number) =>
    live.command(async (tx) => append(tx, stream, 'posted', { n }), database);
  const close = async () => {
    await waker.close();
    await database.close();
  };
  return { database, waker, post, close };
}

test('(fault-3) what other processes write arrives, also what they wrote while the listener was cut off', async () => {
  const engine = new FakeEngine();
  const hub = await startHub(live, engine);
  let deafness = 0;
  const waker = new Waker({
    database: live.database,
    logger: SILENT,
    woken: (streams) => {
      if (streams === 'all') deafness++;
      hub.wake(streams);
    },
  });
  await waker.listen();
  const other = otherProcess();
  const events = await watch(hub, requestOf(engine, sessionOf('ann'), 'afar'));
  await nextOf(events);
  onAppended(other.database, (streams) => void other.waker.notify(streams));
  await other.post('afar', 1);
  expect(await nextOf(events)).toMatchObject({ kind: 'CHANGE', offset: 1, n: 1 });

  const before = performance.now();
  await live.database.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'candor live' and datname = current_database()`,
  );
  onAppended(other.database, () => undefined);
  for (const n of [2, 3, 4]) await other.post('afar', n);
  await until(() => deafness === 2);
  expect((await take(events, 3)).map(({ n }) => n)).toEqual([2, 3, 4]);
  expect(performance.now() - before).toBeLessThan(5_000);
  await waker.close();
  await other.close();
  hub.close();
});

test('a notification that was lost without a trace is made up for by looking', async () => {
  const engine = new FakeEngine();
  const hub = await startHub(live, engine);
  const other = otherProcess();
  const events = await watch(hub, requestOf(engine, sessionOf('ann'), 'silent'));
  await nextOf(events);
  await other.post('silent', 1);
  for (let sweep = 0; sweep < 50; sweep++) hub.sweep();
  expect(await nextOf(events)).toMatchObject({ offset: 1, n: 1 });
  await other.close();
  hub.close();
});

test('(fault-3) while streams cannot be read nothing is lost, and new watchers are told to come back', async () => {
  const engine = new FakeEngine();
  const hub = await startHub(live, engine);
  const events = await watch(hub, requestOf(engine, sessionOf('ann'), 'outage'));
  await nextOf(events);
  const query = live.database.pool.query;
  live.database.pool.query = (() => Promise.reject(new Error('no connection'))) as unknown as typeof query;
  await live.post('outage', 1, 2);
  await expect(hub.subscribe(requestOf(engine, sessionOf('ben'), 'outage'))).rejects.toThrow('no connection');
  live.database.pool.query = query;
  expect((await take(events, 2)).map(({ n }) => n)).toEqual([1, 2]);
  hub.close();
});
