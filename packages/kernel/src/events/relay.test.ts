import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { Delivery } from './deliveries.js';
import { emit } from './outbox.js';
import { Relay, type RelayOptions } from './relay.js';
import { after, Rooms, roomsDatabase } from './test-fixture.js';

let home: Awaited<ReturnType<typeof roomsDatabase>>;
let rooms: Rooms;
const relays: Relay[] = [];

beforeAll(async () => {
  home = await roomsDatabase({ poolSize: 10 });
  rooms = new Rooms(home);
});
afterEach(async () => {
  for (const relay of relays.splice(0)) await relay.stop();
  await home.database.query('truncate kernel_outbox, kernel_delivery');
});
afterAll(async () => {
  await rooms.close();
  await home.close();
});

function relay(options: Partial<RelayOptions> = {}) {
  const delivered: Delivery[] = [];
  const made = new Relay({
    database: home.database,
    clock: rooms.clock,
    handlers: [after('one', async () => undefined), after('two', async () => undefined)],
    deliver: async (deliveries) => void delivered.push(...deliveries),
    report: (error) => {
      throw error;
    },
    ...options,
  });
  relays.push(made);
  return { relay: made, delivered };
}

const happen = (...ns: number[]) =>
  rooms.command(async (tx) => {
    for (const n of ns) emit(tx, 'test.happened', { subject: `thing_${n}`, payload: { n } });
  });
const range = (length: number) => Array.from({ length }, (_, n) => n);

test('each handler gets a delivery of each event', async () => {
  const { relay: one, delivered } = relay();
  await happen(1, 2);
  await one.drain();
  expect(delivered.map(({ handler }) => handler).toSorted()).toEqual(['one', 'one', 'two', 'two']);
  expect(new Set(delivered.map(({ event }) => event)).size).toBe(2);
});

test('a commit has its events relayed at once, without waiting for the poll', async () => {
  const arrived = Promise.withResolvers<void>();
  const polled = Promise.withResolvers<void>();
  const { relay: one } = relay({
    deliver: async (deliveries) => (deliveries.length > 0 ? arrived.resolve() : polled.resolve()),
  });
  one.start();
  await polled.promise;
  const before = performance.now();
  await happen(1);
  await arrived.promise;
  expect(performance.now() - before).toBeLessThan(200);
});

test('(fault-18) an event that commits long after later ones is not passed over', async () => {
  const { relay: one, delivered } = relay();
  const written = Promise.withResolvers<void>();
  const hold = Promise.withResolvers<void>();
  const late = rooms.command(async (tx) => {
    emit(tx, 'test.happened', { subject: 'late', payload: { n: -1 } });
    // Last of all: the row is written and its number taken, but not committed.
    tx.beforeCommit(async () => {
      written.resolve();
      await hold.promise;
    });
  });
  await written.promise;
  for (const n of range(40)) await happen(...range(25).map((k) => n * 25 + k));
  await one.drain();
  expect(delivered).toHaveLength(2_000);
  hold.resolve();
  await late;
  await one.drain();
  expect(delivered).toHaveLength(2_002);
  expect(new Set(delivered.map(({ event, handler }) => `${event} ${handler}`)).size).toBe(2_002);
});

test('relays beside each other relay every event once', async () => {
  const several = range(4).map(() => relay());
  await Promise.all(range(8).map((n) => happen(...range(250).map((k) => n * 250 + k))));
  await Promise.all(several.map((one) => one.relay.drain()));
  const all = several.flatMap(({ delivered }) => delivered);
  expect(all).toHaveLength(4_000);
  expect(new Set(all.map(({ event, handler }) => `${event} ${handler}`)).size).toBe(4_000);
});

test('(fault-23) those who watch are woken once a batch, with ids only', async () => {
  const wakes: Array<readonly string[]> = [];
  const { relay: one } = relay({ wake: (subjects) => void wakes.push(subjects) });
  await happen(...range(700), ...range(10));
  await one.drain();
  expect(wakes.map((subjects) => subjects.length)).toEqual([500, 210]);
  expect(wakes[0]![0]).toBe('thing_0');
});

test('a paused relay leaves events where they are', async () => {
  const passes = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const delivered: Delivery[] = [];
  const { relay: one } = relay({
    deliver: async (deliveries) => {
      delivered.push(...deliveries);
      if (deliveries.length > 0) passes[1]!.resolve();
    },
  });
  await one.pause();
  one.start();
  await happen(1);
  expect(delivered).toEqual([]);
  one.resume();
  await passes[1]!.promise;
  expect(delivered).toHaveLength(2);
});

test('an event that nobody follows is relayed all the same', async () => {
  const { relay: one, delivered } = relay({ handlers: [] });
  await happen(1);
  await one.drain();
  expect(delivered).toEqual([]);
  expect(await home.database.query('select 1 from kernel_outbox where relayed_at is null')).toEqual([]);
});

test.each([
  [`event.name = 'test.happened'`, 1],
  [`exists (select 1 from sink where sink.event = event.name)`, 0],
])('a handler that wants events for which %s gets %i of one', async (wants, deliveries) => {
  const { relay: one, delivered } = relay({ handlers: [after('one', async () => undefined, { wants })] });
  await happen(1);
  await one.drain();
  expect(delivered).toHaveLength(deliveries);
});

test('a condition that fails holds nothing up: everything is delivered, and it is said once', async () => {
  const reported: unknown[] = [];
  const handlers = [after('one', async () => undefined, { wants: 'event.nonsense' })];
  const { relay: one, delivered } = relay({ handlers, report: (error) => void reported.push(error) });
  await happen(1, 2);
  await one.drain();
  expect(delivered).toHaveLength(2);
  expect(reported).toHaveLength(1);
});
