import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ledgerTable, migrate } from '@candor/kernel/database';
import { migrateJobs } from '@candor/kernel/jobs';
import { renewEpochs } from '@candor/kernel/live';
import { DRILL_CHECK } from '@candor/kernel/oversight';
import type { Platform } from '@candor/kernel/platform';
import { verifyAudit } from '@candor/kernel/privacy';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { Notice } from '../notice.js';
import { emptied, holdsTables } from './empty.js';
import { DamagedBackup } from './frames.js';
import type { BackupSource, StoredTable } from './source.js';
import { copied, longConnection, storedTables } from './tables.js';

export interface RestoreReport {
  /** When the backup was made. */
  readonly at: string;
  readonly tables: number;
  readonly rows: number;
  /** Steps of this release that the backup did not have yet. */
  readonly migrated: number;
  /** Rows of the audit trail that were checked. */
  readonly audited: number;
  /** What is not as it should be, one line each. */
  readonly problems: readonly string[];
}

/**
 * Fills an empty database from a backup: the tables as they were then, all rows or none, then what this release adds.
 * Watchers read anew afterwards. Throws notices; where one is thrown the database is empty as before.
 */
export async function restore(
  source: BackupSource,
  kernel: Platform,
  connection: pg.ClientConfig,
  onProgress: (done: number, all: number) => void = () => undefined,
): Promise<RestoreReport> {
  assertKnown(source, kernel);
  const client = await longConnection(connection);
  try {
    if (await holdsTables(client))
      throw new Notice(
        'The database is not empty. Restore into a new one: a new database for DATABASE_URL, or another folder for CANDOR_HOME.',
      );
    try {
      await prepare(source, kernel, connection);
      const filled = await fill(client, source, onProgress);
      const migrated = await kernel.migrate();
      await renewEpochs(kernel.database);
      const checked = await check(kernel);
      return { at: source.header.at, ...filled, migrated: migrated.length, ...checked };
    } catch (error) {
      await emptied(client);
      throw error;
    }
  } finally {
    await client.end();
  }
}

/** What the backup holds has to be what this installation runs, or the tables could not be made. */
function assertKnown({ header }: BackupSource, { ledgers }: Platform): void {
  for (const [table, steps] of Object.entries(header.ledgers)) {
    const plugin = table.replace(/_migrations$/, '').replaceAll('_', '-');
    const known = ledgers.find((ledger) => ledgerTable(ledger.plugin) === table);
    if (!known)
      throw new Notice(
        `The backup holds the plugin "${plugin}", which is not enabled here. Enable it ("candor plugin enable ${plugin}"), restore, and disable it again if you want.`,
      );
    const newer = steps.find((step) => !known.migrations.some(({ name }) => name === step));
    if (newer !== undefined)
      throw new Notice(
        `The backup was made by a newer release (it has ${newer} of "${plugin}"): restore it with Candor ${header.release} or newer.`,
      );
  }
}

/** Makes the tables as they were when the backup was made. */
async function prepare(
  { header }: BackupSource,
  { database, ledgers }: Platform,
  connection: pg.ClientConfig,
): Promise<void> {
  const then = ledgers
    .map(({ plugin, migrations }) => {
      const applied = header.ledgers[ledgerTable(plugin)] ?? [];
      return { plugin, migrations: migrations.filter(({ name }) => applied.includes(name)) };
    })
    .filter(({ migrations }) => migrations.length > 0);
  await migrate(database, then, () => migrateJobs(connection).then(() => undefined));
}

/** All rows or none. The tables' own rules stand aside meanwhile; references are checked again at the end. */
async function fill(
  client: pg.Client,
  source: BackupSource,
  onProgress: (done: number, all: number) => void,
): Promise<{ tables: number; rows: number }> {
  const { header } = source;
  await client.query('begin');
  const present = await storedTables(client);
  const names = present.map(({ table }) => pg.escapeIdentifier(table));
  const references = await referencesOf(client);
  for (const { table, name } of references)
    await client.query(`alter table ${table} drop constraint ${pg.escapeIdentifier(name)}`);
  for (const name of names) await client.query(`alter table ${name} disable trigger user`);
  await client.query(`truncate ${names.join(', ')}`);
  const filled = { tables: 0, rows: 0 };
  for await (const table of source.tables()) {
    filled.rows += await take(
      client,
      table,
      present.map((one) => one.table),
    );
    filled.tables++;
    onProgress(filled.tables, header.tables);
  }
  for (const { table, name, definition } of references)
    await client.query(`alter table ${table} add constraint ${pg.escapeIdentifier(name)} ${definition}`);
  for (const name of names) await client.query(`alter table ${name} enable trigger user`);
  for (const [name, last] of Object.entries(header.sequences)) {
    if (last !== null)
      await client.query('select setval($1::regclass, $2::bigint)', [pg.escapeIdentifier(name), last]);
  }
  await client.query('commit');
  await client.query('analyze');
  return filled;
}

async function take(client: pg.Client, table: StoredTable, present: readonly string[]): Promise<number> {
  if (!present.includes(table.start.table))
    throw new Notice(`The backup has a table ${table.start.table} that none of the plugins here makes.`);
  const target = client.query(copyFrom(`copy ${copied(table.start)} from stdin`));
  await pipeline(Readable.from(table.data(), { objectMode: false }), target);
  if (target.rowCount !== table.expected)
    throw new DamagedBackup(
      `${table.start.table} should have ${table.expected} rows and has ${target.rowCount}`,
    );
  return target.rowCount;
}

async function referencesOf(
  client: pg.Client,
): Promise<Array<{ table: string; name: string; definition: string }>> {
  const { rows } = await client.query<{ table: string; name: string; definition: string }>(
    `select conrelid::regclass::text as table, conname as name, pg_get_constraintdef(oid) as definition
     from pg_constraint where contype = 'f' and connamespace = current_schema()::regnamespace order by oid`,
  );
  return rows;
}

/** Whether what came back holds together: the keys open it, the trail is whole, the plugins are content. */
async function check(kernel: Platform): Promise<{ audited: number; problems: string[] }> {
  await Promise.all([kernel.keys.load(), kernel.settings.load()]);
  const { firstBad, sealed } = await verifyAudit(kernel.database, { keys: kernel.keys });
  const health = Object.entries(await kernel.health()).filter(
    ([name, problem]) => problem !== null && name !== DRILL_CHECK,
  );
  return {
    audited: sealed,
    problems: [
      ...(firstBad ? [`The audit trail does not hold at row ${firstBad.chainNo}: ${firstBad.fault}.`] : []),
      ...health.map(([name, problem]) => `${name}: ${problem}`),
    ],
  };
}
