import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTestPlatform, type TestPlatform } from '@candor/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { addressOf } from './command-line.js';
import { Workspace } from './workspace.js';

/** A name of two words: types, fields, tables and files each write it in their own way. */
const NAME = 'spare-parts';
const TABLES = ['spare_parts_migrations', 'spare_parts_note'];

let workspace: Workspace;
let platform: TestPlatform;
/** The database that commands find. */
let database: { readonly DATABASE_URL: string };

beforeAll(async () => {
  workspace = new Workspace();
  platform = await createTestPlatform({ plugins: [] });
  database = { DATABASE_URL: addressOf(platform.connection) };
}, 60_000);
afterAll(async () => {
  workspace?.remove();
  await platform?.close();
});

const plugin = (...args: string[]) =>
  workspace.run(['packages/server/dist/cli/bin.js', 'plugin', ...args], database);
/** What a list says of one plugin. */
const listed = async () => {
  const { stdout } = await plugin('list', '--json');
  const all = JSON.parse(stdout) as Array<{ name: string; place: number | null }>;
  return all.find(({ name }) => name === NAME);
};
const tables = async () => {
  const rows = await platform.platform.services.query<{ name: string }>(
    `select tablename as name from pg_tables where tablename ~ '^spare.parts' order by 1`,
  );
  return rows.map(({ name }) => name);
};

describe('candor plugin new', () => {
  test('writes a plugin and says what to do next', async () => {
    // The first command builds what the copy has of other times.
    const { code, stdout, stderr } = await workspace.candor(['plugin', 'new', NAME], database);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const file of ['package.json', 'README.md', 'src/plugin.ts', `src/${NAME}.test.ts`])
      expect(stdout).toContain(`plugins/${NAME}/${file}\n`);
    expect(stdout).toContain(`npm run jest -- plugins/${NAME}`);
    const folder = join(workspace.root, 'plugins', NAME);
    const files = globSync('**/*', { cwd: folder }).join('\n');
    const text = globSync('**/*.{ts,json,md}', { cwd: folder }).map((file) =>
      readFileSync(join(folder, file), 'utf8'),
    );
    expect(`${files} ${text.join('\n')}`).not.toMatch(/starter/i);
    expect(readFileSync(join(folder, 'README.md'), 'utf8').trimEnd().split('\n')).toHaveLength(10);
    workspace.installLike(NAME, 'examples/starter-plugin');
  }, 60_000);

  test('writes what compiles under the rules of the checkout', async () => {
    workspace.write(
      `plugins/${NAME}/tsconfig.json`,
      '{ "extends": "../../tsconfig.json", "include": ["src"] }',
    );
    const { code, stdout } = await workspace.run([
      'node_modules/typescript/bin/tsc',
      '-p',
      `plugins/${NAME}`,
    ]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  }, 60_000);

  test('writes a test that passes', async () => {
    const { code, stdout, stderr } = await workspace.candor(['jest', `plugins/${NAME}`, '--ci']);
    expect({ code, told: stdout + stderr }).toEqual({
      code: 0,
      told: expect.stringMatching(/4 passed, 4 total/),
    });
  }, 120_000);
});

test('the guide of the smallest plugin leads to one that runs', async () => {
  const guide = readFileSync(join(workspace.root, 'examples/hello-plugin/README.md'), 'utf8');
  const [steps] = [...guide.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, block]) => block!.split('\n'));
  const [copy, rename, enable] = steps!;
  execFileSync('sh', ['-c', `${copy} && ${rename}`], { cwd: workspace.root });
  expect(enable).toBe('npm run candor -- plugin enable hello');
  expect((await workspace.candor(['plugin', 'enable', 'hello'], database)).code).toBe(0);
  const { stdout } = await plugin('list');
  expect(stdout).toMatch(/hello 1\.0\.0.*\n {5}follows: hello\.greet after customer\.created/);
  await plugin('disable', 'hello');
}, 60_000);

describe('a plugin', () => {
  test('that is disabled stands in the list, and enabled with its place, events, fields and jobs', async () => {
    expect(await listed()).toMatchObject({ place: null, fields: [], jobs: [] });
    const { stdout: told } = await plugin('enable', NAME);
    expect(told).toBe(`${NAME} is enabled from the next start.\n`);
    expect(await listed()).toEqual({
      name: NAME,
      version: '1.0.0',
      place: expect.any(Number),
      requires: ['customers'],
      hooks: [],
      follows: ['spare-parts.welcome after customer.created'],
      events: [],
      fields: ['Customer.sparePartsNotes', 'Mutation.addSparePartsNote'],
      jobs: ['spare-parts.tidy'],
    });
    const { stdout } = await plugin('list');
    expect(stdout).toMatch(
      /^\d+\. spare-parts 1\.0\.0 \(requires customers\)\n {5}follows: .*\n {5}fields: .*\n {5}jobs: spare-parts\.tidy$/m,
    );
    expect(stdout).toMatch(/^- {2}loyalty \d+\.\d+\.\d+ \(disabled\)$/m);
  }, 60_000);

  test('that is required, unknown or part of Candor cannot be turned off', async () => {
    for (const [name, message] of [
      ['customers', /is a module of Candor itself/],
      ['nowhere', /neither a built folder plugins\/nowhere nor a package/],
    ] as const) {
      const { code, stderr } = await plugin('disable', name);
      expect(code).toBe(1);
      expect(stderr).toMatch(message);
    }
  }, 30_000);

  test('that is disabled runs no more, keeps its data, and loses it only when that is asked for', async () => {
    expect((await workspace.candor(['migrate'], database)).code).toBe(0);
    expect(await tables()).toEqual(TABLES);
    expect((await plugin('disable', NAME)).stdout).toBe(`${NAME} is disabled from the next start.\n`);
    expect(await listed()).toMatchObject({ place: null });
    expect(await tables()).toEqual(TABLES);
    await plugin('enable', NAME);
    const { code, stdout } = await plugin('remove', NAME, '--drop-data');
    expect(code).toBe(0);
    expect(stdout).toContain(`Dropped: ${TABLES.join(', ')}.\n`);
    expect(await tables()).toEqual([]);
    expect(await listed()).toMatchObject({ place: null });
    expect(existsSync(join(workspace.root, 'plugins', NAME))).toBe(true);
  }, 90_000);
});
