import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ERROR_CODES, USER_ERROR_CODES } from '@candor/kernel/graphql';
import { type Client, createTestPlatform, type TestPlatform } from '@candor/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { type Answer, bearer, overSocket, post } from '../security/transports.js';

/** Of bars.md, api-10. */
const BUILT_IN = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'BAD_USER_INPUT',
  'NOT_FOUND',
  'CONFLICT',
  'RATE_LIMITED',
  'IDEMPOTENCY_KEY_REUSED',
  'IDEMPOTENCY_IN_PROGRESS',
  'INTERNAL_SERVER_ERROR',
  'PERSISTED_QUERY_NOT_FOUND',
];

const PACKAGES = join(import.meta.dirname, '../../packages');

let platform: TestPlatform;
let url: string;
let manager: Client;
let customer: Client;
beforeAll(async () => {
  platform = await createTestPlatform();
  ({ url } = await platform.listen());
  manager = await platform.staff({ roles: ['manager'] });
  customer = await platform.customer();
});
afterAll(() => platform?.close());

const role = (key: string) => ({
  query:
    'mutation($input: CreateRoleInput!) { createRole(input: $input) { role { id } userErrors { code field message } } }',
  variables: { input: { key, name: [{ locale: 'en', text: key }], permissions: [], idempotencyKey: 'same' } },
});

const asked = (query: string, variables: object = {}, token?: string, headers: Record<string, string> = {}) =>
  post(url, { query, variables }, { ...bearer(token), ...headers });

/** One way to each error that a client can bring about. */
const WAYS: ReadonlyArray<[string, () => Promise<Answer>]> = [
  ['UNAUTHENTICATED', () => asked('{ roles { totalCount } tickets { totalCount } ticketStates { state } }')],
  ['UNAUTHENTICATED', () => asked('{ viewer { kind } }', {}, 'garbage')],
  [
    'FORBIDDEN',
    () =>
      asked(
        'mutation { createRole(input: { key: "x", name: [], permissions: [] }) { role { id } } }',
        {},
        customer.token,
      ),
  ],
  [
    'BAD_USER_INPUT',
    () => asked('query($n: Int!) { customers(first: $n) { totalCount } }', { n: 'x' }, manager.token),
  ],
  ['BAD_USER_INPUT', () => asked('{ customers(first: 1000) { totalCount } }', {}, manager.token)],
  [
    'QUERY_TOO_COSTLY',
    () =>
      asked(
        '{ customers(first: 100) { edges { node { tickets(first: 100) { edges { node { id } } } } } } }',
        {},
        manager.token,
      ),
  ],
  [
    'IDEMPOTENCY_KEY_REUSED',
    async () => {
      await post(url, role('first'), bearer(manager.token));
      return post(url, role('second'), bearer(manager.token));
    },
  ],
  ['GRAPHQL_PARSE_FAILED', () => asked('{ viewer')],
  ['GRAPHQL_VALIDATION_FAILED', () => asked('{ nothing }')],
  ['OPERATION_RESOLUTION_FAILURE', () => asked('query A { viewer { kind } } query B { viewer { kind } }')],
  ['BAD_REQUEST', () => post(url, '{')],
  [
    'PERSISTED_QUERY_NOT_FOUND',
    () => post(url, { extensions: { persistedQuery: { version: 1, sha256Hash: 'x' } } }),
  ],
  [
    'NOT_FOUND',
    async () => {
      const line = overSocket(url, customer.token);
      const id = 'board_01j00000000000000000000000';
      const answer = await line.ask({
        query: `subscription { boardProgress(board: "${id}") { kind } }`,
        variables: {},
      });
      line.close();
      return answer;
    },
  ],
];

describe('an error', () => {
  test('api-10 has a code from a closed list, in which all that is promised is', () => {
    expect(Object.keys(ERROR_CODES)).toEqual(expect.arrayContaining(BUILT_IN));
    for (const [code, { meaning, retryable }] of Object.entries(ERROR_CODES)) {
      expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/);
      expect(meaning).toMatch(/^[A-Z].{10,}\.$/);
      expect(typeof retryable).toBe('boolean');
    }
  });

  test.each(WAYS)(
    'api-10 %s says whether to ask again, and under which id the log has it',
    async (code, way) => {
      const { body } = await way();
      const [error] = body.errors!;
      expect(error!.extensions).toMatchObject({
        code,
        retryable: ERROR_CODES[code as keyof typeof ERROR_CODES].retryable,
        requestId: expect.stringMatching(/^[\w.-]{8,}$/),
      });
      for (const { message, extensions } of body.errors!) {
        expect(message).not.toBe('');
        expect(Object.keys(ERROR_CODES)).toContain(extensions['code']);
      }
    },
  );

  test('api-10 that ends by itself says when', async () => {
    const input = { ...role('slow').variables.input, idempotencyKey: 'busy' };
    // Somebody else's command with the same key is under way until it lets go of the lock.
    const other = new pg.Client(platform.connection);
    await other.connect();
    await other.query('select pg_advisory_lock(hashtextextended($1, 0))', [`${manager.id} createRole busy`]);
    const answer = await post(
      url,
      { query: role('slow').query, variables: { input } },
      bearer(manager.token),
    );
    await other.end();
    expect(answer.body.errors?.[0]?.extensions).toMatchObject({
      code: 'IDEMPOTENCY_IN_PROGRESS',
      retryable: true,
      retryAfter: 1,
    });
  });
});

describe('a user error', () => {
  test('api-11 has a code that is declared, wherever one is made', () => {
    const declared = new Set([...Object.keys(USER_ERROR_CODES), ...platform.platform.registry.errors.keys()]);
    const made = globSync('*/src/**/*.ts', { cwd: PACKAGES })
      .filter((file) => !/test|fixture/.test(file))
      .flatMap((file) => [
        ...readFileSync(join(PACKAGES, file), 'utf8').matchAll(/new UserError\(\s*'([^']*)'/g),
      ])
      .map(([, code]) => code!);
    expect([...new Set(made)].filter((code) => !declared.has(code))).toEqual([]);
    expect(made.length).toBeGreaterThan(20);
  });

  test('api-11 says which field and what would be right, and nothing has changed', async () => {
    const before = (await manager.must('{ roles { totalCount } }')).roles;
    const { data } = await manager.run(
      'mutation { createRole(input: { key: "No Key", name: [{ locale: "xx", text: "" }], permissions: [] }) { role { id } userErrors { code field message } } }',
    );
    expect(data.createRole).toEqual({
      role: null,
      userErrors: expect.arrayContaining([
        { code: 'INVALID', field: ['key'], message: expect.stringMatching(/\.$/) },
        { code: 'INVALID', field: ['name', '0', 'locale'], message: expect.stringMatching(/en, zh-CN/) },
      ]),
    });
    expect((await manager.must('{ roles { totalCount } }')).roles).toEqual(before);
  });
});
