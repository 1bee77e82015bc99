import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { instantText } from './instant-text.js';

test('an instant is written as the language writes it, whichever was written before', () => {
  fc.assert(
    fc.property(fc.array(fc.date({ noInvalidDate: true }), { maxLength: 5 }), (instants) => {
      const twice = [...instants, ...instants];
      expect(twice.map(instantText)).toEqual(twice.map((instant) => instant.toISOString()));
    }),
    { numRuns: 2_000 },
  );
});

test('what is no instant is refused', () => {
  expect(() => instantText(new Date(Number.NaN))).toThrow(RangeError);
});
