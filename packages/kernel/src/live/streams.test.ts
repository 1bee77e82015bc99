import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type LiveDatabase, liveDatabase } from './live-fixture.js';
import { append, onAppended } from './streams.js';

let live: LiveDatabase;
const woken: string[][] = [];

beforeAll(async () => {
  live = await liveDatabase();
  onAppended(live.database, (streams) => void woken.push([...streams]));
});
afterAll(() => live.close());

async function entriesOf(stream: string): Promise<string[]> {
  const rows = await live.database.query<{ offset: number; name: string; facts: { n: number } }>(
    'select "offset", name, facts from kernel_stream_entry where stream = $1 order by "offset"',
    [stream],
  );
  return rows.map(({ offset, name, facts }) => `${offset} ${name} ${facts.n}`);
}

test('entries of one transaction get the next offsets of their streams, in the order of the calls', async () => {
  await live.post('first', 1);
  await live.command(async (tx) => {
    append(tx, 'second', 'posted', { n: 2 });
    append(tx, 'first', 'posted', { n: 3 });
    append(tx, 'first', 'changed', { n: 4 });
  });
  expect(await entriesOf('first')).toEqual(['1 posted 1', '2 posted 3', '3 changed 4']);
  expect(await entriesOf('second')).toEqual(['1 posted 2']);
});

test('a transaction that is rolled back leaves no gap, and wakes nobody', async () => {
  woken.length = 0;
  const failing = live.command(async (tx) => {
    append(tx, 'rolled', 'posted', { n: 1 });
    tx.beforeCommit(async () => {
      throw new Error('no');
    });
  });
  await expect(failing).rejects.toThrow('no');
  expect(woken).toEqual([]);
  await live.post('rolled', 2);
  expect(await entriesOf('rolled')).toEqual(['1 posted 2']);
  expect(woken).toEqual([['rolled']]);
});

test('what is appended at the end of a transaction is written as well', async () => {
  await live.command(async (tx) => {
    append(tx, 'late', 'posted', { n: 1 });
    tx.beforeCommit(async () => {
      append(tx, 'late', 'posted', { n: 2 });
      tx.beforeCommit(async () => tx.beforeCommit(async () => append(tx, 'late', 'posted', { n: 3 })));
    });
  });
  expect(await entriesOf('late')).toEqual(['1 posted 1', '2 posted 2', '3 posted 3']);
});

test('streams are locked after everything else that a transaction writes', async () => {
  let offsets: unknown[] | undefined;
  await live.command(async (tx) => {
    append(tx, 'last', 'posted', { n: 1 });
    tx.beforeCommit(async () => {
      offsets = await tx.query('select 1 from kernel_stream where name = $1', ['last']);
    });
  });
  expect(offsets).toEqual([]);
});

test('transactions that append to the same streams in other orders never lock each other out', async () => {
  const names = ['d1', 'd2', 'd3', 'd4'];
  const post = (n: number) =>
    live.command(async (tx) => {
      const order = n % 2 ? names : names.toReversed();
      for (const name of order) append(tx, name, 'posted', { n });
    });
  await Promise.all(Array.from({ length: 100 }, (_, n) => post(n)));
  for (const name of names) expect(await entriesOf(name)).toHaveLength(100);
});

test('(fault-18) a transaction that stays open neither holds up other streams nor loses its place', async () => {
  // Began first, and appended first; it has its offset in `held` and then does not commit.
  const held = await live.heldOpen('held', 0);
  const waiting = live.post('held', 1);
  await Promise.all(Array.from({ length: 500 }, (_, n) => live.post(`free${n % 5}`, n)));
  expect(await entriesOf('held')).toEqual([]);
  for (const i of [0, 1, 2, 3, 4]) expect(await entriesOf(`free${i}`)).toHaveLength(100);
  await Promise.all([held.commit(), waiting]);
  expect(await entriesOf('held')).toEqual(['1 posted 0', '2 posted 1']);
});

test('a stream name that would not fit into a notification is refused', async () => {
  const long = live.command(async (tx) => append(tx, 'x'.repeat(201), 'posted', {}));
  await expect(long).rejects.toThrow('longer than 200');
});
