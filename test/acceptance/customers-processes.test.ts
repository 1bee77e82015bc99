import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, createTestPlatform, type TestPlatform } from '@candor/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addressOf } from './command-line.js';
import { Workspace } from './workspace.js';

/** More rows than are taken over in the time that it takes to see the first. */
const MANY = 1_000;

let workspace: Workspace;
let platform: TestPlatform;
let manager: Client;
let folder: string;
let environment: Record<string, string>;
const path = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'candor-customers-'));
  workspace = new Workspace();
  platform = await createTestPlatform({ plugins: [], start: new Date().toISOString() });
  manager = await platform.staff({ roles: ['manager'] });
  environment = {
    CANDOR_ROOT: workspace.root,
    CANDOR_HOME: folder,
    CANDOR_MASTER_KEY: `test:${Buffer.alloc(32, 7).toString('base64')}`,
    DATABASE_URL: addressOf(platform.connection),
  };
  // Brings up to date what the copy has of other times.
  expect(await workspace.candor(['build'], environment)).toMatchObject({ code: 0 });
}, 120_000);
afterAll(async () => {
  workspace?.remove();
  await platform?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A command of its own process. */
const candor = (...args: string[]) =>
  workspace.run(['packages/server/dist/cli/bin.js', ...args], environment);
const total = () =>
  manager.must('{ customers { totalCount } }').then(({ customers }) => customers.totalCount as number);
const HEADER = 'externalId,name,kind,email,birthDate';
const write = (name: string, rows: readonly string[]) =>
  writeFileSync(path(name), `${[HEADER, ...rows].join('\n')}\n`);

describe('customers, in and out by commands', () => {
  test('(A1) a trial leaves nothing, rows that are wrong are named and the others are taken', async () => {
    write('some.csv', [
      'c-1,Ada,PERSON,ada@canary.example,1990-02-28',
      'c-2,Bo,PERSON,no address,',
      'c-3,Cy,,,',
    ]);
    const dry = await candor('import', 'customers', path('some.csv'), '--dry-run', '--json');
    expect({ code: dry.code, stderr: dry.stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(dry.stdout)).toMatchObject({
      rows: { in: 3, created: 2, rejected: 1 },
      isDryRun: true,
    });
    expect(await total()).toBe(0);

    const taken = await candor('import', 'customers', path('some.csv'));
    expect({ code: taken.code, stderr: taken.stderr }).toEqual({ code: 0, stderr: '' });
    expect(taken.stdout).toContain('line 3, email: This is no e-mail address');
    expect(await total()).toBe(2);
    expect(readFileSync(path('some.csv.rejects.csv'), 'utf8')).toContain('no address');
    expect(taken.stdout).not.toContain('\u001b');
  }, 60_000);

  test('an export is what the import takes, in clear only when that is asked for, and private', async () => {
    const shown = await candor('export', 'customers');
    expect({ code: shown.code, stderr: shown.stderr }).toEqual({ code: 0, stderr: '' });
    expect(shown.stdout.trim().split('\n')).toHaveLength(3);
    expect(shown.stdout).not.toContain('ada@canary.example');

    const out = path('all.csv');
    const told = await candor('export', 'customers', '--with-contacts', '--out', out, '--json');
    expect({ code: told.code, report: JSON.parse(told.stdout) }).toEqual({
      code: 0,
      report: { customers: 2, file: out },
    });
    expect(readFileSync(out, 'utf8')).toContain('ada@canary.example');
    expect(statSync(out).mode & 0o777).toBe(0o600);
    const again = await candor('export', 'customers', '--out', out);
    expect({ code: again.code, stdout: again.stdout }).toEqual({ code: 1, stdout: '' });
    expect(again.stderr).toMatch(/^.*all\.csv cannot be written .*; name another file with --out\.\n$/);

    const back = await candor('import', 'customers', out, '--json');
    expect(JSON.parse(back.stdout)).toMatchObject({ rows: { created: 0, changed: 0, same: 2, rejected: 0 } });
  }, 60_000);

  test.each([
    ['SIGINT', 1],
    ['SIGKILL', null],
  ] as const)(
    'one that %s has ended goes on where it is run again, and nobody is there twice',
    async (signal, code) => {
      const rows = Array.from({ length: MANY }, (_, row) => `${signal}-${row},Customer ${row},,,`);
      write('many.csv', rows);
      const before = await total();
      const running = candor('import', 'customers', path('many.csv'));
      while ((await total()) === before);
      workspace.signal(signal);
      const ended = await running;
      expect(ended.code).toBe(code);
      if (signal === 'SIGINT') expect(ended.stderr).toBe('The import was stopped; run it again to go on.\n');
      const partly = (await total()) - before;
      expect(partly).toBeGreaterThan(0);
      expect(partly).toBeLessThan(MANY);

      const { code: done, stdout } = await candor('import', 'customers', path('many.csv'), '--json');
      expect(done).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ rows: { in: MANY, created: MANY - partly, same: partly } });
      expect(await total()).toBe(before + MANY);
    },
    120_000,
  );

  test('what is wrong with the call is said in one line, and ends with 1 or 2', async () => {
    const none = await candor('import', 'customers', path('none.csv'));
    expect({ code: none.code, stdout: none.stdout }).toEqual({ code: 1, stdout: '' });
    expect(none.stderr.trim().split('\n')).toHaveLength(1);
    expect((await candor('export', 'customers', '--format', 'xml')).code).toBe(2);
  }, 60_000);
});
