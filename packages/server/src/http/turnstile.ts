import { performance } from 'node:perf_hooks';

/** How often it is looked whether those who wait have to, in milliseconds. */
const LOOK = 10;
/** A process that was busy for less than this share of the time has room for more. */
const BUSY = 0.5;
/** So many looks without anybody leaving, and those inside hang rather than work: after a second or more. */
const HANGING = 100;

/**
 * Lets so many through at a time, the others in the order in which they came: thousands that come back in one moment
 * must not keep everybody else waiting until the last of them is served. It holds nobody up for nothing: while those
 * inside wait for something themselves and the process has time, more are let in.
 */
export class Turnstile {
  #inside = 0;
  readonly #waiting: Array<() => void> = [];
  #looking: NodeJS.Timeout | undefined;
  /** Looks since somebody came in or left. */
  #still = 0;

  constructor(
    private readonly atOnce: number,
    /** The share of its time for which the process was busy since this was asked last. */
    private readonly busy: () => number = busyShare(),
  ) {}

  /** How many have not had their turn yet. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Does the work when it is its turn; answers and fails as that does. */
  async pass<Answer>(work: () => Answer | Promise<Answer>): Promise<Answer> {
    if (this.#inside < this.atOnce) this.#inside++;
    else await this.#turn();
    try {
      return await work();
    } finally {
      this.#leave();
    }
  }

  #turn(): Promise<void> {
    if (this.#looking === undefined) {
      this.busy();
      this.#still = 0;
      this.#looking = setInterval(() => this.#look(), LOOK).unref();
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #look(): void {
    this.#still++;
    if (this.busy() < BUSY || this.#still >= HANGING) this.#admit(this.atOnce);
    if (this.#waiting.length > 0) return;
    clearInterval(this.#looking);
    this.#looking = undefined;
  }

  #admit(most: number): void {
    this.#still = 0;
    for (const next of this.#waiting.splice(0, most)) {
      this.#inside++;
      next();
    }
  }

  /** Makes room for the next one, unless more are inside than should be. */
  #leave(): void {
    this.#inside--;
    this.#still = 0;
    if (this.#inside < this.atOnce) this.#admit(1);
  }
}

function busyShare(): () => number {
  let last = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, last);
    last = now;
    return utilization;
  };
}
