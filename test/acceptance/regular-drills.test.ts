import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { corePlugins } from '@candor/core';
import { DRILL_COUNTS_FOR } from '@candor/kernel/oversight';
import { Platform } from '@candor/kernel/platform';
import { MasterKeys } from '@candor/kernel/privacy';
import { newestBackup, RegularDrills } from '@candor/server/backup';
import { openPlatform, readConfiguration } from '@candor/server/cli';
import { freePort } from '@candor/server/processes';
import { type Client, createTestPlatform, type TestPlatform } from '@candor/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type pg from 'pg';
import { pino } from 'pino';
import { addressOf, command } from './command-line.js';

const SECRET = Buffer.alloc(32, 7);
const DAY = 86_400_000;
const DRILLS = `{ lastRestoreDrill { at backupAt recordCount problem isOverdue } restoreDrills(first: 9) { problem } }`;

let platform: TestPlatform;
let manager: Client;
let home: string;
let folder: string;

const environment = (more: Record<string, string> = {}) => ({
  NODE_ENV: 'test',
  CANDOR_HOME: home,
  CANDOR_MASTER_KEY: `test:${SECRET.toString('base64')}`,
  DATABASE_URL: addressOf(platform.connection),
  PORT: '0',
  BACKUP_FOLDER: folder,
  ...more,
});
const asked = () => manager.must(DRILLS);
const health = async () => {
  const { plugins } = await manager.must('{ plugins { name health { name problem } } }');
  const { health: all } = plugins.find(({ name }: { name: string }) => name === 'kernel');
  return all.find(({ name }: { name: string }) => name === 'restore drills').problem;
};
const doctor = async (check: string) => {
  const { stdout } = await command(['doctor', '--json'], environment());
  return JSON.parse(stdout).findings.find((one: { check: string }) => one.check === check);
};
const left = () =>
  platform.platform.database.query<{ name: string }>(
    `select datname as name from pg_database where starts_with(datname, 'candor_drill_' || left(md5(current_database()), 12))`,
  );

async function opened<T>(connection: pg.ClientConfig, work: (kernel: Platform) => Promise<T>): Promise<T> {
  const kernel = new Platform({
    plugins: corePlugins,
    connection,
    poolSize: 2,
    masterKeys: new MasterKeys([{ id: 'test', secret: SECRET }]),
    production: false,
    logger: pino({ level: 'silent' }),
    clock: platform.clock,
  });
  try {
    return await work(kernel);
  } finally {
    await kernel.stop();
  }
}

const drills = (openAt: typeof opened = opened, every = 30) =>
  new RegularDrills({
    folder,
    every,
    kernel: platform.platform,
    connection: platform.connection,
    openAt,
  });

/** Writes a backup that is a day younger than those before. */
async function backUp(name: string, days: number): Promise<string> {
  const file = join(folder, name);
  expect((await command(['backup', file], environment())).code).toBe(0);
  const at = new Date(Date.now() - days * DAY);
  utimesSync(file, at, at);
  return file;
}

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'candor-drills-'));
  folder = mkdtempSync(join(tmpdir(), 'candor-backups-'));
  platform = await createTestPlatform({ plugins: [], start: new Date().toISOString() });
  manager = await platform.staff({ roles: ['manager'] });
  await platform.settle();
  await platform.platform.sealAudit();
}, 60_000);
afterAll(async () => {
  await platform?.close();
  for (const made of [home, folder]) rmSync(made, { recursive: true, force: true });
});

test('the settings take no pause between drills in which the last one stops counting', () => {
  const days = (count: number) => readConfiguration(environment({ RESTORE_DRILL_DAYS: String(count) }));
  expect(days(DRILL_COUNTS_FOR).drillDays).toBe(DRILL_COUNTS_FOR);
  expect(() => days(DRILL_COUNTS_FOR + 1)).toThrow(/RESTORE_DRILL_DAYS/);
});

