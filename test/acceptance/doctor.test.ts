import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { definePlugin } from '@candor/kernel';
import { noteRestoreDrill } from '@candor/kernel/oversight';
import { createTestPlatform, type TestPlatform } from '@candor/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { addressOf, command } from './command-line.js';

const KEY = Buffer.alloc(32, 7).toString('base64');
const OTHER = Buffer.alloc(32, 9).toString('base64');

const books = { fault: null as string | null };
const ledger = definePlugin({
  name: 'books',
  version: '1.0.0',
  candor: '^1.0.0',
  setup: (api) => api.health('the books balance', async () => books.fault),
});

let platform: TestPlatform;
let database: pg.Client;
let home: string;

const environment = (more: Record<string, string> = {}) => ({
  CANDOR_HOME: home,
  CANDOR_MASTER_KEY: `test:${KEY}`,
  DATABASE_URL: addressOf(platform.connection),
  PORT: '0',
  ...more,
});
const run = (args: string[], more: Record<string, string> = {}) => command(args, environment(more), [ledger]);
const query = (text: string) => database.query(text);

interface Finding {
  readonly check: string;
  readonly state: string;
  readonly found: string;
  readonly mend: string | null;
}

/** What the doctor says of one check. */
async function doctor(more: Record<string, string> = {}) {
  const { code, stdout, stderr } = await run(['doctor', '--json'], more);
  const { ok, findings } = JSON.parse(stdout) as { ok: boolean; findings: Finding[] };
  return { code, ok, stderr, findings, of: (check: string) => findings.find((one) => one.check === check) };
}

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'candor-doctor-'));
  platform = await createTestPlatform({ plugins: [ledger], start: new Date().toISOString() });
  await platform.customer();
  await platform.settle();
  await platform.platform.sealAudit();
  await platform.platform.services.command((tx) =>
    noteRestoreDrill(tx, { backupAt: tx.now, seconds: 1, tables: 1, rows: 1, problem: null }),
  );
  await platform.platform.sealAudit();
  // Nobody works here from now on: what a test leaves to be done stays undone.
  await platform.platform.stop();
  database = new pg.Client({ connectionString: addressOf(platform.connection) });
  await database.connect();
}, 60_000);
afterAll(async () => {
  await database?.end();
  await platform?.close();
  rmSync(home, { recursive: true, force: true });
});

