import { setTimeout as sleep } from 'node:timers/promises';

/** How often a command is run before its caller is told that it has to come again. */
const RUNS = 3;
/** Milliseconds; what stood in each other's way does not come back at the same moment. */
const LONGEST_PAUSE = 30;

/** PostgreSQL has rolled the transaction back because of another one: https://www.postgresql.org/docs/current/mvcc-serialization-failure-handling.html */
const ROLLED_BACK = new Set(['40001', '40P01']);

/** Somebody else was faster with what may be there once, such as a key. The next run finds it, and says so or goes on with it. */
const TAKEN = '23505';

/** Whether PostgreSQL gave a transaction up, in a deadlock or for its place in the order, and not for what it did. */
export function wasGivenWay(error: unknown): boolean {
  return ROLLED_BACK.has(codeOf(error));
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/**
 * Runs the work of a command again, up to two more times, where its transaction had to give way to another one,
 * or came too late for a key that was free when it looked.
 * Nothing remains of a run that was rolled back: what leaves the process does so after the commit only.
 */
export async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let run = 1; ; run++) {
    try {
      return await work();
    } catch (error) {
      if (run === RUNS || !(wasGivenWay(error) || codeOf(error) === TAKEN)) throw error;
    }
    // Machine time, as long as a lock is held: the clock of the platform has nothing to do with it.
    await sleep(LONGEST_PAUSE * Math.random());
  }
}
