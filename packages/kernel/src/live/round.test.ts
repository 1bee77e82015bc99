import { expect, test } from '@jest/globals';
import { Round } from './round.js';

const calls = (round: Round<number>, times: number, of: number) =>
  Array.from({ length: times }, () => round.next(of));

test.each([0, 1, 3, 10, 11, 25, 100])(
  'of %i all have their turn once in ten calls, again and again',
  (size) => {
    const all = new Set(Array.from({ length: size }, (_, n) => n));
    const round = new Round(all);
    for (let time = 0; time < 3; time++) {
      const some = calls(round, 10, 10);
      expect(some.flat().toSorted((a, b) => a - b)).toEqual([...all]);
      const sizes = some.map(({ length }) => length);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }
  },
);

test('who comes has a turn in time, and who goes has none any more', () => {
  const all = new Set([1, 2, 3, 4]);
  const round = new Round(all);
  expect(round.next(4)).toEqual([1]);
  all.delete(2);
  all.add(5);
  expect(calls(round, 4, 4).flat()).toEqual([3, 4, 5, 1]);
});
