import { createWriteStream, existsSync, renameSync, rmSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { Notice } from '../notice.js';
import { FORMAT, type Header, keyChecksOf } from './contents.js';
import { type Frame, type FrameType, written } from './frames.js';
import { copied, ledgers, longConnection, sequences, storedTables } from './tables.js';

export interface BackupOptions {
  readonly connection: pg.ClientConfig;
  readonly release: string;
  readonly file: string;
  /** As the configuration has them. */
  readonly masterKeys: string;
  /** Puts the master key into the file: whoever has it can then read everything. */
  readonly withMasterKey?: boolean;
  readonly now: Date;
  /** Told after each table: how many are done, of how many. */
  readonly onProgress?: (done: number, all: number) => void;
}

export interface BackupReport {
  readonly file: string;
  readonly at: string;
  readonly tables: number;
  readonly rows: number;
  readonly withMasterKey: boolean;
}

/** The level of gzip: most of the gain at a third of the time. */
const LEVEL = 3;

/**
 * Writes all tables as they stand at one instant, while others go on working. The file appears under its name when
 * it is whole; it is private to whoever makes it.
 */
export async function backup(options: BackupOptions): Promise<BackupReport> {
  const { file, connection } = options;
  if (existsSync(file)) throw new Notice(`There is a file ${file} already; name another one.`);
  const draft = `${file}.${process.pid}.part`;
  const client = await longConnection(connection);
  const counted = { tables: 0, rows: 0 };
  try {
    await client.query('begin isolation level repeatable read, read only');
    const target = createWriteStream(draft, { mode: 0o600, flush: true });
    await pipeline(written(frames(client, options, counted)), createGzip({ level: LEVEL }), target);
    renameSync(draft, file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  } finally {
    await client.end();
  }
  const { withMasterKey = false, now } = options;
  return { file, at: now.toISOString(), ...counted, withMasterKey };
}

async function* frames(
  client: pg.Client,
  options: BackupOptions,
  counted: { tables: number; rows: number },
): AsyncGenerator<Frame, void, void> {
  const tables = await storedTables(client);
  const { masterKeys, withMasterKey, release, now } = options;
  const header: Header = {
    format: FORMAT,
    release,
    at: now.toISOString(),
    ledgers: await ledgers(client),
    sequences: await sequences(client),
    tables: tables.length,
    keyChecks: keyChecksOf(masterKeys),
    ...(withMasterKey && { masterKeys }),
  };
  yield json('H', header);
  for (const table of tables) {
    yield json('T', table);
    const rows = client.query(copyTo(`copy ${copied(table)} to stdout`));
    for await (const payload of rows) yield { type: 'D', payload: payload as Buffer };
    yield json('E', { rows: rows.rowCount });
    counted.rows += rows.rowCount;
    counted.tables++;
    options.onProgress?.(counted.tables, tables.length);
  }
}

function json(type: FrameType, value: object): Frame {
  return { type, payload: Buffer.from(JSON.stringify(value)) };
}
