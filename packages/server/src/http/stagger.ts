import { setTimeout as pause } from 'node:timers/promises';

/** Milliseconds between two that are let go: a hundred a second come back elsewhere without a storm. */
const GAP = 10;

/**
 * Does something to one after the other, spread evenly over at most `spread` milliseconds, so that all who are
 * sent away do not come back in one instant.
 */
export async function staggered<T>(all: Iterable<T>, spread: number, each: (one: T) => void): Promise<void> {
  const list = [...all];
  const gap = Math.min(GAP, spread / Math.max(1, list.length));
  const start = performance.now();
  for (const [index, one] of list.entries()) {
    const wait = start + index * gap - performance.now();
    if (wait >= 1) await pause(wait);
    each(one);
  }
}
