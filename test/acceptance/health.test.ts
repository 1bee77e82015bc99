import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPlatform, readConfiguration } from '@candor/server/cli';
import { createTestPlatform, type TestPlatform } from '@candor/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { pino } from 'pino';
import { addressOf } from './command-line.js';

let platform: TestPlatform;
let server: pg.Client;
let name: string;
let opened: Awaited<ReturnType<typeof openPlatform>>;
let serving: Awaited<ReturnType<typeof opened.serve>>;
let home: string;
const asked: string[] = [];

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'candor-health-'));
  platform = await createTestPlatform({ plugins: [], start: new Date().toISOString() });
  await platform.platform.stop();
  name = new URL(addressOf(platform.connection)).pathname.slice(1);
  server = new pg.Client({ connectionString: addressOf(platform.connection, 'postgres') });
  await server.connect();
  const configuration = readConfiguration({
    NODE_ENV: 'test',
    CANDOR_HOME: home,
    CANDOR_MASTER_KEY: `test:${Buffer.alloc(32, 7).toString('base64')}`,
    DATABASE_URL: addressOf(platform.connection),
    PORT: '0',
    DRAIN_SECONDS: '1',
  });
  opened = await openPlatform(configuration, {
    connection: platform.connection,
    logger: pino({ level: 'silent' }),
  });
  serving = await opened.serve();
  const { pool } = opened.kernel.database;
  const query = pool.query.bind(pool) as (...args: unknown[]) => unknown;
  pool.query = ((...args: unknown[]) => {
    const [statement] = args as [string | { text: string }];
    asked.push(typeof statement === 'string' ? statement : statement.text);
    return query(...args);
  }) as typeof pool.query;
}, 60_000);
afterAll(async () => {
  await serving?.close();
  await opened?.close();
  await server?.end();
  await platform?.close();
  rmSync(home, { recursive: true, force: true });
});

/** Asks until the answer has that status: the last one is remembered for a second. */
async function ready(status: number) {
  for (;;) {
    const answer = await fetch(`${serving.url}/readyz?verbose`);
    const { checks } = (await answer.json()) as { checks: Record<string, string> };
    if (answer.status === status) return checks;
  }
}
const alive = async () => (await fetch(`${serving.url}/livez`)).status;
const WELL = { database: 'ok', migrations: 'ok', draining: 'ok' };

describe('the health of a process that serves', () => {
  test('api-26 being alive asks nobody, and being ready asks the database once a second at most', async () => {
    expect(await ready(200)).toEqual(WELL);
    asked.length = 0;
    for (let turn = 0; turn < 20; turn++) expect(await alive()).toBe(200);
    expect(asked).toEqual([]);
    await Promise.all(Array.from({ length: 50 }, () => fetch(`${serving.url}/readyz`)));
    expect(asked.filter((text) => text === 'select 1').length).toBeLessThanOrEqual(1);
  });

  test('api-26 is not ready while migrations are pending, and names that check only', async () => {
    const on = new pg.Client({ connectionString: addressOf(platform.connection) });
    await on.connect();
    try {
      const { rows } = await on.query(
        'delete from kernel_migrations where id = (select max(id) from kernel_migrations) returning *',
      );
      expect(await ready(503)).toEqual({ database: 'ok', migrations: 'failed', draining: 'ok' });
      const { id, name: step, executed_at } = rows[0];
      await on.query('insert into kernel_migrations (id, name, executed_at) values ($1, $2, $3)', [
        id,
        step,
        executed_at,
      ]);
      expect(await ready(200)).toEqual(WELL);
    } finally {
      await on.end();
    }
  });

  test('api-26 is not ready while the database is away, stays alive, and comes back with it', async () => {
    await server.query(`alter database ${name} with allow_connections false`);
    await server.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
    expect(await ready(503)).toEqual({ database: 'failed', migrations: 'failed', draining: 'ok' });
    expect(await alive()).toBe(200);
    await server.query(`alter database ${name} with allow_connections true`);
    expect(await ready(200)).toEqual(WELL);
  });

  test('api-26 is not ready from the moment on in which it is told to go, and still alive', async () => {
    const closing = serving.close();
    expect(await ready(503)).toEqual({ draining: 'failed' });
    expect(await alive()).toBe(200);
    await closing;
  });
});
