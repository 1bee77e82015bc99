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
