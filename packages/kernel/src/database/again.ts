import { setTimeout as sleep } from 'node:timers/promises';

/** How often a command is run before its caller is told that it has to come again. */
const RUNS = 3;
/** Milliseconds; what stood in each other's way does not come back at the same moment. */
const LONGEST_PAUSE = 30;

/** PostgreSQL has rolled the transaction back because of another one: https://www.postgresql.org/docs/current/mvcc-serialization-failure-handling.html */
const ROLLED_BACK = new Set(['40001', '40P01']);

/** Whether PostgreSQL gave a transaction up, in a deadlock or for its place in the order, and not for what it did. */
export function wasGivenWay(error: unknown): boolean {
  return error instanceof Error && 'code' in error && ROLLED_BACK.has(String(error.code));
}

/**
 * Runs the work of a command again, up to two more times, where its transaction had to give way to another one.
 * Nothing remains of a run that was rolled back: what leaves the process does so after the commit only.
 */
export async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let run = 1; ; run++) {
    try {
      return await work();
    } catch (error) {
      if (run === RUNS || !wasGivenWay(error)) throw error;
    }
    // Machine time, as long as a lock is held: the clock of the platform has nothing to do with it.
    await sleep(LONGEST_PAUSE * Math.random());
  }
}
