/** Milliseconds; what can't be reached is not asked for more often. */
const AFTER_FAILURE = 1_000;

/**
 * Work that is done over and over, never twice at a time: after each pause, and at once after `kick`. A failed
 * turn is reported and the loop goes on.
 */
export class Loop {
  #running: Promise<void> | undefined;
  #wake: (() => void) | undefined;
  #kicked = false;
  #stopped = true;

  /** `pause` in milliseconds; a turn may answer a shorter one. */
  constructor(
    // biome-ignore lint/suspicious/noConfusingVoidType: most work answers nothing
    readonly work: () => Promise<number | void>,
    readonly pause: number,
    readonly report: (error: unknown) => void,
  ) {}

  start(): void {
    if (!this.#stopped) return;
    this.#stopped = false;
    this.#running = this.#run();
  }

  /** The next turn starts as soon as the present one has ended. Any number of kicks until then is one. */
  kick(): void {
    this.#kicked = true;
    this.#wake?.();
  }

  /** Waits for the present turn. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#wake?.();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      this.#kicked = false;
      let pause = this.pause;
      try {
        pause = Math.min((await this.work()) ?? pause, pause);
      } catch (error) {
        this.report(error);
        pause = Math.max(pause, AFTER_FAILURE);
      }
      if (!this.#kicked && !this.#stopped) await this.#sleep(pause);
    }
  }

  async #sleep(pause: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, Math.max(pause, 0));
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = undefined;
  }
}
