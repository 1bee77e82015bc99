import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { CodedError } from '../graphql/errors.js';
import type { Actor } from './actor.js';

/** What a limiter needs of the database. */
export interface LimitStore {
  query(statement: object): Promise<unknown>;
}

/** Where attempts are counted, created by a migration. */
export const RATE_LIMIT_TABLE = 'kernel_rate_limit';

/**
 * How many tokens an integration may mint, counted in the database, for all processes together and whether or
 * not the attempt comes to anything. It is counted outside of the command, which may be rolled back. What cannot
 * be counted is refused: whoever has stolen a key must not be helped by an outage.
 */
export class Minting {
  readonly #limiter: RateLimiterPostgres;

  constructor(store: LimitStore, perMinute: number) {
    this.#limiter = new RateLimiterPostgres({
      storeClient: store,
      storeType: 'pool',
      tableName: RATE_LIMIT_TABLE,
      tableCreated: true,
      keyPrefix: 'mint',
      points: perMinute,
      duration: 60,
      // A timer of its own would outlive the platform; those who work prune.
      clearExpiredByTimeout: false,
      // Whoever is over the limit needs no further statement to be told so.
      inMemoryBlockOnConsumed: perMinute + 1,
    });
  }

  /** Throws RATE_LIMITED past the limit, and UNAVAILABLE where it cannot be counted. */
  async attempt(actor: Actor): Promise<void> {
    try {
      await this.#limiter.consume(`${actor.kind} ${actor.id}`);
    } catch (error) {
      if (!(error instanceof RateLimiterRes))
        throw new CodedError('UNAVAILABLE', 'Tokens cannot be minted just now.');
      const retryAfter = Math.max(1, Math.ceil(error.msBeforeNext / 1_000));
      throw new CodedError('RATE_LIMITED', `Too many tokens were minted. Come back in ${retryAfter} s.`, {
        retryAfter,
      });
    }
  }
}

/** Forgets attempts that have not counted for an hour. The limiter goes by the time of machines, and so does this. */
export async function pruneMinting(store: LimitStore): Promise<void> {
  await store.query({
    text: `delete from ${RATE_LIMIT_TABLE} where expire < (extract(epoch from clock_timestamp()) - 3600) * 1000`,
  });
}
