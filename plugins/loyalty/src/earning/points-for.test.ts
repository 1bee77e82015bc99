import { expect, test } from '@jest/globals';
import { Rounding } from '../programs/program-kinds.js';
import { at, pointsFor, shareOf } from './points-for.js';

test.each([
  ['9.99', '1', Rounding.DOWN, 9],
  ['9.99', '1', Rounding.HALF_UP, 10],
  ['9.49', '1', Rounding.HALF_UP, 9],
  ['9.50', '1', Rounding.HALF_UP, 10],
  ['9.01', '1', Rounding.UP, 10],
  ['9.00', '1', Rounding.UP, 9],
  // 0.1 × 3 is no 0.30000000000000004 here.
  ['3', '0.1', Rounding.UP, 1],
  ['30', '0.1', Rounding.UP, 3],
  ['0.29', '100', Rounding.DOWN, 29],
  ['999999999999.99', '0.001', Rounding.DOWN, 999999999],
])('%s at %s a unit, rounded %s, earns %d', (amount, rate, rounding, points) => {
  expect(pointsFor(amount, rate, rounding)).toBe(points);
});

test('a path finds what stands in a payload, and nothing it inherits', () => {
  expect(at({ customer: { id: 'x' } }, 'customer.id')).toBe('x');
  expect(at({ customer: null }, 'customer.id')).toBeUndefined();
  expect(at({}, 'constructor.name')).toBeUndefined();
});

test.each([
  [99, '66.60', '99.90', 66],
  [100, '0.00', '50.00', 0],
  [10, '9.99', '10', 9],
])('of %d points %s of %s leaves %d', (points, left, total, expected) => {
  expect(shareOf(points, left, total)).toBe(expected);
});