describe('restore drills of a worker', () => {
  test('(T3) without a backup it says so to staff and to the doctor, once a day', async () => {
    expect(await asked()).toEqual({ lastRestoreDrill: null, restoreDrills: [] });
    expect(await health()).toBeNull();
    expect(await doctor('backups')).toMatchObject({ state: 'failed', found: `there is none in ${folder}` });
    const one = drills();
    expect([await one.pass(), await one.pass()]).toEqual([true, false]);
    expect(await asked()).toEqual({
      lastRestoreDrill: null,
      restoreDrills: [{ problem: `There is no file *.backup in ${folder}.` }],
    });
    expect(await health()).toMatch(/could not be restored: There is no file/);
  });

  test('T3 a worker restores the newest backup for a trial, and everybody who looks is told when that was', async () => {
    writeFileSync(join(folder, 'old.backup'), 'damaged');
    const at = new Date(Date.now() - 9 * DAY);
    utimesSync(join(folder, 'old.backup'), at, at);
    writeFileSync(join(folder, 'newer.part'), 'half written');
    await backUp('night.backup', 0);
    await platform.platform.database.query('delete from kernel_restore_drill');

    const port = await freePort();
    const configuration = readConfiguration(environment({ METRICS_PORT: String(port - 1) }));
    const worker = await openPlatform(configuration, {
      connection: platform.connection,
      logger: pino({ level: 'silent' }),
    });
    const working = await worker.work();
    try {
      let seen = await asked();
      while (!seen.lastRestoreDrill) seen = await asked();
      expect(seen).toMatchObject({
        lastRestoreDrill: { problem: null, isOverdue: false, backupAt: expect.any(String) },
        restoreDrills: [{ problem: null }],
      });
      expect(seen.lastRestoreDrill.recordCount).toBeGreaterThan(50);
      const figures = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
      const restored = Date.parse(seen.lastRestoreDrill.at) / 1_000;
      expect(figures).toContain(`candor_backup_timestamp_seconds{what="restored"} ${restored}`);
      expect(figures).toMatch(/candor_backup_timestamp_seconds\{what="written"\} 1\d{9}/);
    } finally {
      await working.close();
      await worker.close();
    }
    expect(await left()).toEqual([]);
    expect(await health()).toBeNull();
    expect(await doctor('restore drill')).toMatchObject({ state: 'ok' });
    expect(await doctor('backups')).toMatchObject({ state: 'ok' });
  });

  test('T3 the next is done when it is due, one that fails is told and tried again, and none for 90 days is overdue', async () => {
    const one = drills();
    const from = platform.clock.now().getTime();
    const day = (days: number) => platform.clock.set(new Date(from + days * DAY));
    day(29);
    expect(await one.pass()).toBe(false);
    day(31);
    expect(await one.pass()).toBe(true);
    expect((await asked()).restoreDrills).toEqual([{ problem: null }, { problem: null }]);

    const whole = await backUp('later.backup', -1);
    const bytes = readFileSync(whole);
    writeFileSync(whole, bytes.subarray(0, 5_000));
    day(62);
    expect(await one.pass()).toBe(true);
    expect(await health()).toMatch(/could not be restored: The backup is damaged/);
    expect((await asked()).lastRestoreDrill.isOverdue).toBe(false);
    expect(await one.pass()).toBe(false);
    day(63.5);
    expect(await one.pass()).toBe(true);
    day(31 + 90.5);
    expect(await health()).toMatch(/could not be restored/);
    expect((await asked()).lastRestoreDrill.isOverdue).toBe(true);
    writeFileSync(whole, bytes);
    expect(await one.pass()).toBe(true);
    expect(await health()).toBeNull();
    expect((await asked()).lastRestoreDrill.isOverdue).toBe(false);
  });

  test('are one at a time, and what a killed one left behind goes with the next', async () => {
    const [made] = await platform.platform.database.query<{ name: string }>(
      `select 'candor_drill_' || left(md5(current_database()), 12) || '_0123456789ab' as name`,
    );
    await platform.platform.database.query(`create database ${made!.name}`);
    platform.clock.set(new Date(platform.clock.now().getTime() + 31 * DAY));
    const both = await Promise.all([drills().pass(), drills().pass()]);
    expect(both.sort()).toEqual([false, true]);
    const { restoreDrills } = await asked();
    expect(restoreDrills[0]).toEqual({ problem: null });
    expect(await left()).toEqual([]);
  });

  test('end with their worker within moments, and say nothing then', async () => {
    platform.clock.set(new Date(platform.clock.now().getTime() + 31 * DAY));
    const before = (await asked()).restoreDrills.length;
    const begun = Promise.withResolvers<void>();
    const one = drills((connection, work) => {
      begun.resolve();
      return opened(connection, async (kernel) => {
        // Somebody holds it up: a statement that takes longer than anybody waits.
        await kernel.database.query('select pg_sleep(60)');
        return work(kernel);
      });
    });
    one.start();
    await begun.promise;
    const stopped = performance.now();
    await one.stop();
    expect(performance.now() - stopped).toBeLessThan(5_000);
    expect(await left()).toEqual([]);
    expect((await asked()).restoreDrills.length).toBe(before);
  });

  test('the newest backup is the one that was written last', async () => {
    expect((await newestBackup(folder))!.file).toBe(join(folder, 'later.backup'));
    await expect(newestBackup(join(folder, 'none'))).rejects.toThrow('Set BACKUP_FOLDER right.');
  });
});
