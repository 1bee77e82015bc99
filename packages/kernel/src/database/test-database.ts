import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import type { EntityClass } from '../plugin/contract.js';
import { Database } from './database.js';
import { TestServer } from './test-server.js';

export interface TestDatabase {
  readonly database: Database;
  /** How another pool or process reaches the same database. */
  readonly connection: pg.ClientConfig;
  close(): Promise<void>;
}

let server: Promise<TestServer> | undefined;
let open = 0;

/**
 * A fresh, empty database on a throw-away server, of which there is one a test file. It stops with the last
 * `close`, and also when the process is killed.
 */
export async function testDatabase(
  options: { entities?: readonly EntityClass[]; poolSize?: number } = {},
): Promise<TestDatabase> {
  open++;
  server ??= TestServer.start();
  const running = await server;
  const name = `test_${randomBytes(6).toString('hex')}`;
  await running.run(`create database ${name}`);
  const connection = running.to(name);
  const database = new Database({
    connection,
    entities: options.entities ?? [],
    poolSize: options.poolSize ?? 5,
  });
  const close = async () => {
    await database.close();
    await running.run(`drop database ${name} with (force)`);
    if (--open > 0) return;
    server = undefined;
    await running.stop();
  };
  return { database, connection, close };
}
