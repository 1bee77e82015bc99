import type { Migration } from '@mikro-orm/migrations';
import { Migrator } from '@mikro-orm/migrations';
import pg from 'pg';
import type { Database } from './database.js';
import { noteOldestRelease } from './release.js';

/** One step of a schema. It states the oldest release whose processes may still run beside it. */
export interface MigrationClass {
  new (...args: ConstructorParameters<typeof Migration>): Migration;
  readonly name: string;
  /** Expand first, contract a release later; left out, every older release may go on running. */
  readonly oldestBinary?: string;
}

export interface MigrationLedger {
  /** The plugin's name; its ledger is the table `NAME_migrations`. */
  readonly plugin: string;
  readonly migrations: readonly MigrationClass[];
}

export interface MigrationStatus {
  readonly plugin: string;
  readonly migration: string;
  readonly applied: boolean;
}

/** Any number that all processes agree on: the advisory lock under which one of them migrates. */
const LOCK = 0x43_61_6e_64;

/** Applies what is pending, plugin by plugin. Processes that start together wait for the first and find nothing to do. */
export async function migrate(
  database: Database,
  ledgers: readonly MigrationLedger[],
  /** What else has to be done under the lock, such as the tables of the queue. */
  beside: () => Promise<void> = async () => undefined,
): Promise<MigrationStatus[]> {
  return withLock(database, async () => {
    await beside();
    const applied: MigrationStatus[] = [];
    for (const ledger of ledgers) {
      for (const { name } of await migratorOf(database, ledger).up()) {
        applied.push({ plugin: ledger.plugin, migration: name, applied: true });
      }
    }
    await noteOldestRelease(database, ledgers);
    return applied;
  });
}

/** What is applied and what is pending, without changing anything but creating an empty ledger. */
export async function migrationStatus(
  database: Database,
  ledgers: readonly MigrationLedger[],
): Promise<MigrationStatus[]> {
  const statuses: MigrationStatus[] = [];
  for (const { plugin, migrations } of ledgers) {
    const done = await appliedNames(database, plugin);
    for (const { name } of migrations) statuses.push({ plugin, migration: name, applied: done.has(name) });
  }
  return statuses;
}

async function appliedNames(database: Database, plugin: string): Promise<Set<string>> {
  const [found] = await database.query<{ found: string | null }>('select to_regclass($1) as found', [
    `public.${ledgerTable(plugin)}`,
  ]);
  if (!found?.found) return new Set();
  const rows = await database.query<{ name: string }>(`select name from ${ledgerTable(plugin)}`);
  return new Set(rows.map((row) => row.name));
}

/** The table in which it is kept what of a plugin is applied. */
export function ledgerTable(plugin: string): string {
  return `${plugin.replaceAll('-', '_')}_migrations`;
}

function migratorOf(database: Database, { plugin, migrations }: MigrationLedger): Migrator {
  database.orm.config.set('migrations', {
    ...database.orm.config.get('migrations'),
    tableName: ledgerTable(plugin),
    migrationsList: migrations.map((migration) => ({ name: migration.name, class: migration })),
    allOrNothing: true,
    snapshot: false,
    silent: true,
  });
  return new Migrator(database.orm.em.fork());
}

/** The lock lives on a connection of its own: on the pool's it would starve the work it guards (P9). */
async function withLock<T>(database: Database, work: () => Promise<T>): Promise<T> {
  const client = new pg.Client({ ...database.options.connection, statement_timeout: 0 });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    return await work();
  } finally {
    await client.end();
  }
}
