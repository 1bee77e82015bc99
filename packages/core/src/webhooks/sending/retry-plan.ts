const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Pauses behind the first failed attempt, the second and so on; behind the last a message is given up. */
const PAUSES = [
  5 * SECOND,
  MINUTE,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  24 * HOUR,
];

/** Failures in a row, over all messages to a target, behind which it is left alone for a while. */
export const FAILURES_UNTIL_PAUSE = 5;

const FIRST_PAUSE = 30 * SECOND;
const LONGEST_PAUSE = HOUR;

/** Milliseconds until the next attempt of a message that has failed so often; null when it is given up. */
export function pauseBeforeRetry(failed: number, random: () => number = Math.random): number | null {
  const pause = PAUSES[failed - 1];
  return pause === undefined ? null : spread(pause, random);
}

/** Milliseconds for which a target is left alone that has failed so often in a row; null while it is not. */
export function pauseOfTarget(failures: number, random: () => number = Math.random): number | null {
  const beyond = failures - FAILURES_UNTIL_PAUSE;
  if (beyond < 0) return null;
  return spread(Math.min(FIRST_PAUSE * 2 ** Math.min(beyond, 20), LONGEST_PAUSE), random);
}

/** By a fifth either way, so that what failed together does not come back together. */
function spread(pause: number, random: () => number): number {
  return Math.round(pause * (0.8 + random() * 0.4));
}
