import { expect, jest, test } from '@jest/globals';
import { SignsOfLife } from './signs-of-life.js';

const SIGN = { type: 'alive' };

function watched() {
  let stuck = 0;
  const signs = new SignsOfLife(() => stuck++, 1_000);
  return { signs, stuck: () => stuck };
}

test('a child that falls silent after it has shown life is taken for stuck, once and within nine seconds', () => {
  jest.useFakeTimers();
  const { signs, stuck } = watched();
  expect(signs.hears(SIGN)).toBe(true);
  for (let n = 0; n < 20; n++) {
    jest.advanceTimersByTime(1_000);
    signs.hears(SIGN);
  }
  jest.advanceTimersByTime(7_000);
  expect(stuck()).toBe(0);
  jest.advanceTimersByTime(2_000);
  expect(stuck()).toBe(1);
  jest.advanceTimersByTime(60_000);
  expect(stuck()).toBe(1);
  jest.useRealTimers();
});

test('one that has never shown life may take its time to start, and one that has ended is not looked at', () => {
  jest.useFakeTimers();
  const starting = watched();
  expect(starting.signs.hears({ type: 'prepared' })).toBe(false);
  const ended = watched();
  ended.signs.hears(SIGN);
  ended.signs.end();
  jest.advanceTimersByTime(60_000);
  expect([starting.stuck(), ended.stuck()]).toEqual([0, 0]);
  jest.useRealTimers();
});
