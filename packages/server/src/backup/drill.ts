import { randomBytes } from 'node:crypto';
import { type DrillOutcome, noteRestoreDrill } from '@candor/kernel/oversight';
import type { Platform } from '@candor/kernel/platform';
import pg from 'pg';
import { Notice } from '../notice.js';
import { type RestoreReport, restore } from './restore.js';
import { assertWhole, BackupSource } from './source.js';
import { longConnection } from './tables.js';

export interface DrillOptions {
  readonly file: string;
  /** The database that runs, and how it is reached. The drill is noted there. */
  readonly kernel: Platform;
  readonly connection: pg.ClientConfig;
  /** Opens a platform on another database for the time of some work. */
  readonly openAt: <T>(connection: pg.ClientConfig, work: (kernel: Platform) => Promise<T>) => Promise<T>;
  readonly onProgress?: (done: number, all: number) => void;
  /** Ends it within moments, as if it had never begun. */
  readonly signal?: AbortSignal;
}

/** There is one drill at a time. */
export class AnotherDrill extends Notice {
  constructor() {
    super('Another drill runs already; wait for its end.');
  }
}

/** How the names of databases begin that are made for drills of the present one, and of no other. */
const NAMED = `'candor_drill_' || left(md5(current_database()), 12) || '_'`;

/**
 * Restores a backup into a database of its own beside the one that runs, checks it, and drops it again. Whether all
 * came back is noted in the one that runs. Throws what was wrong. There is one drill at a time.
 */
export async function drill(options: DrillOptions): Promise<RestoreReport> {
  const server = await longConnection(options.connection);
  try {
    const { rows } = await server.query<{ mine: boolean }>(
      `select pg_try_advisory_lock(hashtextextended('candor restore drill', 0)) as mine`,
    );
    if (!rows[0]!.mine) throw new AnotherDrill();
    return await noted(options, server);
  } finally {
    await server.end();
  }
}

async function noted(options: DrillOptions, server: pg.Client): Promise<RestoreReport> {
  const started = performance.now();
  const { kernel, file, signal } = options;
  const outcome: { -readonly [Name in keyof DrillOutcome]: DrillOutcome[Name] } = {
    backupAt: null,
    seconds: 0,
    tables: 0,
    rows: 0,
    problem: null,
  };
  try {
    const { at } = await assertWhole(file, signal);
    outcome.backupAt = new Date(at);
    const report = await inPassing(options, server);
    outcome.tables = report.tables;
    outcome.rows = report.rows;
    if (report.problems.length > 0) throw new Notice(report.problems.join('\n'));
    return report;
  } catch (error) {
    outcome.problem = error instanceof Error ? error.message : String(error);
    throw error;
  } finally {
    outcome.seconds = Math.round(performance.now() - started) / 1_000;
    // One that was ended says nothing of the backup.
    if (!signal?.aborted) await kernel.services.command((tx) => noteRestoreDrill(tx, outcome));
  }
}

async function inPassing(options: DrillOptions, server: pg.Client): Promise<RestoreReport> {
  const { connection, openAt, file, onProgress, signal } = options;
  const { rows } = await server.query<{ named: string }>(`select ${NAMED} as named`);
  const { named } = rows[0]!;
  await dropLeftBehind(server, named);
  const name = `${named}${randomBytes(6).toString('hex')}`;
  signal?.throwIfAborted();
  await create(server, name);
  const drop = () => server.query(`drop database if exists ${name} with (force)`);
  // Whatever is under way in it fails.
  const end = () => void drop().catch(() => undefined);
  signal?.addEventListener('abort', end);
  try {
    const beside = databaseBeside(connection, name);
    return await openAt(beside, async (kernel) => {
      const source = await BackupSource.open(file);
      try {
        return await restore(source, kernel, beside, onProgress);
      } finally {
        source.close();
      }
    });
  } finally {
    signal?.removeEventListener('abort', end);
    await drop();
  }
}

/** Of drills whose process died over them: the lock says that none of them runs. */
async function dropLeftBehind(server: pg.Client, named: string): Promise<void> {
  const { rows } = await server.query<{ name: string }>(
    `select datname as name from pg_database d
     where starts_with(datname, $1) and pg_has_role(d.datdba, 'USAGE')`,
    [named],
  );
  for (const { name } of rows)
    await server.query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`);
}

/** How another database of the same server is reached. */
function databaseBeside(connection: pg.ClientConfig, name: string): pg.ClientConfig {
  if (connection.connectionString === undefined) return { ...connection, database: name };
  const url = new URL(connection.connectionString);
  url.pathname = `/${name}`;
  return { ...connection, connectionString: url.href, database: name };
}

async function create(server: pg.Client, name: string): Promise<void> {
  try {
    await server.query(`create database ${name}`);
  } catch (error) {
    if ((error as pg.DatabaseError).code === '42501')
      throw new Notice(
        'A drill makes a database beside the one that runs, which its role may not. Give it the right (alter role … createdb), or restore into an empty database on another server.',
      );
    throw error;
  }
}
