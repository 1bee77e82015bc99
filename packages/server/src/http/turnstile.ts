/**
 * Lets so many through at a time, the others in the order in which they came: thousands that come back in one moment
 * must not keep everybody else waiting until the last of them is served.
 */
export class Turnstile {
  #inside = 0;
  readonly #waiting: Array<() => void> = [];

  constructor(private readonly atOnce: number) {}

  /** How many have not had their turn yet. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Does the work when it is its turn; answers and fails as that does. */
  async pass<Answer>(work: () => Answer | Promise<Answer>): Promise<Answer> {
    if (this.#inside < this.atOnce) this.#inside++;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#inside--;
    }
  }
}
