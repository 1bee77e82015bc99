import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Turnstile } from './turnstile.js';

it('lets so many through at a time, and the others in the order in which they came', async () => {
  const turnstile = new Turnstile(2);
  const begun: number[] = [];
  const ends: Array<(failed: boolean) => void> = [];
  const all = [0, 1, 2, 3].map((n) =>
    turnstile.pass(() => {
      begun.push(n);
      return new Promise<number>((resolve, reject) => {
        ends[n] = (failed) => (failed ? reject(new Error(`of ${n}`)) : resolve(n));
      });
    }),
  );
  expect(begun).toEqual([0, 1]);
  expect(turnstile.waiting).toBe(2);
  ends[1]!(false);
  expect(await all[1]).toBe(1);
  expect(begun).toEqual([0, 1, 2]);
  // One that fails makes room as well.
  ends[0]!(true);
  await expect(all[0]).rejects.toThrow('of 0');
  expect(begun).toEqual([0, 1, 2, 3]);
  ends[2]!(false);
  ends[3]!(false);
  await Promise.all([all[2], all[3]]);
  expect(await turnstile.pass(() => 'at once')).toBe('at once');
});

describe('while those inside wait for something themselves', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  /** One place, which is taken; who comes in says so. */
  function taken(busy: () => number) {
    const turnstile = new Turnstile(1, busy);
    const hanging = Promise.withResolvers<string>();
    const order: string[] = [];
    const first = turnstile.pass(() => hanging.promise);
    const others = ['b', 'c'].map((name) =>
      turnstile.pass(() => {
        order.push(name);
        return hanging.promise;
      }),
    );
    return { turnstile, hanging, order, all: [first, ...others] };
  }

  it('a process that has time lets more in, and a busy one does not', async () => {
    let share = 0.9;
    const { order, hanging, all } = taken(() => share);
    await jest.advanceTimersByTimeAsync(500);
    expect(order).toEqual([]);
    share = 0.2;
    await jest.advanceTimersByTimeAsync(10);
    expect(order).toEqual(['b']);
    await jest.advanceTimersByTimeAsync(10);
    expect(order).toEqual(['b', 'c']);
    hanging.resolve('late');
    expect(await Promise.all(all)).toEqual(['late', 'late', 'late']);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('in a busy process too they make room after a second, and are still answered', async () => {
    const { order, hanging, all } = taken(() => 1);
    await jest.advanceTimersByTimeAsync(990);
    expect(order).toEqual([]);
    await jest.advanceTimersByTimeAsync(10);
    expect(order).toEqual(['b']);
    hanging.resolve('late');
    expect(await Promise.all(all)).toEqual(['late', 'late', 'late']);
  });

  it('places that were given beyond those there are are not handed on', async () => {
    let share = 0;
    const { turnstile, hanging, order, all } = taken(() => share);
    await jest.advanceTimersByTimeAsync(20);
    share = 1;
    const ends = ['d', 'e'].map((name) => {
      const end = Promise.withResolvers<void>();
      const passed = turnstile.pass(() => {
        order.push(name);
        return end.promise;
      });
      return { end, passed };
    });
    hanging.resolve('late');
    await Promise.all(all);
    // Three have left; one place is there.
    expect(order).toEqual(['b', 'c', 'd']);
    expect(turnstile.waiting).toBe(1);
    for (const { end, passed } of ends) {
      end.resolve();
      await passed;
    }
    expect(order).toEqual(['b', 'c', 'd', 'e']);
  });
});
