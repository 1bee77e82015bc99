/** Milliseconds that work may still take after its worker was told to stop. */
const GRACE = 5_000;

/** Why work was cut off: it took too long. */
export class TimedOut extends Error {}

/** Why work was cut off: its worker stops. Somebody else does it, and it counts as not begun. */
export class Stopping extends Error {
  constructor() {
    super('the worker stops');
  }
}

/** Ends work from outside: when its time is over, when its worker stops, or for any other reason. */
export class Cutoff {
  readonly #over = new AbortController();
  readonly #timer: NodeJS.Timeout;
  readonly #stop = () => this.abort(new Stopping());

  /** `timeout` in milliseconds. */
  constructor(
    timeout: number,
    readonly stopping: AbortSignal = new AbortController().signal,
  ) {
    const expired = () => this.abort(new TimedOut(`took longer than ${timeout / 1_000} s`));
    this.#timer = setTimeout(expired, timeout).unref();
    stopping.addEventListener('abort', this.#stop, { once: true });
    if (stopping.aborted) this.#stop();
  }

  get signal(): AbortSignal {
    return this.#over.signal;
  }

  /** Whether what the work still wants to write must be refused. */
  get isFinal(): boolean {
    return this.signal.aborted && !(this.signal.reason instanceof Stopping);
  }

  abort(reason: Error): void {
    this.#over.abort(reason);
  }

  /**
   * What the work answers. Once it is cut off, the reason of that is thrown, whatever the work itself then
   * does; with a worker that stops it has a few seconds to end well.
   */
  async run<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    try {
      return await Promise.race([this.#cut(), (async () => work(this.signal))()]);
    } catch (error) {
      throw this.signal.aborted ? this.signal.reason : error;
    } finally {
      clearTimeout(this.#timer);
      this.stopping.removeEventListener('abort', this.#stop);
    }
  }

  #cut(): Promise<never> {
    return new Promise((_resolve, reject) => {
      const cut = () => {
        const { reason } = this.signal;
        if (reason instanceof Stopping) setTimeout(() => reject(reason), GRACE).unref();
        else reject(reason);
      };
      if (this.signal.aborted) cut();
      else this.signal.addEventListener('abort', cut, { once: true });
    });
  }
}
