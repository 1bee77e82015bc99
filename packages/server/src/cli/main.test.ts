import { describe, expect, it, test } from '@jest/globals';
import { Notice } from '../notice.js';
import type { Platform } from './context.js';
import { main } from './main.js';

/** An address that no server listens on: commands that need no database never ask it. */
const NO_DATABASE = { DATABASE_URL: 'postgresql://127.0.0.1:1/none' };

describe('api-30 the command line', () => {
  test.each([['--help'], ['migrate', '--help'], ['--version']])(
    'answers %s %s without looking at the environment',
    async (...args) => {
      const { code, stdout } = await run(args, { PORT: 'wrong' });
      expect(code).toBe(0);
      expect(stdout).toMatch(args.includes('--version') ? /^\d+\.\d+\.\d+\n$/ : /^Usage: candor/);
    },
  );

  it('lists its commands', async () => {
    const { stdout } = await run(['--help']);
    for (const name of ['dev', 'serve', 'work', 'migrate', 'seed', 'config'])
      expect(stdout).toMatch(new RegExp(`^  ${name}\\b`, 'm'));
  });

  test.each([[['nonsense']], [['config', 'print', '--nonsense']], [['seed']]])(
    'ends with 2 when it is called as %j',
    async (args) => {
      const { code, stdout, stderr } = await run(args);
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).toMatch(/^error: .*\nAdd --help to see how it is used\.\n$/);
    },
  );

  it('ends with 2 and all mistakes when the environment is wrong', async () => {
    const { code, stdout, stderr } = await run(['config', 'print'], { PORT: 'wrong', LOG_LEVEL: 'loud' });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/has 2 mistakes:\n {2}PORT: .*\n {2}LOG_LEVEL: .*\n$/);
  });

  const KEY = Buffer.alloc(32, 7).toString('base64');
  test.each<[string, Record<string, string>, RegExp]>([
    ['a port that is none', { PORT: 'http' }, /PORT: "http" is not right; give .*PORT=4000$/],
    [
      'a database of another kind',
      { DATABASE_URL: 'mysql://db/candor' },
      /DATABASE_URL: what is set .*postgresql/,
    ],
    [
      'a secret file that is not there',
      { DATABASE_URL_FILE: '/nowhere/url' },
      /DATABASE_URL_FILE names a file that cannot/,
    ],
    [
      'a secret that is set twice',
      { REDIS_URL: 'redis://a', REDIS_URL_FILE: '/nowhere/url' },
      /REDIS_URL: set it or REDIS_URL_FILE, not both$/,
    ],
    [
      'no master key in production',
      { NODE_ENV: 'production' },
      /CANDOR_MASTER_KEY: has to be set in production; give/,
    ],
    [
      'two master keys of one id',
      { CANDOR_MASTER_KEY: `a:${KEY},a:${KEY}` },
      /CANDOR_MASTER_KEY: what is set is not/,
    ],
    [
      'an issuer without its keys',
      { CANDOR_ISSUERS: '[{"issuer":"https://id.test"}]' },
      /CANDOR_ISSUERS: .*jwksUri/,
    ],
    ['an origin with a path', { CORS_ORIGINS: 'https://a.test/x' }, /CORS_ORIGINS: .*each without a path/],
    [
      'documents that are not there',
      { PERSISTED_DOCUMENTS: 'absent.json' },
      /PERSISTED_DOCUMENTS: there is no .*absent/,
    ],
    [
      'figures on the port of the API',
      { PORT: '4711', METRICS_PORT: '4711' },
      /METRICS_PORT: it is the port of the API/,
    ],
    [
      'a proxy that is no address',
      { TRUSTED_PROXIES: 'proxy' },
      /TRUSTED_PROXIES: "proxy" .*=10\.0\.0\.0\/8/,
    ],
    ['a budget below one operation', { RATE_LIMIT_ACTOR: '10/1' }, /RATE_LIMIT_ACTOR: .*at least 5000/],
  ])(
    '(api-28) tells an operator of %s: which variable, and what would be right',
    async (_, wrong, answer) => {
      for (const args of [['migrate'], ['seed', 'demo'], ['doctor']]) {
        const { code, stderr } = await run(args, wrong);
        expect(code).toBe(2);
        const [first, ...problems] = stderr.trimEnd().split('\n');
        expect(first).toBe('The configuration has one mistake:');
        expect(problems).toEqual([expect.stringMatching(answer)]);
        expect(stderr).not.toContain(KEY);
      }
    },
  );

  it('ends with 1 and one sentence when the database is not there', async () => {
    const { code, stdout, stderr } = await run(['migrate', 'status'], NO_DATABASE);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^The database at 127\.0\.0\.1:1 \(DATABASE_URL\) cannot be used: .*\n$/);
  });

  it('prints data as JSON when asked, wherever the option stands', async () => {
    for (const args of [
      ['--json', 'config', 'print'],
      ['config', 'print', '--json'],
    ]) {
      const { code, stdout } = await run(args, { PORT: '4711' });
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toContainEqual(expect.objectContaining({ variable: 'PORT', value: '4711' }));
    }
  });

  it('writes neither colours nor secrets', async () => {
    const { stdout } = await run(['config', 'print'], {
      DATABASE_URL: 'postgresql://candor:canary@db.test/candor',
    });
    expect(stdout).not.toContain('canary');
    expect(stdout).not.toContain('\u001b');
  });
});

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function run(args: readonly string[], environment: Record<string, string> = {}): Promise<Run> {
  let stdout = '';
  let stderr = '';
  const code = await main(args, {
    environment,
    stdout: (text) => {
      stdout += text;
    },
    stderr: (text) => {
      stderr += text;
    },
    openPlatform: async (): Promise<Platform> => {
      throw new Notice('no platform here');
    },
  });
  return { code, stdout, stderr };
}
