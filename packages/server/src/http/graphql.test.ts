import { request as rawRequest } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { auditServer } from 'graphql-http';
import { type Body, coded, type FakeEngine, post, type Running, serve } from './fixture.js';
import { HOSTILE } from './hostile.js';

let running: Running;
let url: string;
let engine: FakeEngine;

beforeAll(async () => {
  running = await serve({ corsOrigins: ['https://pages.example.org'], timeouts: { operation: 200 } });
  ({ url, engine } = running);
});
afterAll(() => running.server.close(1_000));
afterEach(() => {
  engine.executed.length = 0;
  engine.seen.length = 0;
  engine.production = false;
});

/** A request as it is, without what `fetch` would add or forbid. */
async function raw(method: string, path: string, headers: Record<string, string>, body?: string) {
  return new Promise<{ status: number; headers: Record<string, unknown>; body: Body }>((resolve, reject) => {
    const request = rawRequest(`${url}${path}`, { method, headers }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: JSON.parse(text || '{}'),
        }),
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}

const asJson = { 'content-type': 'application/json' };
const hello = JSON.stringify({ query: '{ hello }' });
const get = (query: string, parameters = '') => `/graphql?query=${encodeURIComponent(query)}${parameters}`;

describe('api-1 GraphQL over HTTP', () => {
  it('api-1 passes the audit of graphql-http', async () => {
    const results = await auditServer({ url: `${url}/graphql` });
    const count = (status: string) => results.filter((result) => result.status === status);
    const rest = [...count('error'), ...count('warn'), ...count('notice')].map(
      ({ id, name, status }) => `${status} ${id} ${name}`,
    );
    process.stderr.write(`api-1: ${count('ok').length} of ${results.length} pass\n${rest.join('\n')}\n`);
    expect(count('error')).toEqual([]);
    expect(count('ok').length).toBeGreaterThanOrEqual(54);
    // What was not executed is 4xx in either media type, and a GET needs a header that no page sends unasked (sec-12).
    expect([...count('warn'), ...count('notice')].map(({ id }) => id)).toEqual([
      '572B',
      'FDE2',
      '7B9B',
      '5A70',
      'D6D5',
      '6A70',
    ]);
  });

  it('answers a GET of a client that brings its token, as urql sends it', async () => {
    const response = await fetch(`${url}/graphql?query=${encodeURIComponent('{ hello }')}`, {
      headers: {
        authorization: 'Bearer alice',
        accept: 'application/graphql-response+json, application/json',
      },
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ data: { hello: 'Hello, world' } });
  });

  it('api-19 answers with data, the cost, the request id and no permission to keep it', async () => {
    const { status, headers, body } = await post(url, '{ hello thing { id } }');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/graphql-response+json; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body.data).toEqual({ hello: 'Hello, world', thing: { id: '1' } });
    expect(body.extensions).toEqual({
      cost: { requested: 1, maximum: 5_000 },
      requestId: headers.get('x-request-id'),
    });
  });

  it('hands variables, the operation name, the locale and the idempotency key to the engine', async () => {
    const headers = {
      authorization: 'Bearer alice',
      'accept-language': 'fr, zh;q=0.8, en;q=0.4',
      'idempotency-key': 'key-1',
    };
    const query = 'query A { me } query B($name: String) { hello(name: $name) }';
    const { body } = await post(url, query, { operationName: 'B', variables: { name: '安' }, headers });
    expect(body.data).toEqual({ hello: '你好，安' });
    expect(engine.seen).toEqual([
      {
        token: 'alice',
        locale: 'zh-CN',
        address: '127.0.0.1',
        requestId: expect.any(String),
        idempotencyKey: 'key-1',
      },
    ]);
  });

  it('answers a query by GET', async () => {
    const { status, body } = await raw(
      'GET',
      get('query ($n: String) { hello(name: $n) }', `&variables=${encodeURIComponent('{"n":"you"}')}`),
      asJson,
    );
    expect([status, body.data]).toEqual([200, { hello: 'Hello, you' }]);
  });

  it('answers a partial result with 200 and its errors', async () => {
    const { status, body } = await post(url, '{ hello me }');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      data: { hello: 'Hello, world', me: null },
      errors: [{ path: ['me'], ...coded('UNAUTHENTICATED') }],
    });
  });
});

