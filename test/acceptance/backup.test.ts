import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { corePlugins } from '@candor/core';
import { definePlugin } from '@candor/kernel';
import { migrate } from '@candor/kernel/database';
import { Platform } from '@candor/kernel/platform';
import { MasterKeys } from '@candor/kernel/privacy';
import { backup, drill } from '@candor/server/backup';
import { Client, createTestPlatform, type TestPlatform } from '@candor/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { pino } from 'pino';
import { addressOf, command } from './command-line.js';

const SECRET = new Uint8Array(32).fill(7);
const MASTER_KEY = `test:${Buffer.from(SECRET).toString('base64')}`;

/** A plugin with a ledger that can be found out of balance. */
const books = { fault: null as string | null };
const ledger = definePlugin({
  name: 'books',
  version: '1.0.0',
  candor: '^1.0.0',
  setup: (api) => api.health('the books balance', async () => books.fault),
});

let platform: TestPlatform;
let manager: Client;
let folder: string;
let file: string;
const made: string[] = [];

const environment = (database: string, more: Record<string, string> = {}) => ({
  CANDOR_HOME: folder,
  CANDOR_MASTER_KEY: MASTER_KEY,
  DATABASE_URL: addressOf(platform.connection, database),
  ...more,
});
const run = (args: string[], database = platform.connection.database!, more: Record<string, string> = {}) =>
  command(args, environment(database, more), [ledger]);

async function emptyDatabase(): Promise<string> {
  const name = `candor_restored_${randomBytes(6).toString('hex')}`;
  await platform.platform.database.query(`create database ${name}`);
  made.push(name);
  return name;
}

async function on<T>(database: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: addressOf(platform.connection, database) });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Every table with a hash over its rows. */
const fingerprint = (database: string) =>
  on(database, async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      `select tablename as name from pg_tables where schemaname = 'public' order by 1`,
    );
    const prints: Record<string, string> = {};
    for (const { name } of tables) {
      // A restored stream begins a new life.
      const row = name.startsWith('kernel_stream') ? `(to_jsonb(t) - 'epoch' - 'seed')::text` : 't::text';
      const { rows } = await client.query<{ print: string }>(
        `select count(*) || ' ' || coalesce(md5(string_agg(${row}, '|' order by ${row})), '') as print from "${name}" t`,
      );
      prints[name] = rows[0]!.print;
    }
    return prints;
  });

function openAt(connection: pg.ClientConfig): Platform {
  return new Platform({
    plugins: [...corePlugins, ledger],
    connection,
    poolSize: 3,
    masterKeys: new MasterKeys([{ id: 'test', secret: SECRET }]),
    production: false,
    logger: pino({ level: 'silent' }),
    clock: platform.clock,
  });
}

