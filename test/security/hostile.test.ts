import { request as rawRequest } from 'node:http';
import { corePlugins } from '@candor/core';
import { Platform } from '@candor/kernel/platform';
import { MasterKeys } from '@candor/kernel/privacy';
import { createHttpServer } from '@candor/server/http';
import { type Client, createTestPlatform, type TestPlatform } from '@candor/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import type { Request } from './documents.js';
import { HOSTILE } from './hostile-requests.js';
import { bearer, type Line, overEvents, overHttp, overSocket, post } from './transports.js';

let platform: TestPlatform;
let url: string;
let manager: Client;

beforeAll(async () => {
  platform = await createTestPlatform();
  ({ url } = await platform.listen());
  manager = await platform.staff({ roles: ['manager'] });
});
afterAll(() => platform?.close());

/** Statements that ran for somebody's sake, while something is done. */
async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const { pool } = platform.platform.database;
  const seen: string[] = [];
  const query = pool.query;
  pool.query = ((...args: [{ text?: string } | string]) => {
    const text = typeof args[0] === 'string' ? args[0] : (args[0].text ?? '');
    // What the processes do by themselves reads the kernel's own tables.
    if (!text.includes('kernel_')) seen.push(text);
    return (query as (...all: unknown[]) => unknown).apply(pool, args);
  }) as typeof query;
  await work().finally(() => {
    pool.query = query;
  });
  return seen;
}

const roles = async () => (await manager.must('{ roles { totalCount } }')).roles.totalCount as number;

/** A socket takes messages of 64 kB; what is longer closes it, which is tried with the sockets. */
const carries = (transport: string, { query }: Request) => transport !== 'WebSocket' || query.length < 60_000;

describe.each(['HTTP', 'WebSocket', 'event stream'])('a hostile request over %s', (transport) => {
  let line: Line;
  beforeAll(() => {
    line = { HTTP: overHttp, WebSocket: overSocket, 'event stream': overEvents }[transport]!(
      url,
      manager.token,
    );
  });
  afterAll(() => line.close());

  test.each(HOSTILE.filter((request) => carries(transport, request)))(
    '$name is refused before anything is executed',
    async ({ name, code, ...request }) => {
      await line.ask({ query: '{ __typename }', variables: {} });
      const before = await roles();
      let text = '';
      const statements = await statementsOf(async () => {
        const { status, body } = await line.ask(request);
        text = JSON.stringify(body);
        expect([body.data ?? null, body.errors?.[0]?.extensions['code']]).toEqual([null, code]);
        if (transport === 'HTTP') expect(status).toBe(400);
        // Refused for what is wrong with it, not because the schema has moved on.
        if (!name.startsWith('sec-11')) expect(body.errors?.[0]?.message).not.toMatch(/Cannot query|Unknown/);
      });
      expect(statements).toEqual([]);
      expect(text).not.toMatch(/did you mean/i);
      expect(await roles()).toBe(before);
    },
  );
});

describe('what a refusal costs', () => {
  const bombs = HOSTILE.filter(({ name }) => /^sec-(8|9)|depth/.test(name));

  test.each(bombs)('$name: less than 50 ms of CPU and 20 MB', async ({ query, variables }) => {
    const { engine } = platform.platform;
    const costs: Array<{ cpu: number; bytes: number }> = [];
    for (let run = 0; run < 5; run++) {
      const [cpu, bytes] = [process.cpuUsage(), process.memoryUsage.rss()];
      // Another text each time, so that no refusal is remembered.
      engine.prepare(`${query} #${run}`);
      const { user, system } = process.cpuUsage(cpu);
      costs.push({ cpu: (user + system) / 1_000, bytes: process.memoryUsage.rss() - bytes });
    }
    expect(variables).toBeDefined();
    expect(Math.min(...costs.map(({ cpu }) => cpu))).toBeLessThan(50);
    expect(Math.min(...costs.map(({ bytes }) => bytes))).toBeLessThan(20_000_000);
  });
});

describe('the price', () => {
  const asked = async (query: string, variables: Record<string, unknown> = {}) => {
    const { body } = await overHttp(url, manager.token).ask({ query, variables });
    return (body.errors?.[0]?.extensions['cost'] ?? body.extensions?.['cost']) as {
      requested: number;
      maximum: number;
    };
  };

  test('sec-10 is the same for a literal, a variable, a default and a size left out', async () => {
    const literal = await asked(
      '{ customers(first: 20) { edges { node { tickets(first: 20) { edges { node { id } } } } } } }',
    );
    const sizes = 'customers(first: $n) { edges { node { tickets(first: $n) { edges { node { id } } } } } }';
    expect(await asked(`query($n: Int!) { ${sizes} }`, { n: 20 })).toEqual(literal);
    expect(await asked(`query($n: Int = 20) { ${sizes} }`)).toEqual(literal);
    expect(await asked(`query($n: Int) { ${sizes} }`)).toEqual(literal);
    expect(await asked('{ customers { edges { node { tickets { edges { node { id } } } } } } }')).toEqual(
      literal,
    );
    expect(literal.requested).toBeGreaterThan(400);
  });

  test('sec-10 is shown where it is refused, and is the same for a literal and a variable', async () => {
    const literal = await asked('{ customers(first: 1000000) { edges { node { id } } } }');
    const variable = await asked('query($n: Int!) { customers(first: $n) { edges { node { id } } } }', {
      n: 1_000_000,
    });
    expect(literal).toEqual(variable);
    expect(literal.requested).toBeGreaterThan(1_000_000);
    expect(literal.maximum).toBe(5_000);
  });
});

