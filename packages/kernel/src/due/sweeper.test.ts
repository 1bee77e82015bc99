import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { TestClock } from '../clocks/clock.js';
import type { Tx } from '../database/tx.js';
import { Rooms, roomsDatabase } from '../events/test-fixture.js';
import { cancel, type DueKind, schedule } from './due.js';
import { DueSweeper } from './sweeper.js';

let home: Awaited<ReturnType<typeof roomsDatabase>>;
let rooms: Rooms;
let clock: TestClock;
const reports: unknown[] = [];

beforeAll(async () => {
  home = await roomsDatabase({ poolSize: 10 });
});
beforeEach(async () => {
  await home.database.query('truncate kernel_due, sink');
  reports.length = 0;
  clock = new TestClock('2026-03-02T09:00:00Z');
  rooms = new Rooms(home, { clock });
});
afterEach(() => rooms.close());
afterAll(() => home.close());

function sweeper(kinds: Record<string, DueKind>): DueSweeper {
  const made = new DueSweeper({
    transactions: rooms.transactions,
    clock,
    report: (error) => void reports.push(error),
  });
  for (const [kind, happen] of Object.entries(kinds)) made.register(kind, happen);
  return made;
}

const note: DueKind = async (tx, { key, payload }) => {
  await tx.query('insert into sink (event, note) values ($1, $2)', [key, JSON.stringify(payload)]);
};
const keys = async () =>
  (await home.database.query<{ event: string }>('select event from sink order by id')).map(
    (row) => row.event,
  );
const plan = (kind: string, key: string, at: string, payload = {}) =>
  rooms.command((tx) => schedule(tx, kind, { key, at: new Date(at), payload }));
const left = async () =>
  (await home.database.query<{ key: string }>('select key from kernel_due order by due_at')).map(
    (row) => row.key,
  );

test('what is due happens at its time and not before, in order', async () => {
  const one = sweeper({ note });
  await plan('note', 'later', '2026-03-02T11:00:00Z');
  await plan('note', 'sooner', '2026-03-02T10:00:00Z', { n: 1 });
  expect(await one.sweep()).toBe(0);
  expect(await one.nextDue()).toEqual(new Date('2026-03-02T10:00:00Z'));
  clock.set(new Date('2026-03-02T09:59:59.999Z'));
  expect(await one.sweep()).toBe(0);
  clock.set(new Date('2026-03-02T10:00:00Z'));
  expect(await one.sweep()).toBe(1);
  expect(await keys()).toEqual(['sooner']);
  clock.set(new Date('2027-03-02T10:00:00Z'));
  await one.sweep();
  expect(await keys()).toEqual(['sooner', 'later']);
  expect(await one.nextDue()).toBeNull();
});

test('(fault-6) with several sweepers and clocks that jump and differ, all happens once', async () => {
  const skewed = [0, 3_600_000, 86_400_000, 60_000].map((ahead) => ({ ahead, one: sweeper({ note }) }));
  const start = clock.now().getTime();
  await rooms.command(async (tx) => {
    for (let n = 0; n < 100; n++) {
      await schedule(tx, 'note', { key: `item ${n}`, at: new Date(start + n * 1_800_000), payload: {} });
    }
  });
  for (const hours of [1, 30, 2, 12, 60]) {
    const now = start + hours * 3_600_000;
    await Promise.all(skewed.map(({ ahead, one }) => one.sweep(new Date(now + ahead))));
  }
  const all = await keys();
  expect(all).toHaveLength(100);
  expect(new Set(all).size).toBe(100);
});

test('what is scheduled again under its key moves, and what is cancelled is gone', async () => {
  const one = sweeper({ note });
  await plan('note', 'moved', '2026-03-02T10:00:00Z');
  await plan('note', 'moved', '2026-03-02T12:00:00Z', { moved: true });
  await plan('note', 'dropped', '2026-03-02T10:00:00Z');
  expect(await rooms.command((tx) => cancel(tx, 'note', 'dropped'))).toBe(true);
  expect(await rooms.command((tx) => cancel(tx, 'note', 'dropped'))).toBe(false);
  clock.set(new Date('2026-03-02T11:00:00Z'));
  expect(await one.sweep()).toBe(0);
  clock.set(new Date('2026-03-02T12:00:00Z'));
  expect(await one.sweep()).toBe(1);
  expect(await home.database.query('select note from sink')).toEqual([{ note: '{"moved":true}' }]);
});

test('what fails is undone, comes back after growing pauses and holds up nothing else', async () => {
  let isBroken = true;
  const one = sweeper({
    note,
    broken: async (tx, item) => {
      await note(tx, item);
      if (isBroken) throw new Error('cannot reach jane@example.com');
    },
  });
  await plan('broken', 'broken', '2026-03-02T09:00:00Z');
  await plan('note', 'sound', '2026-03-02T09:00:00Z');
  expect(await one.sweep()).toBe(2);
  expect(await keys()).toEqual(['sound']);
  expect(await one.failing()).toEqual([
    { kind: 'broken', key: 'broken', attempts: 1, reason: 'cannot reach …' },
  ]);
  const pause = (await one.nextDue())!.getTime() - clock.now().getTime();
  expect(pause).toBeGreaterThanOrEqual(750);
  expect(pause).toBeLessThanOrEqual(1_250);
  expect(reports).toHaveLength(1);
  isBroken = false;
  clock.set((await one.nextDue())!);
  await one.sweep();
  expect(await keys()).toEqual(['sound', 'broken']);
  expect(await left()).toEqual([]);
});

test('a function may keep its item for another time, by answering it or by scheduling it anew', async () => {
  const one = sweeper({
    answers: async (tx, item) => {
      await note(tx, item);
      return new Date('2026-03-03T09:00:00Z');
    },
    schedules: async (tx: Tx, item) => {
      await note(tx, item);
      await schedule(tx, 'schedules', { key: item.key!, at: new Date('2026-03-04T09:00:00Z'), payload: {} });
    },
  });
  await plan('answers', 'answers', '2026-03-02T09:00:00Z');
  await plan('schedules', 'schedules', '2026-03-02T09:00:00Z');
  expect(await one.sweep()).toBe(2);
  expect(await one.sweep()).toBe(0);
  expect(await left()).toEqual(['answers', 'schedules']);
});

test('what this process knows no kind for is left to others', async () => {
  const ignorant = sweeper({ note });
  await plan('newer', 'newer', '2026-03-02T09:00:00Z');
  expect(await ignorant.sweep()).toBe(0);
  expect(await ignorant.nextDue()).toBeNull();
  expect(await sweeper({ newer: note }).sweep()).toBe(1);
});

test('two functions for one kind are refused', () => {
  const one = sweeper({ note });
  expect(() => one.register('note', note)).toThrow(/"note"/);
});
