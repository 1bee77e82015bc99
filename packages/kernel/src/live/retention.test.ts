import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type LiveDatabase, liveDatabase, NOON } from './live-fixture.js';
import { StreamPruner } from './retention.js';
import { append } from './streams.js';

let live: LiveDatabase;

beforeAll(async () => {
  live = await liveDatabase();
});
afterAll(() => live.close());

const HOUR = 3_600_000;
const RETENTION = { entriesFor: HOUR, entriesPerStream: 3, streamsFor: 24 * HOUR };
const later = (hours: number) => new Date(NOON.getTime() + hours * HOUR);
const prune = (now: Date) => new StreamPruner(live.database, RETENTION).prune(now);

async function stateOf(stream: string) {
  const [state] = await live.database.query<{ head: number; first: number; kept: number }>(
    `select head, first_kept as first, (select count(*)::int from kernel_stream_entry e where e.stream = s.name) as kept
     from kernel_stream s where s.name = $1`,
    [stream],
  );
  return state;
}

test('a stream keeps its newest entries, and the place where it stands', async () => {
  await live.post('long', 1, 2, 3, 4, 5);
  expect(await prune(later(0))).toEqual({ shortened: 1, forgotten: 0 });
  expect(await stateOf('long')).toEqual({ head: 5, first: 3, kept: 3 });
  expect(await prune(later(0))).toEqual({ shortened: 0, forgotten: 0 });
});

test('old entries go, the stream stays until nobody has written to it for long', async () => {
  await live.post('old', 1, 2);
  await prune(later(0.5));
  expect(await stateOf('old')).toEqual({ head: 2, first: 1, kept: 2 });
  await prune(later(1.5));
  expect(await stateOf('old')).toEqual({ head: 2, first: 3, kept: 0 });
  // The seed of new streams is renewed first; they are forgotten the next time.
  expect(await prune(later(25))).toMatchObject({ forgotten: 0 });
  await prune(later(25));
  expect(await stateOf('old')).toBeUndefined();
});

test('a stream that is being written to is passed over, and nobody waits', async () => {
  await live.post('busy', 1, 2, 3, 4, 5);
  await live.command(async (tx) => {
    append(tx, 'busy', 'posted', { n: 6 });
    tx.beforeCommit(async () => tx.beforeCommit(async () => void (await prune(later(0)))));
  });
  expect(await stateOf('busy')).toEqual({ head: 6, first: 1, kept: 6 });
  await prune(later(0));
  expect(await stateOf('busy')).toEqual({ head: 6, first: 4, kept: 3 });
});

test('pruners beside each other and beside writers leave no hole', async () => {
  await Promise.all([
    ...Array.from({ length: 60 }, (_, n) => live.post(`many${n % 3}`, n)),
    ...Array.from({ length: 20 }, () => prune(later(0))),
  ]);
  await prune(later(0));
  for (const n of [0, 1, 2]) expect(await stateOf(`many${n}`)).toEqual({ head: 20, first: 18, kept: 3 });
});