const tryOut = (of: string) =>
  drill({
    file: of,
    kernel: platform.platform,
    connection: platform.connection,
    openAt: async (connection, work) => {
      const kernel = openAt(connection);
      try {
        return await work(kernel);
      } finally {
        await kernel.stop();
      }
    },
  });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'candor-backup-'));
  file = join(folder, 'yesterday.backup');
  platform = await createTestPlatform({ plugins: [ledger], seeds: ['demo'] });
  manager = await platform.staff({ roles: ['manager'] });
  await manager.must(
    `mutation { createCustomer(input: { name: "Ada", contactPoints: [{ kind: EMAIL, value: "ada@example.com" }] }) {
      customer { id } userErrors { message } } }`,
  );
  await platform.settle();
  await platform.platform.sealAudit();
}, 60_000);
afterAll(async () => {
  for (const name of made)
    await platform.platform.database.query(`drop database if exists ${name} with (force)`);
  await platform?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('candor backup and restore', () => {
  test('bring every row of every table back', async () => {
    const before = await fingerprint(platform.connection.database!);
    const taken = await run(['backup', file, '--json']);
    expect(gunzipSync(readFileSync(file)).includes('ada@example.com')).toBe(false);
    expect({ code: taken.code, stderr: taken.stderr }).toEqual({ code: 0, stderr: '' });
    const report = JSON.parse(taken.stdout);
    expect(report).toMatchObject({ file, withMasterKey: false });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(gunzipSync(readFileSync(file)).toString('latin1')).not.toContain(MASTER_KEY);

    const restored = await emptyDatabase();
    const { code, stdout, stderr } = await run(['restore', file, '--json'], restored);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { rows, tables, problems, audited } = JSON.parse(stdout);
    expect({ rows, tables, problems }).toEqual({ rows: report.rows, tables: report.tables, problems: [] });
    expect(audited).toBeGreaterThan(0);
    const { kernel_rate_limit: _, ...after } = await fingerprint(restored);
    expect(before).toMatchObject(after);
    expect(Object.keys(before).length - Object.keys(after).length).toBe(1);
  });

  test('what is sealed opens, what is numbered goes on, and watchers begin anew', async () => {
    const restored = made[0]!;
    const kernel = openAt({ connectionString: addressOf(platform.connection, restored) });
    try {
      await kernel.startServing();
      const token = await kernel.tokens.mint({ kind: 'staff', id: manager.id!, expiresIn: 600 });
      const asked =
        '{ customers(first: 50) { edges { node { name contactPoints(first: 5) { edges { node { value } } } } } } }';
      const here = await manager.must(asked);
      expect(await new Client(kernel.engine, token, manager.id).must(asked)).toEqual(here);
      expect(JSON.stringify(here)).toContain('ada@example.com');
      const epochs = (of: Platform) =>
        of.database.query<{ epoch: string }>('select distinct epoch from kernel_stream');
      const [now, then] = [await epochs(kernel), await epochs(platform.platform)];
      expect(now).toHaveLength(1);
      expect(then).not.toContainEqual(now[0]);
      const last = (of: Platform) =>
        of.database.query('select last_value from pg_sequences where sequencename = $1', [
          'kernel_outbox_seq_seq',
        ]);
      expect(await last(kernel)).toEqual(await last(platform.platform));
    } finally {
      await kernel.stop();
    }
  });

  test('are taken at one instant, whatever is written meanwhile', async () => {
    let isOver = false;
    const write = async () => {
      while (!isOver) await platform.customer({ name: 'In between' });
    };
    const writers = [write(), write()];
    const busy = join(folder, 'busy.backup');
    const taken = await run(['backup', busy]);
    isOver = true;
    await Promise.all(writers);
    expect(taken.code).toBe(0);
    const restored = await emptyDatabase();
    expect((await run(['restore', busy], restored)).code).toBe(0);
    // Each customer is written in one transaction with its event: none has the one without the other.
    const beyond = `select (select count(*)::int from customers_customer)
      - (select count(*)::int from kernel_outbox where name = 'customer.created') as beyond`;
    const there = await on(restored, async (client) => (await client.query(beyond)).rows);
    expect(there).toEqual(await platform.platform.database.query(beyond));
  });

  test.each([
    ['the newest step', () => true],
    ['the step by which all watchers are sent away', (name: string) => name.startsWith('StreamSeed')],
  ])('an older backup, without %s, is brought to this release', async (_, isMissing) => {
    const older = await emptyDatabase();
    const kernel = openAt({ connectionString: addressOf(platform.connection, older) });
    const then = kernel.ledgers.map(({ plugin, migrations }) => ({
      plugin,
      migrations:
        plugin === 'kernel'
          ? migrations.toSpliced(
              migrations.findLastIndex(({ name }) => isMissing(name)),
              1,
            )
          : migrations,
    }));
    const of = join(folder, `${older}.backup`);
    try {
      await migrate(kernel.database, then);
      await backup({
        file: of,
        connection: { connectionString: addressOf(platform.connection, older) },
        release: kernel.release,
        masterKeys: MASTER_KEY,
        now: platform.clock.now(),
      });
    } finally {
      await kernel.stop();
    }
    const { code, stdout } = await run(['restore', of, '--json'], await emptyDatabase());
    expect({ code, migrated: JSON.parse(stdout).migrated }).toEqual({ code: 0, migrated: 1 });
  });
});

describe('candor restore refuses', () => {
  const nothingIn = (database: string) =>
    on(database, async (client) => {
      const { rows } = await client.query(
        `select tablename from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
      );
      expect(rows).toEqual([]);
    });

  test('a database that is not empty', async () => {
    const { code, stderr, stdout } = await run(['restore', file]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^The database is not empty\. Restore into a new one: .*\n$/);
  });

  test.each([
    ['that was cut', (bytes: Buffer) => bytes.subarray(0, bytes.length - 100)],
    ['with one byte changed', (bytes: Buffer) => bytes.fill(bytes[5_000]! ^ 1, 5_000, 5_001)],
    [
      'whose rows were changed by somebody who packs it again',
      (bytes: Buffer) => {
        const inside = gunzipSync(bytes);
        const at = inside.indexOf('Ada');
        inside.write('Eve', at > 0 ? at : 90_000);
        return gzipSync(inside);
      },
    ],
    [
      'whose last table is missing',
      (bytes: Buffer) => {
        const inside = gunzipSync(bytes);
        return gzipSync(inside.subarray(0, inside.length - 37));
      },
    ],
    ['that is something else', () => Buffer.from('no backup at all')],
  ])('a file %s', async (_, damage) => {
    const damaged = join(folder, 'damaged.backup');
    writeFileSync(damaged, damage(readFileSync(file)));
    const target = await emptyDatabase();
    const { code, stderr } = await run(['restore', damaged], target);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^The backup is damaged or not a backup at all: .*\n$/);
    await nothingIn(target);
  });

  test('other master keys, and says which are needed', async () => {
    const target = await emptyDatabase();
    const other = { CANDOR_MASTER_KEY: Buffer.alloc(32, 9).toString('base64') };
    const { code, stderr } = await run(['restore', file], target, other);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^What is sealed in the backup of .* set CANDOR_MASTER_KEY to it/);
    await nothingIn(target);
  });

  test('the tables of a plugin that is not enabled, and names it', async () => {
    const target = await emptyDatabase();
    const source = await emptyDatabase();
    const of = join(folder, 'plugin.backup');
    await on(source, (client) =>
      client.query('create table spare_parts_migrations (id serial, name text, executed_at timestamptz)'),
    );
    const { code } = await run(['backup', of], source);
    expect(code).toBe(0);
    const { stderr } = await run(['restore', of], target);
    expect(stderr).toMatch(/^The backup holds the plugin "spare-parts".*candor plugin enable spare-parts/);
    await nothingIn(target);
  });

  test('a backup over a file that is there', async () => {
    const { code, stderr } = await run(['backup', file]);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `There is a file ${file} already; name another one.\n`,
    });
  });

  test('to be without the master key, unless the backup was asked to bring it along', async () => {
    const home = mkdtempSync(join(tmpdir(), 'candor-home-'));
    const bare = async (of: string) =>
      run(['restore', of], await emptyDatabase(), { CANDOR_HOME: home, CANDOR_MASTER_KEY: '' });
    expect((await bare(file)).stderr).toMatch(/and there is none here\.\n$/);
    const whole = join(folder, 'whole.backup');
    await run(['backup', whole, '--with-master-key']);
    expect(await bare(whole)).toMatchObject({ code: 0, stderr: '' });
    expect(readFileSync(join(home, 'master-key'), 'utf8')).toBe(`${MASTER_KEY}\n`);
    rmSync(home, { recursive: true });
  });
});

describe('the restore drill', () => {
  const DRILLS = `{ lastRestoreDrill { at backupAt recordCount seconds problem nextDueAt isOverdue }
    restoreDrills(first: 5) { at problem } }`;
  const databases = async () =>
    platform.platform.database.query(
      `select datname from pg_database where starts_with(datname, 'candor_drill_' || left(md5(current_database()), 12))`,
    );

  test('T3 is done, refused and overdue as it should be, and staff see when it was last', async () => {
    const asked = () => manager.must(DRILLS);
    expect(await asked()).toEqual({ lastRestoreDrill: null, restoreDrills: [] });
    const customer = await platform.customer();
    const { errors } = await customer.run('{ lastRestoreDrill { at } }');
    expect(errors?.[0]?.extensions['code']).toBe('FORBIDDEN');

    const damaged = join(folder, 'drilled.backup');
    writeFileSync(damaged, readFileSync(file).subarray(0, 9_000));
    await expect(tryOut(damaged)).rejects.toThrow(/damaged/);
    books.fault = '3 accounts are off';
    await expect(tryOut(file)).rejects.toThrow('the books balance: 3 accounts are off');
    books.fault = null;
    let seen = await asked();
    expect(seen.lastRestoreDrill).toBeNull();
    expect(seen.restoreDrills).toMatchObject([
      { problem: 'the books balance: 3 accounts are off' },
      { problem: expect.stringMatching(/damaged/) },
    ]);

    await tryOut(file);
    seen = await asked();
    const at = platform.clock.now();
    expect(seen.lastRestoreDrill).toMatchObject({
      at: at.toISOString(),
      problem: null,
      isOverdue: false,
      nextDueAt: new Date(at.getTime() + 90 * 86_400_000).toISOString(),
    });
    expect(seen.lastRestoreDrill.recordCount).toBeGreaterThan(100);
    expect(await databases()).toEqual([]);

    platform.clock.set(new Date(at.getTime() + 90 * 86_400_000));
    expect((await asked()).lastRestoreDrill.isOverdue).toBe(false);
    platform.clock.set(new Date(at.getTime() + 90 * 86_400_000 + 1));
    expect((await asked()).lastRestoreDrill.isOverdue).toBe(true);
  });

  test('is one option of the command, also from a terminal without colours', async () => {
    const { code, stdout, stderr } = await run(['restore', file, '--drill']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^\d+ rows of \d+ tables could be restored as they stood at .*\n$/);
    expect(stdout).not.toContain('\u001b');
    expect(await databases()).toEqual([]);
  });
});
