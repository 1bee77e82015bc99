import type { Estimate } from './interval.js';

/** The difference of two independent figures, with its 95 % interval. */
export interface Difference {
  /** Null where one of them has no value. */
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/**
 * `now − then` with the interval that is recovered from the two intervals (square-and-add; Zou and Donner 2008). Of two
 * shares with Wilson intervals it is method 10 of Newcombe (1998): 56 of 70 less 48 of 80 gives 0.2, [0.0524, 0.3339].
 */
export function difference(now: Estimate, then: Estimate): Difference {
  if (now.value === null || then.value === null) return { value: null, low: null, high: null };
  const value = now.value - then.value;
  if (now.low === null || now.high === null || then.low === null || then.high === null)
    return { value, low: null, high: null };
  return {
    value,
    low: value - Math.hypot(now.value - now.low, then.high - then.value),
    high: value + Math.hypot(now.high - now.value, then.value - then.low),
  };
}
