import type { CompiledQuery } from 'kysely';
import type { Answer, Statement } from './pipeline.js';

type Ask = (statement: Statement) => Promise<Answer>;

/**
 * The connection of one transaction, until it is over, and what MikroORM has in its place. PostgreSQL answers in the order in which it was asked, so
 * only those wait who need an answer: what follows travels with what went before.
 */
export class Line {
  isOver = false;
  readonly #ask: Ask;
  readonly #unanswered = new Set<Promise<void>>();
  #failure: unknown;
  /** What has failed where somebody waited for it, and has not been undone: whether told or kept quiet, nothing can be committed. */
  #broken: unknown;

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  /** Asks and waits. Where an earlier statement has failed this one fails as well, and that one is told. */
  run(text: string, values: readonly unknown[]): Promise<Answer> {
    return this.ask({ text, values });
  }

  /** The same for a statement that may have a name of its own. */
  async ask(statement: Statement): Promise<Answer> {
    this.#assertOpen();
    try {
      return await this.#ask(statement);
    } catch (error) {
      this.#broken ??= error;
      await this.#answered();
      throw this.#takeFailure() ?? error;
    }
  }

  /** What MikroORM asks that is more than a text with plain values. */
  executeQuery({ sql, parameters }: CompiledQuery): Promise<Answer> {
    return this.run(sql, parameters);
  }

  /**
   * Asks without waiting. A failure is thrown by whatever is waited for next, at the latest by the commit, which
   * then was none: PostgreSQL refuses all that comes after it. `meaning` says what a failure is to be told as.
   */
  send(text: string, values: readonly unknown[], meaning?: (error: unknown) => unknown): void {
    this.#assertOpen();
    const answered = this.#ask({ text, values })
      .then(
        () => undefined,
        (error: unknown) => {
          this.#failure ??= meaning ? meaning(error) : error;
        },
      )
      .finally(() => this.#unanswered.delete(answered));
    this.#unanswered.add(answered);
  }

  /** Waits for the answers to all that was sent; throws the first failure. */
  async settled(): Promise<void> {
    await this.#answered();
    const failure = this.#takeFailure();
    if (failure !== undefined) throw failure;
  }

  /**
   * Commits, in one message with what was sent before it. Throws the first failure: PostgreSQL answers to a commit
   * behind one that it has rolled back, and that is no error to it.
   */
  async commit(): Promise<void> {
    this.#assertOpen();
    this.isOver = true;
    const [outcome] = await Promise.allSettled([this.#ask({ text: 'commit' })]);
    await this.settled();
    if (outcome.status === 'rejected') throw this.#broken ?? outcome.reason;
    if (outcome.value.command !== 'COMMIT')
      throw this.#broken ?? new Error('the transaction was rolled back instead of committed');
  }

  /** Ends the transaction as if nothing had been asked. The connection is free once this resolves. */
  async rollBack(): Promise<void> {
    this.isOver = true;
    // Behind all that is still on its way; where the connection is lost there is nothing to undo.
    await this.#ask({ text: 'rollback' }).catch(() => undefined);
    await this.#answered();
  }

  /** Goes back to a savepoint: nothing that has happened since counts, no failure either. */
  async rollBackTo(savepoint: string): Promise<void> {
    await this.#answered();
    this.#takeFailure();
    this.#broken = undefined;
    await this.run(`rollback to savepoint ${savepoint}`, []);
  }

  async #answered(): Promise<void> {
    while (this.#unanswered.size > 0) await Promise.all(this.#unanswered);
  }

  #takeFailure(): unknown {
    const failure = this.#failure;
    this.#failure = undefined;
    return failure;
  }

  #assertOpen(): void {
    if (this.isOver) throw new Error('the command of this transaction is over: await what it starts');
  }
}
