import { type ChildMessage, SIGN_EVERY } from './tell-parent.js';

/** After so many turns without a sign a child is taken for stuck: it is back within ten seconds. */
const MOST_SILENT = 7;

/**
 * Looks whether a child still shows life, from its first sign on. Counts turns of this process's own event loop
 * instead of time: where the machine slept, or had no time for anybody, nobody has been silent.
 */
export class SignsOfLife {
  #silent = 0;
  #timer: NodeJS.Timeout | undefined;

  /** `stuck` is called once, when the child has been silent for too long. */
  constructor(
    readonly stuck: () => void,
    readonly every = SIGN_EVERY,
  ) {}

  /** Whether a message is a sign of life, and nothing that anybody else should hear. */
  hears(message: unknown): boolean {
    if ((message as ChildMessage | null)?.type !== 'alive') return false;
    this.#silent = 0;
    this.#timer ??= setInterval(() => this.#count(), this.every).unref();
    return true;
  }

  end(): void {
    clearInterval(this.#timer);
  }

  #count(): void {
    if (++this.#silent <= MOST_SILENT) return;
    this.end();
    this.stuck();
  }
}
