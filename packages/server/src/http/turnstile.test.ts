import { expect, it } from '@jest/globals';
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

it('work that hangs makes room after a while, and is still answered when it is done', async () => {
  const turnstile = new Turnstile(1, 10);
  const hanging = Promise.withResolvers<string>();
  const first = turnstile.pass(() => hanging.promise);
  const order: string[] = [];
  const others = ['b', 'c'].map((name) => turnstile.pass(() => void order.push(name)));
  await Promise.all(others);
  expect(order).toEqual(['b', 'c']);
  hanging.resolve('late');
  expect(await first).toBe('late');
  // The place that was given up is not handed on again.
  const held = Promise.withResolvers<void>();
  const holding = turnstile.pass(() => held.promise);
  const next = turnstile.pass(() => 'next');
  expect(turnstile.waiting).toBe(1);
  held.resolve();
  await holding;
  expect(await next).toBe('next');
});
