import pg from 'pg';
import type { Cancel, Interruption } from './interruption.js';
import { type Answer, ask, Pipeline, Skipped, type Statement } from './pipeline.js';

interface Asked {
  readonly statement: Statement;
  readonly answer: PromiseWithResolvers<Answer>;
}

/**
 * Statements in the name of operations that can be given up: their statements end then, and the connections go back
 * clean. While all connections are taken, what an operation asks waits for one connection and travels on it
 * together, which spares the writes, the reads and the waiting of all but the first.
 */
export class Gathering {
  /** What waits for a connection already, by the operation that asks. */
  readonly #waiting = new WeakMap<Interruption, Asked[]>();

  constructor(
    private readonly pool: pg.Pool,
    private readonly types: pg.CustomTypesConfig,
    private readonly cancel: Cancel,
  ) {}

  query(interruption: Interruption, statement: Statement): Promise<Answer> {
    interruption.check();
    const asked: Asked = { statement, answer: Promise.withResolvers() };
    const waiting = this.#waiting.get(interruption);
    if (waiting && this.#isTaken()) {
      waiting.push(asked);
    } else {
      const together = [asked];
      this.#waiting.set(interruption, together);
      void this.#send(interruption, together);
    }
    return asked.answer.promise;
  }

  /** Whether who comes now would have to wait. */
  #isTaken(): boolean {
    const { waitingCount, idleCount, totalCount, options } = this.pool;
    return waitingCount >= idleCount + (options.max - totalCount);
  }

  async #send(interruption: Interruption, together: readonly Asked[]): Promise<void> {
    let client: pg.PoolClient;
    try {
      client = await this.pool.connect();
    } catch (error) {
      for (const { answer } of together) answer.reject(error);
      return;
    } finally {
      // Nothing joins it any more.
      if (this.#waiting.get(interruption) === together) this.#waiting.delete(interruption);
    }
    if (interruption.isGivenUp) {
      client.release();
      for (const { answer } of together) answer.reject(interruption.signal.reason);
      return;
    }
    const held = interruption.hold(client, this.cancel);
    const lost = await this.#run(client, interruption, together);
    held.letGo();
    await held.settled();
    client.release(lost);
  }

  /** Resolves when all have been answered, with the reason why the connection is of no use any more. */
  #run(
    client: pg.PoolClient,
    interruption: Interruption,
    together: readonly Asked[],
  ): Promise<Error | undefined> {
    const over = Promise.withResolvers<Error | undefined>();
    let lost: Error | undefined;
    let left = together.length;
    const answered = (): void => {
      left -= 1;
      if (left === 0) over.resolve(lost);
    };
    const pipeline = new Pipeline(client, this.types);
    const alone = (statement: Statement) => ask(client, this.types, statement);
    for (const { statement, answer } of together) {
      // What has a name is of the reader, and changes nothing. In one piece, it is not its fault if another fails.
      const asked =
        statement.name === undefined
          ? alone(statement)
          : pipeline.ask(statement).catch((error: Error) => {
              if (error instanceof Skipped && !interruption.isGivenUp) return alone(statement);
              throw error;
            });
      asked.then(
        (result) => {
          answered();
          answer.resolve(result);
        },
        (error: Error) => {
          if (!(error instanceof pg.DatabaseError || error instanceof Skipped)) lost = error;
          answered();
          answer.reject(interruption.isGivenUp ? interruption.signal.reason : error);
        },
      );
    }
    return over.promise;
  }
}
