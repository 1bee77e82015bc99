import { EventEmitter } from 'node:events';
import { expect, test } from '@jest/globals';
import type { Processor, Queue, Worker } from 'bullmq';
import { pino } from 'pino';
import type { Database } from '../database/database.js';
import { Rooms, roomsDatabase } from '../events/test-fixture.js';
import type { QueueBackend } from './backend.js';
import { Loop } from './loop.js';
import { WorkQueue } from './queue.js';
import { ClockSkew } from './skew.js';

const logger = pino({ level: 'silent' });

test('a loop takes no two turns at a time, and any number of kicks is one turn more', async () => {
  let turns = 0;
  let isRunning = false;
  let gate = Promise.withResolvers<void>();
  const errors: unknown[] = [];
  const loop = new Loop(
    async () => {
      expect(isRunning).toBe(false);
      isRunning = true;
      await gate.promise;
      turns++;
      isRunning = false;
      if (turns === 1) throw new Error('the first turn fails');
    },
    3_600_000,
    (error) => errors.push(error),
  );
  loop.start();
  loop.kick();
  loop.kick();
  gate.resolve();
  while (turns < 2) await new Promise((resolve) => setImmediate(resolve));
  gate = Promise.withResolvers();
  gate.resolve();
  loop.kick();
  loop.kick();
  while (turns < 3) await new Promise((resolve) => setImmediate(resolve));
  await loop.stop();
  expect(turns).toBe(3);
  expect(errors).toHaveLength(1);
});

test('(fault-6) a process whose clock differs by more than five seconds runs nothing until it is set right', async () => {
  const home = await roomsDatabase();
  let ahead = 6_000;
  const skew = new ClockSkew(home.database, logger, () => Date.now() + ahead);
  expect(await skew.isTolerable()).toBe(false);
  ahead = -6_000;
  expect(await skew.isTolerable()).toBe(false);
  ahead = 3_000;
  expect(await skew.isTolerable()).toBe(true);
  expect(Math.abs((await skew.measure()) - 3_000)).toBeLessThan(500);
  await home.close();
});

test('(fault-6) workers do not begin while the clocks differ', async () => {
  const home = await roomsDatabase();
  const rooms = new Rooms(home, { machine: () => Date.now() + 10_000 });
  await rooms.start();
  await rooms.command(async (tx) => void (await tx.query(`insert into sink (note) values ('x')`)));
  expect(rooms.backend.workers.map((worker) => worker.isPaused())).toEqual([true, true]);
  await rooms.close();
  await home.close();
});

/** A queue whose worker never hears of anything, as after an outage that it has not noticed. */
class DeafBackend {
  readonly opened: Array<EventEmitter & { closed: boolean }> = [];
  waiting: Array<{ timestamp: number }> = [];

  queue(): Queue {
    return Object.assign(new EventEmitter(), {
      getWaiting: async () => this.waiting,
      close: async () => undefined,
    }) as unknown as Queue;
  }

  worker(_name: string, _process: Processor): Worker {
    const worker = Object.assign(new EventEmitter(), {
      closed: false,
      isPaused: () => false,
      waitUntilReady: async () => undefined,
      close: async () => {
        worker.closed = true;
      },
    });
    this.opened.push(worker);
    return worker as unknown as Worker;
  }
}

test('(fault-4) a worker that does not hear its queue any more is replaced', async () => {
  const backend = new DeafBackend();
  const times = { lockDuration: 10_000, stalledInterval: 5_000, deafAfter: 0 };
  const queue = new WorkQueue('deaf', backend as unknown as QueueBackend, logger, times);
  await queue.start(async () => undefined, 1);
  await new Promise((resolve) => setTimeout(resolve, 2));
  expect(await queue.watch()).toBe(false);
  backend.waiting = [{ timestamp: Date.now() - 1 }];
  await new Promise((resolve) => setTimeout(resolve, 2));
  expect(await queue.watch()).toBe(true);
  expect(backend.opened.map(({ closed }) => closed)).toEqual([true, false]);
  await queue.close();
});

test('a skew cannot be measured without the database', async () => {
  const database = { query: async () => Promise.reject(new Error('away')) } as unknown as Database;
  await expect(new ClockSkew(database, logger).isTolerable()).rejects.toThrow('away');
});
