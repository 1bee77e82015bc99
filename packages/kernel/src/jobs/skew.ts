import type { Logger } from 'pino';
import type { Database } from '../database/database.js';

/** Milliseconds between this machine's clock and the database's, from which the log warns. */
const WARN = 1_000;

/** And from which nothing is run any more, because locks and due times would mean different instants to different machines. */
const REFUSE = 5_000;

/** Compares this machine's clock with the database's. */
export class ClockSkew {
  constructor(
    readonly database: Database,
    readonly logger: Logger,
    readonly machine: () => number = Date.now,
  ) {}

  /** Milliseconds by which this machine is ahead, give or take half of the round trip. */
  async measure(): Promise<number> {
    const sent = this.machine();
    const [row] = await this.database.query<{ now: string }>(
      'select (extract(epoch from clock_timestamp()) * 1000)::bigint::text as now',
    );
    return Math.round((sent + this.machine()) / 2 - Number(row!.now));
  }

  /** Whether this process may run jobs. */
  async isTolerable(): Promise<boolean> {
    const skew = await this.measure();
    const tolerable = Math.abs(skew) < REFUSE;
    if (!tolerable)
      this.logger.error(
        { skew },
        'this clock and the database differ too much: no jobs are run here until it is set right',
      );
    else if (Math.abs(skew) >= WARN) this.logger.warn({ skew }, 'this clock and the database differ');
    return tolerable;
  }
}