describe('api-2 refusals', () => {
  const cases: [string, number, string, string, Record<string, string>, string?][] = [
    ['a mutation by GET', 405, 'GET', get('mutation { touch }'), asJson],
    ['a subscription by GET', 400, 'GET', get('subscription { count(to: 1) }'), asJson],
    ['PUT', 405, 'PUT', '/graphql', asJson, hello],
    ['another media type', 415, 'POST', '/graphql', { 'content-type': 'text/xml' }, '<query/>'],
    ['no media type', 415, 'POST', '/graphql', {}, hello],
    [
      'an answer nobody has',
      406,
      'POST',
      '/graphql',
      { ...asJson, accept: 'text/html' },
      JSON.stringify({ query: 'mutation { touch }' }),
    ],
    [
      'an answer that is refused',
      406,
      'POST',
      '/graphql',
      { ...asJson, accept: 'application/json;q=0, text/html' },
      hello,
    ],
    [
      'a body above 1 MiB',
      413,
      'POST',
      '/graphql',
      asJson,
      JSON.stringify({ query: '{ hello }', extensions: { x: 'x'.repeat(2 ** 20) } }),
    ],
    [
      'sec-9 a document of 1 MB',
      400,
      'POST',
      '/graphql',
      asJson,
      JSON.stringify({ query: `{ hello(name: "${'x'.repeat(1_000_000)}") }` }),
    ],
    ['JSON that is none', 400, 'POST', '/graphql', asJson, '{'],
    ['an empty body', 400, 'POST', '/graphql', asJson, ''],
    ['a body without a query', 400, 'POST', '/graphql', asJson, '{"variables":{}}'],
    ['variables that are a list', 400, 'POST', '/graphql', asJson, '{"query":"{ hello }","variables":[1]}'],
    ['variables that are no JSON', 400, 'GET', get('{ hello }', '&variables={'), asJson],
    [
      'a body that poisons prototypes',
      400,
      'POST',
      '/graphql',
      asJson,
      '{"query":"{ hello }","__proto__":{"x":1}}',
    ],
    ['a host that is none', 400, 'GET', get('{ hello }'), { ...asJson, host: '[' }],
    [
      'an idempotency key that is none',
      400,
      'POST',
      '/graphql',
      { ...asJson, 'idempotency-key': 'a b' },
      hello,
    ],
    [
      'sec-7 1,000 operations in a batch',
      400,
      'POST',
      '/graphql',
      asJson,
      JSON.stringify(Array(1_000).fill({ query: '{ hello }' })),
    ],
    [
      'sec-12 a form',
      415,
      'POST',
      '/graphql',
      { 'content-type': 'application/x-www-form-urlencoded' },
      'query={hello}',
    ],
    [
      'sec-12 a form of parts',
      415,
      'POST',
      '/graphql',
      { 'content-type': 'multipart/form-data; boundary=x' },
      '--x--',
    ],
    ['sec-12 a text', 415, 'POST', '/graphql', { 'content-type': 'text/plain' }, hello],
    ['sec-12 a query by GET that any page can make', 400, 'GET', get('{ hello }'), {}],
    ['sec-12 a mutation by GET that any page can make', 400, 'GET', get('mutation { touch }'), {}],
    ['sec-12 a GET that says it is a text', 400, 'GET', get('{ hello }'), { 'content-type': 'text/plain' }],
    [
      'sec-12 a GET of another media type',
      415,
      'GET',
      get('{ hello }'),
      { 'content-type': 'application/xml' },
    ],
  ];

  it.each(cases)('%s: %i, and nothing is executed', async (...[, status, method, path, headers, body]) => {
    const answer = await raw(method, path, headers, body);
    expect(answer.status).toBe(status);
    expect(answer.body.errors?.length).toBeGreaterThan(0);
    for (const error of answer.body.errors ?? [])
      expect(error).toMatchObject(coded(error.extensions.code as string));
    expect(answer.body.errors?.[0]?.extensions.requestId).toBe(answer.headers['x-request-id']);
    expect(answer.headers['cache-control'] ?? 'no-store').toBe('no-store');
    expect(engine.executed).toEqual([]);
  });

  it('a subscription by POST is told where to go', async () => {
    const { status, body } = await post(url, 'subscription { count(to: 3) }');
    expect(status).toBe(400);
    expect(body.errors?.[0]).toMatchObject(coded('OPERATION_RESOLUTION_FAILURE'));
    expect(body.errors?.[0]?.message).toMatch(/WebSocket at \/graphql .* event stream at \/graphql\/stream/);
  });

  it('an operation that takes too long is given up', async () => {
    const { status, body } = await post(url, '{ never }');
    expect([status, body.errors?.[0]]).toMatchObject([503, coded('UNAVAILABLE', { retryable: true })]);
  });

  it('a hash without a document is not found, which is how clients know to send the document', async () => {
    const answer = await raw(
      'POST',
      '/graphql',
      asJson,
      JSON.stringify({ extensions: { persistedQuery: { version: 1, sha256Hash: 'x' } } }),
    );
    expect(answer.status).toBe(200);
    expect(answer.body.errors?.[0]).toMatchObject(coded('PERSISTED_QUERY_NOT_FOUND'));
  });
});

