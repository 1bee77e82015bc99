import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Logger } from 'pino';
import type { Database } from './database/database.js';

/** Milliseconds: what a worker may take to hand back what it does, and a little more. */
const STOP_WITHIN = 11_000;
/** And what the rest may take without a database. */
const CUT_WITHIN = 2_000;

export interface StoppingOptions {
  readonly database: Database;
  readonly logger: Logger;
  /** Cuts all connections to the database. */
  readonly cut: () => void;
}

/** Waits for the end of what stops in order, though within seconds also where the database does not answer any more. */
export async function endWithin(
  inOrder: Promise<void>,
  { database, logger, cut }: StoppingOptions,
): Promise<void> {
  const ended = inOrder.then(() => 'ended' as const);
  ended.catch(() => undefined);
  const late = sleep(STOP_WITHIN, 'late' as const, { ref: false });
  if ((await Promise.race([ended, late, isGone(database)])) === 'ended') return;
  logger.warn('stopping takes too long or in vain: the connections to the database are cut');
  // What waits for an answer fails with its connection, and most of the rest then follows in order.
  cut();
  await Promise.race([ended, sleep(CUT_WITHIN, undefined, { ref: false })]);
}

/** Answers only when the database does not. */
function isGone({ control }: Database): Promise<'gone'> {
  const gone = Promise.withResolvers<'gone'>();
  control.query('select 1').catch((error: unknown) => {
    if (!(error instanceof pg.DatabaseError) && !control.ended) gone.resolve('gone');
  });
  return gone.promise;
}