describe('candor doctor', () => {
  test('finds nothing where all is well, and says what it has looked at', async () => {
    const { code, ok, findings, stderr } = await doctor();
    expect(findings.filter(({ state }) => state !== 'ok')).toEqual([]);
    expect({ code, ok, stderr }).toEqual({ code: 0, ok: true, stderr: '' });
    expect(findings.map(({ check }) => check)).toEqual([
      'port',
      'disk',
      'master key',
      'connections',
      'clock',
      'migrations',
      'signing keys',
      'data keys',
      'events',
      'jobs',
      'dead letters',
      'audit trail',
      'the books balance',
      'hooks of plugins',
      'restore drill',
      'database size',
    ]);
  });

  test('says the mend below each finding', async () => {
    books.fault = '3 accounts are off';
    const { code, stdout, stderr } = await run(['doctor']);
    books.fault = null;
    expect(code).toBe(1);
    expect(stdout).toMatch(/^failed {2}the books balance: 3 accounts are off\n {8}→ Ask for plugins /m);
    expect(stdout).not.toContain('\u001b');
    expect(stderr).toBe('1 of 16 checks failed.\n');
  });

  test('tells all mistakes of the environment, and ends with 2', async () => {
    const { code, ok, findings } = await doctor({ PORT: 'x', CANDOR_POOL_SIZE: '0' });
    expect({ code, ok }).toEqual({ code: 2, ok: false });
    expect(findings).toMatchObject([
      { check: 'configuration', state: 'failed', mend: expect.stringMatching(/^give .*PORT=4000$/) },
      { check: 'configuration', state: 'failed', mend: expect.stringMatching(/CANDOR_POOL_SIZE=10$/) },
    ]);
  });

  test('goes on without a database, and names where it looked for it', async () => {
    const { code, of } = await doctor({ DATABASE_URL: 'postgresql://127.0.0.1:1/none' });
    expect(code).toBe(1);
    expect(of('disk')?.state).toBe('ok');
    expect(of('database')).toMatchObject({
      state: 'failed',
      found: expect.stringMatching(/127\.0\.0\.1:1 \(DATABASE_URL\)/),
      mend: expect.stringMatching(/^Start the server/),
    });
  });

  test('finds a port that another program has', async () => {
    const other = createServer((socket) => socket.end());
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
    const { port } = other.address() as { port: number };
    const { of } = await doctor({ PORT: String(port) });
    other.close();
    expect(of('port')).toMatchObject({
      state: 'failed',
      found: `Port ${port} is taken by another program`,
      mend: expect.stringMatching(/^Choose another one: PORT=\d+/),
    });
  });

  test('finds pending migrations, and leaves out what needs the tables', async () => {
    const name = `candor_fresh_${randomBytes(6).toString('hex')}`;
    await query(`create database ${name}`);
    const { code, of } = await doctor({ DATABASE_URL: addressOf(platform.connection, name) });
    await query(`drop database ${name} with (force)`);
    expect(code).toBe(1);
    expect(of('migrations')).toMatchObject({
      state: 'failed',
      mend: expect.stringMatching(/candor -- migrate/),
    });
    expect(of('jobs')).toBeUndefined();
  });

  test('finds a master key that is not the one of the database', async () => {
    const { code, of } = await doctor({ CANDOR_MASTER_KEY: `test:${OTHER}` });
    expect(code).toBe(1);
    expect(of('signing keys')).toMatchObject({
      state: 'failed',
      mend: expect.stringMatching(/^Set CANDOR_MASTER_KEY to the key/),
    });
  });

  test('finds a generated master key that others can read', async () => {
    const own = mkdtempSync(join(tmpdir(), 'candor-open-'));
    writeFileSync(join(own, 'master-key'), `test:${KEY}\n`);
    chmodSync(join(own, 'master-key'), 0o644);
    const { of } = await doctor({ CANDOR_HOME: own, CANDOR_MASTER_KEY: '' });
    rmSync(own, { recursive: true });
    expect(of('master key')).toMatchObject({
      state: 'failed',
      mend: expect.stringMatching(/^Close it: chmod 600/),
    });
  });

  test('finds a queue server that does not answer', async () => {
    const { of } = await doctor({ REDIS_URL: 'redis://127.0.0.1:1' });
    expect(of('queue server')).toMatchObject({
      state: 'failed',
      found: 'Redis at 127.0.0.1:1 does not answer',
      mend: expect.stringMatching(/^Start Redis/),
    });
  }, 15_000);

  test.each([
    [
      'events that nobody hands on',
      'events',
      'failed',
      `insert into kernel_outbox (id, name, subject, payload, request_id, origin, at)
       values (gen_random_uuid(), 'x.happened', 'x', '{}', 'r', 'live', now() - interval '1 hour')`,
      `delete from kernel_outbox where name = 'x.happened'`,
      /^1 events wait, for 36\d\d s$/,
      /^Start a worker/,
    ],
    [
      'jobs that nobody runs',
      'jobs',
      'failed',
      `insert into kernel_job (id, name, input, enqueued_at) values (gen_random_uuid(), 'x.work', '{}', now() - interval '1 hour')`,
      `delete from kernel_job where name = 'x.work'`,
      /^1 jobs wait, for/,
      /^Start a worker/,
    ],
    [
      'what was given up',
      'dead letters',
      'warning',
      `insert into kernel_job (id, name, input, state, done_at) values (gen_random_uuid(), 'x.work', '{}', 'DEAD', now())`,
      `delete from kernel_job where name = 'x.work'`,
      /^0 deliveries and 1 jobs were given up$/,
      /retryJob/,
    ],
    [
      'rows of the trail that nobody seals',
      'audit trail',
      'failed',
      `insert into kernel_audit (id, at, actor, request_id, action, subject, content_hash)
       values (gen_random_uuid(), now() - interval '1 hour', 'x', 'r', 'x.done', 'x', '')`,
      `delete from kernel_audit where action = 'x.done'`,
      /^1 unsealed rows wait/,
      /^Start a worker/,
    ],
    [
      'data keys under a master key that is not configured',
      'data keys',
      'failed',
      `insert into kernel_data_key (owner, wrapped, master_key_id, created_at) values ('x', '', 'lost', now())`,
      `delete from kernel_data_key where owner = 'x'`,
      /^1 are wrapped by "lost", which is not configured$/,
      /as ID:KEY/,
    ],
    [
      'a restore drill that is long ago',
      'restore drill',
      'warning',
      `update kernel_restore_drill set at = at - interval '91 days'`,
      `update kernel_restore_drill set at = at + interval '91 days'`,
      /^a backup was restored for a trial on/,
      /restore FILE --drill/,
    ],
  ])('finds %s', async (_, check, state, breaks, mends, found, mend) => {
    await query(breaks);
    const finding = (await doctor()).of(check);
    await query(mends);
    expect(finding).toEqual({
      check,
      state,
      found: expect.stringMatching(found),
      mend: expect.stringMatching(mend),
    });
    expect((await doctor()).of(check)?.state).toBe('ok');
  });
});

describe('candor audit', () => {
  test('(sec-26) a head that was kept elsewhere tells that the tail was cut off', async () => {
    const { code, stdout } = await run(['audit', 'head']);
    expect(code).toBe(0);
    const kept = join(home, 'head');
    writeFileSync(kept, stdout);
    expect(await run(['audit', 'verify', '--head', kept])).toMatchObject({ code: 0, stderr: '' });
    await query('begin');
    await query(
      'create table cut as select * from kernel_audit where chain_no = (select max(chain_no) from kernel_audit)',
    );
    await query(
      'create table cut_head as select * from kernel_audit_head where chain_no >= (select chain_no from cut)',
    );
    await query('commit');
    await query('delete from kernel_audit where chain_no in (select chain_no from cut)');
    await query('delete from kernel_audit_head where chain_no in (select chain_no from cut_head)');
    expect((await run(['audit', 'verify', '--head', kept])).stderr).toMatch(
      /does not hold at row \d+: missing/,
    );
  });

  test('says which head cannot be read', async () => {
    const { code, stderr } = await run(['audit', 'verify', '--head', join(home, 'absent')]);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/^The head in .*absent cannot be read/),
    });
  });
});
