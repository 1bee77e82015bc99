import { expect, test } from '@jest/globals';
import type { ExecutionResult } from 'graphql';
import { Delivery, type LiveFact } from './delivery.js';
import { EventQueue, type QueueLimits } from './event-queue.js';
import { LiveEventKind } from './types.js';

const LIMITS: QueueLimits = { events: 5, bytes: 2_000, stalledFor: 60_000 };

function queueOf(limits: Partial<QueueLimits> = {}, backlog = { bytes: 0 }) {
  const log: string[] = [];
  const state = { mayDeliver: true };
  const queue: EventQueue = new EventQueue({
    limits: { ...LIMITS, ...limits },
    backlog,
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

test('(fault-8) events that nobody has executed yet are counted as well', () => {
  const { queue, log } = queueOf({ events: 1_000 });
  const unread = () => queue.push(new Delivery(() => Promise.reject(new Error('nobody reads it'))));
  for (let n = 0; n < 7; n++) unread();
  expect(log).toEqual([]);
  unread();
  expect(log).toEqual(['overflow', 'ended']);
});

test('a watcher that keeps reading may get any number of events', async () => {
  const { queue, log } = queueOf({ bytes: 700 });
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

/** A sink that takes so many at once, and what it has taken. */
function sinkOf(room: number) {
  const taken: unknown[] = [];
  let left = room;
  return {
    taken,
    take: ({ data, errors }: ExecutionResult) => {
      taken.push(data?.n ?? errors?.[0]?.extensions.code);
      return --left > 0;
    },
    done: () => {
      taken.push('done');
    },
    refill: () => {
      left = room;
    },
  };
}

test('a sink gets everything in order without asking, as long as it takes', async () => {
  const { queue } = queueOf();
  const sink = sinkOf(Number.POSITIVE_INFINITY);
  queue.restart([fact(1)]);
  queue.push(Delivery.of(result(2)));
  queue.flowTo(sink);
  expect(sink.taken).toEqual([]);
  queue.resume();
  expect(sink.taken).toEqual([1, 2]);
  const slow = Promise.withResolvers<ExecutionResult>();
  queue.push(new Delivery(() => slow.promise));
  queue.push(Delivery.of(result(4)));
  expect(sink.taken).toEqual([1, 2]);
  slow.resolve(result(3));
  await slow.promise;
  await Promise.resolve();
  expect(sink.taken).toEqual([1, 2, 3, 4]);
  queue.end('leaving');
  queue.push(Delivery.of(result(5)));
  expect(sink.taken).toEqual([1, 2, 3, 4, 'UNAVAILABLE', 'done']);
});

test('(fault-8) a sink that is full gets no more, and what waits for it is bounded', () => {
  const { queue, log } = queueOf({ stalledFor: -1 });
  const sink = sinkOf(2);
  queue.flowTo(sink);
  queue.resume();
  for (const n of [1, 2, 3, 4]) queue.push(Delivery.of(result(n)));
  expect(sink.taken).toEqual([1, 2]);
  expect(queue.isStalled).toBe(true);
  sink.refill();
  queue.resume();
  expect(sink.taken).toEqual([1, 2, 3, 4]);
  for (const n of [5, 6, 7, 8, 9, 10]) queue.push(Delivery.of(result(n)));
  expect(log).toEqual(['overflow', 'ended']);
  expect(sink.taken).toEqual([1, 2, 3, 4]);
});

test('(fault-8) what the subscriptions of one connection leave unread is counted together, and given back', () => {
  const backlog = { bytes: 0 };
  const [one, other] = [queueOf({}, backlog), queueOf({}, backlog)];
  one.queue.push(Delivery.of(result(1, 'x'.repeat(600))));
  other.queue.push(Delivery.of(result(1, 'x'.repeat(300))));
  expect(backlog.bytes).toBeGreaterThan(900);
  expect(other.log).toEqual([]);
  other.queue.push(Delivery.of(result(2, 'x'.repeat(300))));
  expect(other.log).toEqual(['overflow', 'ended']);
  void one.queue.next();
  expect(backlog.bytes).toBe(0);
});

test('sec-4 a sink is handed nothing either once the session is over', () => {
  const { queue, state } = queueOf();
  const sink = sinkOf(10);
  queue.flowTo(sink);
  queue.resume();
  queue.push(Delivery.of(result(1)));
  state.mayDeliver = false;
  queue.push(Delivery.of(result(2)));
  expect(sink.taken).toEqual([1, 'UNAUTHENTICATED', 'done']);
});

test('whoever waits for the end hears of it once, also when it comes late', () => {
  const { queue } = queueOf();
  const heard: string[] = [];
  queue.whenOver(() => heard.push('over'));
  queue.end();
  queue.end();
  queue.whenOver(() => heard.push('late'));
  expect(heard).toEqual(['over', 'late']);
});
