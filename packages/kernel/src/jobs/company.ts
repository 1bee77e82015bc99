import { setTimeout as sleep } from 'node:timers/promises';

/** Whoever is to be alone finds the others busy for too long: another process, or another time, may have room. */
export class NoRoom extends Error {
  constructor() {
    super('what runs here already leaves no room to be alone');
  }
}

export interface CompanyTimes {
  /** Milliseconds that one who is to be alone waits for the others to end. */
  readonly wait: number;
  /** Milliseconds that it then is alone. Whatever takes a process down has mostly done so by then. */
  readonly alone: number;
}

const TIMES: CompanyTimes = { wait: 5_000, alone: 30_000 };

/**
 * Who runs beside whom in one process. Work that was there when its process ended may be what ended it, or may
 * only have stood beside that. Before it is condemned it runs alone: then it is known.
 */
export class Company {
  #present = 0;
  #closed: Promise<void> | undefined;
  #left: () => void = () => undefined;

  constructor(readonly times: CompanyTimes = TIMES) {}

  /** Beside others; waits while one is alone. */
  async together<T>(work: () => Promise<T>): Promise<T> {
    while (this.#closed) await this.#closed;
    return this.#inside(work);
  }

  /** With nobody else. Throws `NoRoom` where the others do not end in time: then there is no use in waiting here. */
  async alone<T>(work: () => Promise<T>): Promise<T> {
    while (this.#closed) await this.#closed;
    const opened = Promise.withResolvers<void>();
    this.#closed = opened.promise;
    const open = () => {
      if (this.#closed === opened.promise) this.#closed = undefined;
      opened.resolve();
    };
    let timer: NodeJS.Timeout | undefined;
    try {
      if (!(await this.#isEmpty())) throw new NoRoom();
      timer = setTimeout(open, this.times.alone);
      return await this.#inside(work);
    } finally {
      clearTimeout(timer);
      open();
    }
  }

  async #isEmpty(): Promise<boolean> {
    if (this.#present === 0) return true;
    const left = Promise.withResolvers<true>();
    this.#left = () => this.#present === 0 && left.resolve(true);
    return Promise.race([left.promise, sleep(this.times.wait, false, { ref: false })]);
  }

  async #inside<T>(work: () => Promise<T>): Promise<T> {
    this.#present++;
    try {
      return await work();
    } finally {
      this.#present--;
      this.#left();
    }
  }
}