describe('a batch', () => {
  test('sec-7 of 1,000 operations is 400, and none of them runs', async () => {
    const before = await roles();
    const query = (n: number) =>
      `mutation { createRole(input: { key: "batch-${n}", name: [{ locale: "en", text: "x" }], permissions: [] }) { role { id } } }`;
    const batch = Array.from({ length: 1_000 }, (_, n) => ({ query: query(n) }));
    const { status, body } = await post(url, batch, bearer(manager.token));
    expect([status, body.data ?? null]).toEqual([400, null]);
    expect(body.errors?.[0]?.extensions['code']).toBe('BAD_REQUEST');
    expect(await roles()).toBe(before);
  });
});

describe('pages of other sites', () => {
  const mutation =
    'mutation { createRole(input: { key: "csrf", name: [{ locale: "en", text: "x" }], permissions: [] }) { role { id } } }';
  const query = '{ viewer { kind } }';
  const json = JSON.stringify({ query: mutation });
  const get = (source: string) => `/graphql?query=${encodeURIComponent(source)}`;
  const type = (value: string) => ({ 'content-type': value });

  const cases: Array<[string, number, string, string, Record<string, string>, string?]> = [
    [
      'a form',
      415,
      'POST',
      '/graphql',
      type('application/x-www-form-urlencoded'),
      `query=${encodeURIComponent(mutation)}`,
    ],
    [
      'a form of parts',
      415,
      'POST',
      '/graphql',
      type('multipart/form-data; boundary=x'),
      `--x\r\n\r\n${json}\r\n--x--`,
    ],
    ['a text', 415, 'POST', '/graphql', type('text/plain'), json],
    ['a text that says it is JSON too', 415, 'POST', '/graphql', type('text/plain; application/json'), json],
    ['no media type', 415, 'POST', '/graphql', {}, json],
    ['a query by GET', 400, 'GET', get(query), {}],
    ['a mutation by GET', 400, 'GET', get(mutation), {}],
    ['a mutation by GET that says it is JSON', 405, 'GET', get(mutation), type('application/json')],
    ['a query by GET that says it is a text', 400, 'GET', get(query), type('text/plain')],
    [
      'a query by GET that says it is a form',
      400,
      'GET',
      get(query),
      type('application/x-www-form-urlencoded'),
    ],
  ];

  test.each(cases)(
    'sec-12 %s is %i, and nothing runs',
    async (...[, status, method, path, headers, body]) => {
      const before = await roles();
      // With a token, so that nothing but the form stands in the way; a GET with one comes from no other site's page.
      const token = method === 'POST' ? bearer(manager.token) : {};
      expect(await raw(method, path, { ...headers, ...token }, body)).toBe(status);
      expect(await roles()).toBe(before);
    },
  );
});

/** A request as it is, without what `fetch` would add or forbid. */
function raw(method: string, path: string, headers: Record<string, string>, body?: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = rawRequest(`${url}${path}`, { method, headers }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    });
    request.on('error', reject).end(body);
  });
}

describe('in production', () => {
  let production: Platform;
  let server: Awaited<ReturnType<typeof createHttpServer>>;
  let address: string;

  beforeAll(async () => {
    const { logger } = platform.platform;
    production = new Platform({
      plugins: corePlugins,
      connection: platform.connection,
      poolSize: 2,
      masterKeys: new MasterKeys([{ id: 'test', secret: new Uint8Array(32).fill(7) }]),
      production: true,
      logger,
      clock: platform.clock,
    });
    await production.startServing();
    server = await createHttpServer(production.engine, {
      host: '127.0.0.1',
      port: 0,
      logger,
      readiness: async () => ({}),
      jwks: () => production.keys.jwks(),
      production: true,
      trustedProxies: [],
      corsOrigins: [],
    });
    address = (await server.listen()).url;
  });
  afterAll(async () => {
    await server?.close(1_000);
    await production?.stop();
  });

  const asks = [
    getIntrospectionQuery({ descriptions: false }),
    '{ __type(name: "Customer") { fields { name } } }',
    '{ viewer { kind } ...A } fragment A on Query { x: __schema { queryType { name } } }',
  ];

  test.each(['HTTP', 'WebSocket', 'event stream'])(
    'sec-11 the schema is kept from nobody, over %s',
    async (transport) => {
      const open = { HTTP: overHttp, WebSocket: overSocket, 'event stream': overEvents }[transport]!;
      const [nobody, somebody] = [open(address, undefined), open(address, manager.token)];
      for (const query of asks) {
        const refused = await nobody.ask({ query, variables: {} });
        expect([refused.body.data ?? null, refused.body.errors?.[0]?.extensions['code']]).toEqual([
          null,
          'FORBIDDEN',
        ]);
        const shown = await somebody.ask({ query, variables: {} });
        expect([shown.body.errors, typeof shown.body.data]).toEqual([undefined, 'object']);
      }
      nobody.close();
      somebody.close();
    },
  );

  test('sec-11 there is no page to explore it with at the endpoint', async () => {
    const response = await fetch(`${address}/graphql`, { headers: { accept: 'text/html' } });
    expect(response.status).toBe(406);
    expect(await response.text()).not.toMatch(/<html|graphiql|sandbox/i);
  });
});
