import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { Cutoff, Stopping, TimedOut } from './cutoff.js';

const hang = () => new Promise<never>(() => undefined);

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

/** What becomes of work, as far as is known. */
function watch(work: Promise<unknown>) {
  const seen: { outcome?: unknown } = {};
  work.then(
    (answer) => Object.assign(seen, { outcome: answer }),
    (error) => Object.assign(seen, { outcome: error }),
  );
  return seen;
}

test('work that ends in time answers', async () => {
  expect(await new Cutoff(1_000).run(async () => 'done')).toBe('done');
  expect(jest.getTimerCount()).toBe(0);
});

test('an error of the work is its own', async () => {
  const error = new Error('broken');
  const run = new Cutoff(1_000).run(() => {
    throw error;
  });
  await expect(run).rejects.toBe(error);
});

test('work that takes too long is cut off, and its signal says so', async () => {
  const cutoff = new Cutoff(1_000);
  const seen = watch(cutoff.run(hang));
  await jest.advanceTimersByTimeAsync(999);
  expect(seen).toEqual({});
  await jest.advanceTimersByTimeAsync(1);
  expect(seen.outcome).toBeInstanceOf(TimedOut);
  expect(cutoff.isFinal).toBe(true);
});

test('work that ends because it was told to is cut off for that reason', async () => {
  const seen = watch(
    new Cutoff(1_000).run(async (signal) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      throw new Error('whatever the work makes of it');
    }),
  );
  await jest.advanceTimersByTimeAsync(1_000);
  expect(seen.outcome).toBeInstanceOf(TimedOut);
});

test('(fault-20) when its worker stops, work has five seconds to end well', async () => {
  const stopping = new AbortController();
  const ending = Promise.withResolvers<string>();
  const ends = watch(new Cutoff(60_000, stopping.signal).run(() => ending.promise));
  const hangs = watch(new Cutoff(60_000, stopping.signal).run(hang));
  stopping.abort();
  await jest.advanceTimersByTimeAsync(4_000);
  ending.resolve('done');
  await jest.advanceTimersByTimeAsync(0);
  expect(ends.outcome).toBe('done');
  expect(hangs).toEqual({});
  await jest.advanceTimersByTimeAsync(1_000);
  expect(hangs.outcome).toBeInstanceOf(Stopping);
});
