/** The one source of the present. Domain code asks it, never `Date.now()`, so that a test can move a year. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands still until it is moved. */
export class TestClock implements Clock {
  #now: number;

  constructor(start: Date | string) {
    this.#now = new Date(start).getTime();
  }

  now(): Date {
    return new Date(this.#now);
  }

  /** Moves the clock on; `@candor/testing` wraps this so that everything due by then has run. */
  set(instant: Date): void {
    if (instant.getTime() < this.#now) throw new Error('a test clock moves forward only');
    this.#now = instant.getTime();
  }
}