describe('who asks', () => {
  it.each([
    ['a token that is not valid', 'Bearer stranger'],
    ['another scheme', 'Basic YWxpY2U6c2VjcmV0'],
    ['no token behind the scheme', 'Bearer '],
    ['two tokens', 'Bearer a b'],
  ])('sec-3 %s is 401', async (_name, authorization) => {
    const { status, headers, body } = await post(url, '{ hello }', { headers: { authorization } });
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toBe('Bearer');
    expect(body.errors?.[0]).toMatchObject(coded('UNAUTHENTICATED', { retryable: false }));
    expect(engine.executed).toEqual([]);
  });

  it('sec-3 nobody is anonymous', async () => {
    const { body } = await post(url, '{ me }');
    expect(body.errors?.[0]).toMatchObject(coded('UNAUTHENTICATED'));
    expect(body.data).toEqual({ me: null });
  });

  it('api-19 whoever asks too often is told when to come back', async () => {
    const { status, headers, body } = await post(url, '{ hello }', {
      headers: { authorization: 'Bearer eager' },
    });
    expect([status, headers.get('retry-after')]).toEqual([429, '3']);
    expect(body.errors?.[0]).toMatchObject(coded('RATE_LIMITED', { retryable: true, retryAfter: 2.5 }));
  });

  it('a database out of reach while authenticating is 503, not 401', async () => {
    const { status, body } = await post(url, '{ hello }', { headers: { authorization: 'Bearer down' } });
    expect([status, body.errors?.[0]]).toMatchObject([503, coded('UNAVAILABLE', { retryable: true })]);
  });
});

describe('hostile operations over HTTP', () => {
  it.each(HOSTILE)('$name: refused', async ({ query, variables = {}, code }) => {
    const { status, body } = await post(url, query, { variables });
    expect(status).toBe(400);
    expect(body.errors?.[0]).toMatchObject(coded(code));
    expect(JSON.stringify(body)).not.toMatch(/did you mean/i);
    expect(engine.executed).toEqual([]);
  });

  it('sec-10 shows the cost of what is refused, the same for a literal and a variable', async () => {
    const costs = [];
    for (const { query, variables = {} } of HOSTILE.filter(({ name }) => name.includes('a million'))) {
      const { body } = await post(url, query, { variables });
      costs.push(body.errors?.[0]?.extensions.cost);
    }
    expect(costs).toEqual([{ requested: 2_000_001, maximum: 5_000 }, costs[0]]);
  });

  it('sec-11 keeps the schema from nobody in production, and shows it to somebody', async () => {
    engine.production = true;
    const query = '{ __schema { queryType { name } } }';
    const nobody = await post(url, query);
    expect([nobody.status, nobody.body.errors?.[0]]).toMatchObject([403, coded('FORBIDDEN')]);
    const somebody = await post(url, query, { headers: { authorization: 'Bearer alice' } });
    expect(somebody.body.data).toEqual({ __schema: { queryType: { name: 'Query' } } });
  });

  it('sec-29 hides what failed inside and logs it under the request', async () => {
    const { headers, body } = await post(url, '{ broken down }');
    const requestId = headers.get('x-request-id');
    expect(body.errors).toMatchObject([
      {
        message: 'Something failed inside.',
        path: ['broken'],
        ...coded('INTERNAL_SERVER_ERROR', { requestId }),
      },
      { path: ['down'], ...coded('UNAVAILABLE', { requestId, retryable: true }) },
    ]);
    expect(JSON.stringify(body)).not.toMatch(/secret|srv|10\.0\.0\.5|stack/);
    const failures = running.log.filter((line) => line.msg === 'failed' && line.requestId === requestId);
    expect(failures.map(({ error }) => (error as Error).message)).toEqual([
      'relation … does not exist at /srv/plugins/secret.ts',
      'connect ECONNREFUSED 10.0.0.5:5432',
    ]);
  });
});

describe('api-34 other origins', () => {
  const preflight = {
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization',
  };

  it('a listed one may ask, without credentials', async () => {
    const before = await raw('OPTIONS', '/graphql', { origin: 'https://pages.example.org', ...preflight });
    expect(before.status).toBe(204);
    expect(before.headers).toMatchObject({
      'access-control-allow-origin': 'https://pages.example.org',
      'access-control-allow-methods': 'GET, POST',
      vary: 'Origin',
    });
    expect(before.headers['access-control-allow-headers']).toContain('authorization');
    const asked = await post(url, '{ hello }', { headers: { origin: 'https://pages.example.org' } });
    expect(asked.headers.get('access-control-allow-origin')).toBe('https://pages.example.org');
    expect(asked.headers.get('access-control-allow-credentials')).toBeNull();
  });

  it.each([
    'https://evil.example.org',
    'null',
    'https://pages.example.org.evil.org',
    'http://pages.example.org',
  ])('%s may not', async (origin) => {
    const before = await raw('OPTIONS', '/graphql', { origin, ...preflight });
    expect(before.headers['access-control-allow-origin']).toBeUndefined();
    const asked = await raw('POST', '/graphql', { origin, ...asJson }, hello);
    expect(asked.headers['access-control-allow-origin']).toBeUndefined();
  });

  it.each(['*', 'null', 'pages.example.org', 'https://pages.example.org/'])(
    'a list that holds %s is refused at the start',
    async (origin) => {
      await expect(serve({ corsOrigins: [origin] })).rejects.toThrow(`Not an origin: "${origin}"`);
    },
  );
});
