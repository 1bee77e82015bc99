import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { type Scene, scene } from './scene.js';

const run = promisify(execFile);
const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const blocks = (readme: string, language: string) =>
  [...readme.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, code]) => code!);

describe('the guide of @candor/client', () => {
  let platform: Scene;
  let readme: string;
  let folder: string;

  beforeAll(async () => {
    platform = await scene();
    readme = await readFile(at('../../packages/client/README.md'), 'utf8');
    // Below the tests, where the package is found by its name.
    folder = await mkdtemp(at('./.guide-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
    await platform.close();
  });

  it('compiles strictly and does what it says, as it stands', async () => {
    const program = join(folder, 'guide.ts');
    await writeFile(program, blocks(readme, 'ts').join('\n'));
    const strict = ['--strict', '--noEmit', '--ignoreConfig', '--module', 'nodenext', '--target', 'esnext'];
    const types = ['--types', 'node', '--customConditions', 'source', '--skipLibCheck'];
    const tsc = at('../../node_modules/typescript/bin/tsc');
    await run(process.execPath, [tsc, ...strict, ...types, program]);

    const env = { ...process.env, CANDOR_URL: platform.url, CANDOR_TOKEN: platform.customer.token! };
    const { stdout } = await run(process.execPath, [program], { env });
    expect(stdout.split('\n').slice(0, -1)).toEqual([
      'Your app: 0 %',
      expect.stringMatching(/^GRAPHQL_VALIDATION_FAILED, tell support [\da-f-]{36}$/),
      'the line is live',
      'Your app is at 0 %',
      'the line is ended',
    ]);
    const feedback = await platform.customer.must(
      '{ viewer { customer { feedback { edges { node { title } } } } } }',
    );
    expect(feedback.viewer.customer.feedback.edges).toEqual([{ node: { title: 'Dark mode' } }]);
  });

  it('shows a configuration with which graphql-codegen makes documents for this client', async () => {
    const [configuration] = blocks(readme, 'json').map((block) => JSON.parse(block));
    const { config, preset, presetConfig } = configuration.generates['src/generated/'];
    expect(preset).toBe('client');
    const rawSDL = 'query Mine { viewer { customer { id createdAt } } }';
    const schema = parse(await readFile(at(`../../${configuration.schema}`), 'utf8'));
    const { generate } = await import(
      new URL('../../packages/client/scripts/generated.mjs', import.meta.url).href
    );
    const documents = [{ location: 'mine.graphql', rawSDL, document: parse(rawSDL) }];
    const text: string = await generate({ schema, documents, config, presetConfig });
    expect(text).toContain('export const MineDocument = new TypedDocumentString');
    expect(text).toContain('createdAt: string');
  });
});
