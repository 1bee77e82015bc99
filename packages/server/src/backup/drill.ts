import { randomBytes } from 'node:crypto';
import { type DrillOutcome, noteRestoreDrill } from '@candor/kernel/oversight';
import type { Platform } from '@candor/kernel/platform';
import pg from 'pg';
import { Notice } from '../notice.js';
import { type RestoreReport, restore } from './restore.js';
import { assertWhole, BackupSource } from './source.js';

export interface DrillOptions {
  readonly file: string;
  /** The database that runs, and how it is reached. The drill is noted there. */
  readonly kernel: Platform;
  readonly connection: pg.ClientConfig;
  /** Opens a platform on another database for the time of some work. */
  readonly openAt: <T>(connection: pg.ClientConfig, work: (kernel: Platform) => Promise<T>) => Promise<T>;
  readonly onProgress?: (done: number, all: number) => void;
}

/**
 * Restores a backup into a database of its own beside the one that runs, checks it, and drops it again. Whether all
 * came back is noted in the one that runs. Throws what was wrong.
 */
export async function drill(options: DrillOptions): Promise<RestoreReport> {
  const started = performance.now();
  const { services } = options.kernel;
  const outcome: { -readonly [Name in keyof DrillOutcome]: DrillOutcome[Name] } = {
    backupAt: null,
    seconds: 0,
    tables: 0,
    rows: 0,
    problem: null,
  };
  try {
    const { at } = await assertWhole(options.file);
    outcome.backupAt = new Date(at);
    const report = await inPassing(options);
    outcome.tables = report.tables;
    outcome.rows = report.rows;
    if (report.problems.length > 0) throw new Notice(report.problems.join('\n'));
    return report;
  } catch (error) {
    outcome.problem = error instanceof Error ? error.message : String(error);
    throw error;
  } finally {
    outcome.seconds = Math.round(performance.now() - started) / 1_000;
    await services.command((tx) => noteRestoreDrill(tx, outcome));
  }
}

async function inPassing(options: DrillOptions): Promise<RestoreReport> {
  const { connection, openAt, file, onProgress } = options;
  const name = `candor_drill_${randomBytes(6).toString('hex')}`;
  await administer(connection, `create database ${name}`);
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
    await administer(connection, `drop database if exists ${name} with (force)`);
  }
}

/** How another database of the same server is reached. */
function databaseBeside(connection: pg.ClientConfig, name: string): pg.ClientConfig {
  if (connection.connectionString === undefined) return { ...connection, database: name };
  const url = new URL(connection.connectionString);
  url.pathname = `/${name}`;
  return { ...connection, connectionString: url.href, database: name };
}

async function administer(connection: pg.ClientConfig, statement: string): Promise<void> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    await client.query(statement);
  } catch (error) {
    if ((error as pg.DatabaseError).code === '42501')
      throw new Notice(
        'A drill makes a database beside the one that runs, which its role may not. Give it the right (alter role … createdb), or restore into an empty database on another server.',
      );
    throw error;
  } finally {
    await client.end();
  }
}
