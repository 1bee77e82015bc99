import { setTimeout as pause } from 'node:timers/promises';

/**
 * Asks again and again until the answer is true, for things that no event tells of (another process, a
 * server that starts). Answers false when the patience, in milliseconds, is over.
 */
export async function until(
  condition: () => boolean | Promise<boolean>,
  patience: number,
  interval = 25,
): Promise<boolean> {
  const end = performance.now() + patience;
  for (;;) {
    if (await condition()) return true;
    if (performance.now() >= end) return false;
    await pause(interval);
  }
}
