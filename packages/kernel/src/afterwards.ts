import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds: long enough that an answer goes first, and that what comes together is written together. */
const PAUSE = 20;

/**
 * Small work that follows from an answer and that nobody waits for, such as counting. It begins behind the answer and
 * outside of its transaction and its time limit; a failure is reported. It is done before the process stops in order,
 * and lost where the process is killed: what must not be lost is a job.
 */
export class Afterwards {
  readonly #open = new Set<Promise<void>>();
  /** What runs in here knows nothing of the request that it follows from. */
  readonly #outside = AsyncLocalStorage.snapshot();

  constructor(private readonly report: (error: unknown) => void) {}

  add(work: () => Promise<unknown>): void {
    const done = this.#outside(() => this.#run(work)).finally(() => this.#open.delete(done));
    this.#open.add(done);
  }

  /** Resolves when nothing is left to do. */
  async settled(): Promise<void> {
    while (this.#open.size > 0) await Promise.all(this.#open);
  }

  async #run(work: () => Promise<unknown>): Promise<void> {
    try {
      await sleep(PAUSE);
      await work();
    } catch (error) {
      this.report(error);
    }
  }
}
