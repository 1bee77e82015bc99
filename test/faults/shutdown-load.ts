import { ask, type Board, post } from './boards.js';

/** Who asks at a steady rate, whatever the answers take, and tells those apart that the server had begun with. */
export class SteadyLoad {
  answered = 0;
  /** What was asked elsewhere, as a balancer does that has heard of a server which is not ready. */
  elsewhere = 0;
  /** What was begun and not answered, or answered by an error. */
  readonly failures: string[] = [];
  readonly #timer: NodeJS.Timeout;
  #isOut = false;
  readonly #running = new Set<Promise<void>>();

  constructor(
    private readonly url: string,
    private readonly token: string,
    private readonly boards: readonly Board[],
    perSecond: number,
  ) {
    let turn = 0;
    // Timers are late now and then: what is behind is made up for.
    const begun = performance.now();
    this.#timer = setInterval(() => {
      const due = ((performance.now() - begun) / 1_000) * perSecond;
      for (; turn < due; turn++) this.#begin(turn);
    }, 5);
  }

  /** Nothing more goes to this server. */
  takeOut(): void {
    this.#isOut = true;
  }

  /** Begins nothing more, and waits for what is under way. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#running);
  }

  #begin(turn: number): void {
    if (this.#isOut) {
      this.elsewhere++;
      return;
    }
    const board = this.boards[turn % this.boards.length]!;
    const isWrite = turn % 20 === 0;
    const asked: Promise<unknown> = isWrite
      ? post(this.url, this.token, board)
      : ask(this.url, this.token, '{ viewer { kind } }', {});
    const running = asked
      .then(
        () => void this.answered++,
        (error: Error & { cause?: { code?: string } }) =>
          void this.failures.push(`${error.message} ${error.cause?.code ?? ''}`),
      )
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }
}
