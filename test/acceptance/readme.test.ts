import { execFile } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { findDemo } from '@candor/core/boards';
import { createTestPlatform, type TestPlatform } from '@candor/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const GUIDES = globSync(['README.md', '{packages,plugins,examples}/*/README.md'], { cwd: ROOT }).sort();

const read = (path: string) => readFile(join(ROOT, path), 'utf8');
const blocks = (text: string, language: string) =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, code]) => code!);

describe('the README, for whoever follows it word by word', () => {
  let readme: string;
  let platform: TestPlatform;
  let url: string;
  let token: string;
  let board: string;

  beforeAll(async () => {
    readme = await read('README.md');
    platform = await createTestPlatform({ seeds: ['demo'] });
    ({ url } = await platform.listen());
    const demo = (await findDemo(platform.platform.services))!;
    board = demo.board;
    token = (await platform.as('customer', demo.customer)).token!;
  });
  afterAll(() => platform.close());

  it('has a first query that answers what stands below it', async () => {
    const [command] = blocks(readme, 'sh').filter((block) => block.startsWith('curl '));
    const { stdout } = await run('sh', ['-c', command!.replace('http://127.0.0.1:4000', url)], {
      env: { ...process.env, TOKEN: token },
    });
    const shape = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(shape);
      if (typeof value !== 'object' || value === null) return typeof value;
      return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, shape(part)]));
    };
    const [promised] = blocks(readme, 'json').map((block) => JSON.parse(block));
    const answer = JSON.parse(stdout);
    expect(shape(answer.data)).toEqual(shape(promised.data));
    const titles = (data: typeof answer.data) =>
      data.viewer.customer.boards.edges.map(({ node }: { node: { title: string } }) => node.title);
    expect(titles(answer.data)).toEqual(titles(promised.data));
  });

  it('has a first subscription that any client of the protocol can watch', async () => {
    const [query] = blocks(readme, 'graphql').filter((block) => block.startsWith('subscription'));
    const [script] = blocks(readme, 'js').filter((block) => block.includes("from 'graphql-ws'"));
    const folder = await mkdtemp(fileURLToPath(new URL('./.readme-', import.meta.url)));
    const watching = `const [token, board, query] = process.argv.slice(2);\n${script!
      .replace('ws://127.0.0.1:4000', url.replace('http', 'ws'))
      .replace('since = { epoch, offset };', 'since = { epoch, offset }; console.log(kind);')}`;
    await writeFile(join(folder, 'watch.mjs'), watching);
    const child = execFile(process.execPath, [join(folder, 'watch.mjs'), token, board, query!]);
    const lines: string[] = [];
    for await (const chunk of child.stdout!) {
      lines.push(...String(chunk).trim().split('\n'));
      if (lines.length === 1) {
        const agent = await platform.staff({ roles: ['manager'] });
        const input = { boardId: board, percent: 85, nextStep: [{ locale: 'en', text: 'Look at it' }] };
        await agent.must(
          'mutation ($input: PostProgressInput!) { postProgress(input: $input) { userErrors { message } } }',
          { variables: { input } },
        );
        await platform.settle();
      } else if (lines.join(' ').includes('}')) child.kill();
    }
    await rm(folder, { recursive: true });
    expect(lines.slice(0, 2)).toEqual(['SNAPSHOT', 'CHANGE']);
    expect(lines.join(' ')).toContain('stagePercent: 85');
  });

  it('names commands that there are', async () => {
    const named = new Set<string>();
    for (const guide of GUIDES)
      for (const [, command] of (await read(guide)).matchAll(/npm run candor -- ([a-z]+(?: [a-z]+)?)/g))
        named.add(command!);
    const bin = join(ROOT, 'packages/server/dist/cli/bin.js');
    const helps = await Promise.all(
      [...named].map(async (command) => {
        const words = command.split(' ');
        const { stdout } = await run(process.execPath, [bin, ...words, '--help']).catch((error) => error);
        return [command, String(stdout).startsWith(`Usage: candor ${words[0]}`)];
      }),
    );
    expect(helps.filter(([, isThere]) => !isThere)).toEqual([]);
    expect(named.size).toBeGreaterThan(5);
  });

  it.each(GUIDES)('%s leads to files that there are', async (guide) => {
    const text = await read(guide);
    const targets = [...text.matchAll(/\]\(([^)#]+?)(?:#[^)]*)?\)/g)].map(([, target]) => target!);
    const missing = targets.filter(
      (target) => !/^https?:/.test(target) && !existsSync(join(ROOT, dirname(guide), target)),
    );
    expect(missing).toEqual([]);
  });
});
