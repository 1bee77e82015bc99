import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import { TestClock } from '../clocks/clock.js';
import { migrate } from '../database/migrations.js';
import type { Seams } from '../database/seams.js';
import { testDatabase } from '../database/test-database.js';
import { type Transactions, transaction } from '../database/transaction.js';
import type { Tx } from '../database/tx.js';
import { liveMigrations } from '../live/migrations.js';
import type { Services } from '../plugin/contract.js';
import { MasterKeys } from '../privacy/master-keys.js';
import { privacyMigrations } from '../privacy/migrations.js';
import { type Actor, SYSTEM } from './actor.js';
import { SigningKeys } from './keys.js';
import { identityMigrations } from './migrations.js';

export const START = '2026-11-21T08:00:00.000Z';

/** The two rooms on a database of their own, with a clock to move. */
export async function fixture() {
  const { database, connection, close } = await testDatabase();
  await migrate(database, [
    { plugin: 'kernel', migrations: [...identityMigrations, ...privacyMigrations, ...liveMigrations] },
  ]);
  const clock = new TestClock(START);
  const masterKeys = new MasterKeys([{ id: 'm1', secret: randomBytes(32) }]);
  const keys = new SigningKeys(database, masterKeys, clock);
  const failures: unknown[] = [];
  const transactions: Transactions = {
    database,
    now: () => clock.now(),
    // These rooms are what the seams lead to; they call none themselves.
    seams: {} as Seams,
    report: (error) => failures.push(error),
  };
  const command = <T>(work: (tx: Tx) => Promise<T>, actor: Actor = SYSTEM): Promise<T> =>
    transaction(transactions, { actor, requestId: 'test', origin: 'live' }, work);
  const services = {
    now: () => clock.now(),
    query: (text: string, values?: readonly unknown[]) => database.query(text, values),
  } as unknown as Services;
  const pass = (seconds: number) => clock.set(new Date(clock.now().getTime() + seconds * 1_000));
  return {
    database,
    connection,
    clock,
    pass,
    masterKeys,
    keys,
    transactions,
    command,
    services,
    failures,
    close,
  };
}

export type Fixture = Awaited<ReturnType<typeof fixture>>;

/** Counts the statements that a pool is given, those of a pattern only. */
export function countQueries(pool: Pool, pattern: RegExp): { count: number } {
  const counted = { count: 0 };
  const query = pool.query.bind(pool) as (...args: unknown[]) => unknown;
  pool.query = ((...args: unknown[]) => {
    const [asked] = args as [string | { text: string }];
    if (pattern.test(typeof asked === 'string' ? asked : asked.text)) counted.count++;
    return query(...args);
  }) as typeof pool.query;
  return counted;
}
