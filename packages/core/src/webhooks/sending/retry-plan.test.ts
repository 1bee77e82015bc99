import { describe, expect, test } from '@jest/globals';
import { FAILURES_UNTIL_PAUSE, pauseBeforeRetry, pauseOfTarget } from './retry-plan.js';

const HOUR = 3_600_000;
const even = () => 0.5;

describe('a message that fails', () => {
  test('is tried ten times over some two days, at growing distances, and then given up', () => {
    const pauses: number[] = [];
    for (let failed = 1; ; failed++) {
      const pause = pauseBeforeRetry(failed, even);
      if (pause === null) break;
      pauses.push(pause);
    }
    expect(pauses).toHaveLength(9);
    expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
    const hours = pauses.reduce((sum, pause) => sum + pause, 0) / HOUR;
    expect(hours).toBeGreaterThan(48);
    expect(hours).toBeLessThan(60);
  });

  test('comes back spread by a fifth either way', () => {
    expect(pauseBeforeRetry(1, () => 0)).toBe(4_000);
    expect(pauseBeforeRetry(1, () => 1)).toBe(6_000);
  });
});

test('a target that fails several times in a row is left alone, longer each time, at most an hour', () => {
  expect(pauseOfTarget(FAILURES_UNTIL_PAUSE - 1, even)).toBeNull();
  expect(pauseOfTarget(FAILURES_UNTIL_PAUSE, even)).toBe(30_000);
  expect(pauseOfTarget(FAILURES_UNTIL_PAUSE + 1, even)).toBe(60_000);
  expect(pauseOfTarget(1_000_000, even)).toBe(HOUR);
});
