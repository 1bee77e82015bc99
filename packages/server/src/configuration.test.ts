import { mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import '@candor/kernel';
import { COST } from '@candor/kernel/graphql';
import { describe, expect, it, test } from '@jest/globals';
import {
  type ConfigurationError,
  DEAREST,
  describe as describeConfiguration,
  readConfiguration,
} from './configuration.js';
import { masterKeyText, parseMasterKeys } from './master-key.js';

const KEY = Buffer.alloc(32, 7).toString('base64');

describe('api-28 the configuration', () => {
  it('needs nothing to be set', () => {
    expect(readConfiguration({ CANDOR_ROOT: '/srv/candor' })).toMatchObject({
      environment: 'development',
      port: 4000,
      host: '127.0.0.1',
      home: '/srv/candor/.candor',
      databaseUrl: undefined,
      poolSize: 10,
      issuers: [],
      corsOrigins: [],
      logLevel: 'warn',
    });
  });

  it('takes budgets, or that there is none', () => {
    const given = { RATE_LIMIT_ACTOR: '100000/5000', RATE_LIMIT_ADDRESS: 'off', RATE_LIMIT_MINTING: '600' };
    expect(readConfiguration(given)).toMatchObject({
      actorBudget: { maximum: 100_000, restoreRate: 5_000 },
      addressBudget: null,
      mintsPerMinute: 600,
    });
    expect(DEAREST).toBe(COST.maximum);
    for (const wrong of ['4999/1', '5000', '5000/0', '5000/1/1', 'on'])
      expect(() => readConfiguration({ RATE_LIMIT_ACTOR: wrong })).toThrow(
        /RATE_LIMIT_ACTOR: .*=100000\/5000/,
      );
  });

  it('(api-20) tells of documents that are not there, and of a list that is not set', () => {
    const absent = readConfiguration.bind(null, {
      PERSISTED_DOCUMENTS: 'absent.json',
      CANDOR_ROOT: tmpdir(),
    });
    expect(absent).toThrow(/PERSISTED_DOCUMENTS: there is no .*absent\.json/);
    expect(() => readConfiguration({ AD_HOC_DOCUMENTS: 'nobody' })).toThrow(/AD_HOC_DOCUMENTS: without/);
    const there = { PERSISTED_DOCUMENTS: '.', AD_HOC_DOCUMENTS: 'nobody', CANDOR_ROOT: tmpdir() };
    expect(readConfiguration(there)).toMatchObject({ documents: tmpdir(), adHocDocuments: 'nobody' });
  });

  it('takes a variable that is empty as one that is not set', () => {
    expect(readConfiguration({ PORT: '', DATABASE_URL: '' })).toMatchObject({
      port: 4000,
      databaseUrl: undefined,
    });
  });

  it('turns texts into what the code works with', () => {
    const issuer = {
      issuer: 'https://id.test',
      audience: 'candor',
      jwksUri: 'https://id.test/jwks',
      kind: 'staff',
      claim: 'sub',
    };
    const configuration = readConfiguration({
      PORT: '8080',
      CANDOR_ISSUERS: JSON.stringify([issuer]),
      CORS_ORIGINS: 'https://a.test, http://localhost:5173',
      TRUSTED_PROXIES: '10.0.0.0/8,fd00::/8,192.168.1.7',
    });
    expect(configuration).toMatchObject({
      port: 8080,
      issuers: [issuer],
      corsOrigins: ['https://a.test', 'http://localhost:5173'],
      trustedProxies: ['10.0.0.0/8', 'fd00::/8', '192.168.1.7'],
    });
  });

  test.each([
    ['PORT', '70000'],
    ['PORT', 'http'],
    ['DATABASE_URL', 'mysql://db/candor'],
    ['REDIS_URL', 'localhost'],
    ['CANDOR_POOL_SIZE', '0'],
    ['CANDOR_PUBLIC_URL', 'care.example.com'],
    ['CANDOR_MASTER_KEY', 'short'],
    ['CANDOR_ISSUERS', '[{"issuer":"https://id.test"}]'],
    ['CANDOR_ISSUERS', '{'],
    ['CORS_ORIGINS', '*'],
    ['CORS_ORIGINS', 'https://a.test/path'],
    ['TRUSTED_PROXIES', '10.0.0.0/33'],
    ['TRUSTED_PROXIES', 'proxy'],
    ['LOG_LEVEL', 'loud'],
    ['NODE_ENV', 'staging'],
  ])('refuses %s=%s, and says what would be right', (variable, value) => {
    const [problem, ...others] = problemsOf({ [variable]: value });
    expect(problem).toMatch(new RegExp(`^${variable}: .*; give .*, such as ${variable}=`));
    expect(others).toEqual([]);
  });

  it('tells all mistakes at once', () => {
    const problems = problemsOf({ PORT: 'x', LOG_LEVEL: 'loud', CANDOR_POOL_SIZE: '-1' });
    expect(problems.map((problem) => problem.split(':')[0])).toEqual([
      'PORT',
      'CANDOR_POOL_SIZE',
      'LOG_LEVEL',
    ]);
  });

  it('reads a secret from the file that the variable with _FILE names', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'candor-configuration-')), 'url');
    writeFileSync(file, 'postgresql://candor:canary@db.test/candor\n');
    expect(readConfiguration({ DATABASE_URL_FILE: file }).databaseUrl).toBe(
      'postgresql://candor:canary@db.test/candor',
    );
    expect(problemsOf({ DATABASE_URL_FILE: `${file}.absent` })).toEqual([
      expect.stringMatching(/cannot be read/),
    ]);
    expect(problemsOf({ DATABASE_URL_FILE: file, DATABASE_URL: 'postgresql://db' })).toEqual([
      expect.stringMatching(/not both/),
    ]);
  });

  it('never shows a secret, neither printed nor in a mistake', () => {
    const environment = { DATABASE_URL: 'postgresql://candor:canary@db.test/candor', CANDOR_MASTER_KEY: KEY };
    const shown = JSON.stringify(describeConfiguration(readConfiguration(environment)));
    expect(shown).toContain('postgresql://***@db.test/candor');
    expect(shown).not.toContain('canary');
    expect(shown).not.toContain(KEY);
    expect(
      problemsOf({ DATABASE_URL: 'mysql://candor:canary@db.test', REDIS_URL: 'canary' }).join(),
    ).not.toContain('canary');
  });

  it('asks for a master key in production, and generates a private one elsewhere', () => {
    expect(problemsOf({ NODE_ENV: 'production' })).toEqual([
      expect.stringMatching(/^CANDOR_MASTER_KEY: has to be set/),
    ]);
    expect(readConfiguration({ NODE_ENV: 'production', CANDOR_MASTER_KEY: KEY }).logLevel).toBe('info');

    const home = join(mkdtempSync(join(tmpdir(), 'candor-configuration-')), 'home');
    const generated = masterKeyText({ home, masterKey: undefined });
    expect(parseMasterKeys(generated).all).toMatchObject([{ id: 'main' }]);
    expect(masterKeyText({ home, masterKey: undefined })).toBe(generated);
    expect(statSync(join(home, 'master-key')).mode & 0o777).toBe(0o600);
    expect(masterKeyText({ home, masterKey: KEY })).toBe(KEY);
  });

  it('takes several master keys with their ids while one takes the place of another', () => {
    const other = Buffer.alloc(32, 8).toString('base64');
    const { masterKey = '' } = readConfiguration({ CANDOR_MASTER_KEY: `2026-11:${other}, main:${KEY}` });
    expect(parseMasterKeys(masterKey).all).toEqual([
      { id: '2026-11', secret: Buffer.alloc(32, 8) },
      { id: 'main', secret: Buffer.alloc(32, 7) },
    ]);
    for (const wrong of [`a:${KEY},a:${other}`, `a:${KEY},${other}`, 'a:short', `:${KEY}`])
      expect(problemsOf({ CANDOR_MASTER_KEY: wrong })).toEqual([
        expect.stringMatching(/^CANDOR_MASTER_KEY: what is set is not right; give 32 bytes/),
      ]);
  });
});

function problemsOf(environment: Record<string, string>): readonly string[] {
  try {
    readConfiguration(environment);
  } catch (error) {
    return (error as ConfigurationError).problems;
  }
  return [];
}
