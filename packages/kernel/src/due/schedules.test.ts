import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { TestClock } from '../clocks/clock.js';
import { Rooms, roomsDatabase } from '../events/test-fixture.js';
import type { ScheduleOptions } from '../plugin/contract.js';
import type { ScheduleDeclaration } from '../plugin/registry.js';
import { checkSchedule, installSchedules, onSchedule, SCHEDULE } from './schedules.js';
import { DueSweeper } from './sweeper.js';

let home: Awaited<ReturnType<typeof roomsDatabase>>;
let rooms: Rooms;
let sweeper: DueSweeper;
let runs: string[];

/** A clock that a test may also set back. */
let present: Date;
const at = (instant: string) => {
  present = new Date(instant);
};

beforeAll(async () => {
  home = await roomsDatabase();
  rooms = new Rooms(home, { clock: clockThatIsAheadBy(0) });
});
beforeEach(async () => {
  await home.database.query('truncate kernel_due');
  at('2026-03-02T09:00:00Z');
  runs = [];
  sweeper = sweeperOf(rooms);
});
afterAll(async () => {
  await rooms.close();
  await home.close();
});

function clockThatIsAheadBy(milliseconds: number): TestClock {
  return Object.assign(new TestClock('2026-03-02T09:00:00Z'), {
    now: () => new Date(present.getTime() + milliseconds),
  });
}

function sweeperOf({ transactions, clock }: Rooms): DueSweeper {
  const made = new DueSweeper({ transactions, clock, report: (error) => void runs.push(String(error)) });
  made.register(
    SCHEDULE,
    onSchedule((tx, job) => tx.afterCommit(() => void runs.push(job))),
  );
  return made;
}

const declared = (name: string, options: Partial<ScheduleOptions> = {}): ScheduleDeclaration => ({
  plugin: 'tested',
  name,
  job: name,
  options: { cron: '0 3 * * *', timeZone: 'UTC', missed: 'once', ...options },
});
const install = (...schedules: ScheduleDeclaration[]) =>
  rooms.command((tx) => installSchedules(tx, schedules));
const nextDue = async () => (await sweeper.nextDue())?.toISOString();

test('a schedule runs its job at each occurrence', async () => {
  await install(declared('nightly'));
  for (let day = 3; day <= 5; day++) {
    at(`2026-03-0${day}T02:59:59Z`);
    expect(await sweeper.sweep()).toBe(0);
    at(`2026-03-0${day}T03:00:00Z`);
    expect(await sweeper.sweep()).toBe(1);
    expect(await sweeper.sweep()).toBe(0);
  }
  expect(runs).toEqual(['nightly', 'nightly', 'nightly']);
});

test('(fault-6) after a long absence one run makes up for all that were missed', async () => {
  await install(declared('nightly'));
  at('2026-03-20T12:00:00Z');
  await sweeper.sweep();
  expect(runs).toEqual(['nightly']);
  expect(await nextDue()).toBe('2026-03-21T03:00:00.000Z');
});

test('a schedule that skips what it missed runs again at its next occurrence', async () => {
  await install(declared('hourly', { cron: '0 * * * *', missed: 'skip' }));
  at('2026-03-20T12:30:00Z');
  await sweeper.sweep();
  expect(runs).toEqual([]);
  expect(await nextDue()).toBe('2026-03-20T13:00:00.000Z');
  at('2026-03-20T13:00:02Z');
  await sweeper.sweep();
  expect(runs).toEqual(['hourly']);
});

test('(fault-6) two processes whose clocks differ by a minute run no occurrence twice and miss none', async () => {
  const ahead = new Rooms(home, { clock: clockThatIsAheadBy(60_000) });
  const other = sweeperOf(ahead);
  await install(declared('minutely', { cron: '* * * * *' }));
  for (let second = 0; second < 3_600; second += 20) {
    present = new Date(Date.UTC(2026, 2, 2, 9, 0, second));
    await Promise.all([sweeper.sweep(), other.sweep()]);
  }
  // The faster clock has seen the minutes from 9:01 to 10:00, and nobody has seen another.
  expect(runs).toHaveLength(60);
  await ahead.close();
});

test.each(['2026-03-02T10:00:00Z', '2026-03-03T09:00:00Z'])(
  '(fault-6) a clock that jumps to %s and back repeats nothing',
  async (jump) => {
    await install(declared('hourly', { cron: '30 * * * *' }));
    at(jump);
    await sweeper.sweep();
    expect(runs).toHaveLength(1);
    const hours = (new Date(jump).getTime() - Date.UTC(2026, 2, 2, 9)) / 3_600_000;
    for (let n = 0; n < hours; n++) {
      present = new Date(Date.UTC(2026, 2, 2, 9 + n, 45));
      await sweeper.sweep();
    }
    expect(runs).toHaveLength(1);
    at(jump);
    present = new Date(present.getTime() + 45 * 60_000);
    await sweeper.sweep();
    expect(runs).toHaveLength(2);
  },
);

test('a schedule that was not changed keeps its next occurrence when the platform starts again', async () => {
  await install(declared('nightly'));
  at('2026-03-05T12:00:00Z');
  await install(declared('nightly'));
  expect(await nextDue()).toBe('2026-03-03T03:00:00.000Z');
  await install(declared('nightly', { timeZone: 'Asia/Shanghai' }));
  expect(await nextDue()).toBe('2026-03-05T19:00:00.000Z');
});

test('a schedule that nobody declares any more is taken off', async () => {
  await install(declared('nightly'), declared('other'));
  await install(declared('other'));
  expect(await home.database.query('select key from kernel_due')).toEqual([{ key: 'other' }]);
  await install();
  expect(await home.database.query('select key from kernel_due')).toEqual([]);
});

test('a schedule that can never run is refused when it is declared, and the error says whose it is', () => {
  expect(() => checkSchedule(declared('wrong', { cron: '0 25 * * *' }))).toThrow(
    /"wrong" of the plugin "tested".*hour/,
  );
  expect(() => checkSchedule(declared('wrong', { timeZone: 'Nowhere' }))).toThrow(/Nowhere/);
});
