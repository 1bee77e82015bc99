/** Milliseconds after which work that is still not done makes room for others: it may wait for something that hangs. */
const LONGEST = 1_000;

/**
 * Lets so many through at a time, the others in the order in which they came: thousands that come back in one moment
 * must not keep everybody else waiting until the last of them is served.
 */
export class Turnstile {
  #inside = 0;
  readonly #waiting: Array<() => void> = [];

  constructor(
    private readonly atOnce: number,
    private readonly longest = LONGEST,
  ) {}

  /** How many have not had their turn yet. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Does the work when it is its turn; answers and fails as that does. */
  async pass<Answer>(work: () => Answer | Promise<Answer>): Promise<Answer> {
    if (this.#inside < this.atOnce) this.#inside++;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    const leave = this.#once();
    const timer = setTimeout(leave, this.longest);
    try {
      return await work();
    } finally {
      clearTimeout(timer);
      leave();
    }
  }

  /** Hands the place on to the next one, however often it is called. */
  #once(): () => void {
    let isInside = true;
    return () => {
      if (!isInside) return;
      isInside = false;
      const next = this.#waiting.shift();
      if (next) next();
      else this.#inside--;
    };
  }
}
