import { expect, test } from '@jest/globals';
import type { ExecutionResult } from 'graphql';
import { Delivery, type LiveFact } from './delivery.js';
import { EventQueue, type QueueLimits } from './event-queue.js';
import { LiveEventKind } from './types.js';

const LIMITS: QueueLimits = { events: 5, bytes: 1_000, stalledFor: 60_000 };

function queueOf(limits: Partial<QueueLimits> = {}) {
  const log: string[] = [];
  const state = { mayDeliver: true };
  const queue: EventQueue = new EventQueue({
    limits: { ...LIMITS, ...limits },
    deliveryOf: (fact) => {
      log.push(`executes ${fact.offset}`);
      return Delivery.of(result(fact.offset));
    },
    mayDeliver: () => {
      if (!state.mayDeliver) queue.end('expired');
      return state.mayDeliver;
    },
    overflow: () => {
      log.push('overflow');
      queue.end('slow');
    },
    ended: () => log.push('ended'),
  });
  return { queue, log, state };
}

const result = (n: number, text = ''): ExecutionResult => ({ data: { n, text } });
const fact = (offset: number): LiveFact => ({
  kind: LiveEventKind.CHANGE,
  epoch: 'e',
  offset,
  recovered: true,
  facts: {},
});
const read = async (queue: EventQueue) => (await queue.next()).value?.data?.n;

test('what was missed comes before what came since, and is executed only as it is read', async () => {
  const { queue, log } = queueOf();
  queue.restart([fact(1), fact(2)]);
  queue.push(Delivery.of(result(3)));
  expect(log).toEqual([]);
  expect(await read(queue)).toBe(1);
  expect(log).toEqual(['executes 1']);
  expect([await read(queue), await read(queue)]).toEqual([2, 3]);
});

test('events are handed out in order although a later one was executed sooner', async () => {
  const { queue } = queueOf();
  const slow = Promise.withResolvers<ExecutionResult>();
  queue.push(new Delivery(() => slow.promise));
  queue.push(Delivery.of(result(2)));
  const reads = [read(queue), read(queue)];
  slow.resolve(result(1));
  expect(await Promise.all(reads)).toEqual([1, 2]);
});

test('a pending read ends at once when the watcher leaves', async () => {
  const { queue, log } = queueOf();
  const pending = queue.next();
  await queue.return();
  expect(await pending).toEqual({ value: undefined, done: true });
  queue.push(Delivery.of(result(1)));
  expect((await queue.next()).done).toBe(true);
  expect(log).toEqual(['ended']);
});

test('(fault-8) more unread events than allowed end the queue, with the reason as its last result', async () => {
  const { queue, log } = queueOf();
  for (const n of [1, 2, 3, 4, 5]) queue.push(Delivery.of(result(n)));
  expect(log).toEqual([]);
  queue.push(Delivery.of(result(6)));
  expect(log).toEqual(['overflow', 'ended']);
  const { value } = await queue.next();
  expect(value?.errors?.[0]?.extensions).toMatchObject({ code: 'UNAVAILABLE', retryable: true });
  expect((await queue.next()).done).toBe(true);
});

test('(fault-8) more unread bytes than allowed end the queue', () => {
  const { queue, log } = queueOf();
  queue.push(Delivery.of(result(1, 'x'.repeat(400))));
  queue.push(Delivery.of(result(2, 'x'.repeat(400))));
  expect(log).toEqual([]);
  queue.push(Delivery.of(result(3, 'x'.repeat(400))));
  expect(log).toEqual(['overflow', 'ended']);
});

test('a watcher that keeps reading may get any number of events', async () => {
  const { queue, log } = queueOf({ bytes: 200 });
  for (let n = 0; n < 100; n++) {
    queue.push(Delivery.of(result(n, 'x'.repeat(30))));
    if (n % 2) expect([await read(queue), await read(queue)]).toEqual([n - 1, n]);
  }
  expect(log).toEqual([]);
});

test('a watcher that reads nothing for too long although there is something is stalled', async () => {
  const { queue } = queueOf({ stalledFor: -1 });
  expect(queue.isStalled).toBe(false);
  const reading = queue.next();
  queue.push(Delivery.of(result(1)));
  await reading;
  expect(queue.isStalled).toBe(false);
  queue.push(Delivery.of(result(2)));
  expect(queue.isStalled).toBe(true);
  await queue.next();
  expect(queue.isStalled).toBe(false);
});

test('sec-4 nothing is handed out once the session is over, though it was there before', async () => {
  const { queue, state } = queueOf();
  queue.push(Delivery.of(result(1)));
  queue.push(Delivery.of(result(2)));
  expect(await read(queue)).toBe(1);
  state.mayDeliver = false;
  const { value } = await queue.next();
  expect(value?.data).toBeUndefined();
  expect(value?.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  expect((await queue.next()).done).toBe(true);
});

test('a restart gives up what is unread, also what is being executed', async () => {
  const { queue } = queueOf();
  const old = Promise.withResolvers<ExecutionResult>();
  queue.push(new Delivery(() => old.promise));
  const reading = read(queue);
  queue.restart([fact(7)]);
  expect(await reading).toBe(7);
  old.resolve(result(1));
  queue.push(Delivery.of(result(8)));
  expect(await read(queue)).toBe(8);
});

test('after the last event of a subject the queue is complete', async () => {
  const { queue } = queueOf();
  queue.push(new Delivery(async () => result(1), true));
  queue.push(Delivery.of(result(2)));
  expect(await read(queue)).toBe(1);
  expect((await queue.next()).done).toBe(true);
});
