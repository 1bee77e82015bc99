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

/** A fresh, empty database on the server that this run of tests shares. */
export async function testDatabase(
  options: { entities?: readonly EntityClass[]; poolSize?: number } = {},
): Promise<TestDatabase> {
  const server = TestServer.ofThisRun();
  if (!server) throw new Error('there is no database server for tests: run them with "npm run jest"');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await server.run(`create database ${name}`);
  const connection = server.to(name);
  const database = new Database({
    connection,
    entities: options.entities ?? [],
    poolSize: options.poolSize ?? 5,
  });
  const close = async () => {
    await database.close();
    await server.run(`drop database ${name} with (force)`);
  };
  return { database, connection, close };
}
