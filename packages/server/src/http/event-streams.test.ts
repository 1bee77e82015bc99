import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request as rawRequest } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient } from 'graphql-sse';
import { type Body, coded, type FakeEngine, type Running, serve } from './fixture.js';
import { HOSTILE } from './hostile.js';

let running: Running;
let url: string;
let engine: FakeEngine;

beforeAll(async () => {
  running = await serve({ corsOrigins: ['https://pages.example.org'], timeouts: { operation: 100 } });
  ({ url, engine } = running);
});
afterAll(() => running.server.close(1_000));
afterEach(() => {
  engine.executed.length = 0;
});

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

/** The published client, which does not come back by itself here. */
function client(headers: Record<string, string> = {}, retryAttempts = 0) {
  return createClient({ url: `${url}/graphql/stream`, headers, retryAttempts });
}

async function all(
  query: string,
  variables: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Promise<Body[]> {
  const results: Body[] = [];
  for await (const result of client(headers).iterate({ query, variables })) results.push(result as Body);
  return results;
}

/** A stream that is read by hand. */
async function open(
  query: string,
  headers: Record<string, string> = {},
): Promise<{ request: ClientRequest; response: IncomingMessage }> {
  const request = rawRequest(`${url}/graphql/stream`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers },
  });
  request.on('error', () => {});
  request.end(JSON.stringify({ query }));
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  response.on('error', () => {});
  return { request, response };
}

describe('api-4 an event stream', () => {
  it('api-4 serves the published client: subscriptions, queries and mutations', async () => {
    const headers = { authorization: 'Bearer alice' };
    expect(await all('subscription { count(to: 3) }', {}, headers)).toEqual(
      [1, 2, 3].map((count) => ({ data: { count } })),
    );
    expect(await all('query ($n: String) { hello(name: $n) me }', { n: 'you' }, headers)).toMatchObject([
      { data: { hello: 'Hello, you', me: 'alice' } },
    ]);
    expect(await all('mutation { touch }')).toMatchObject([{ data: { touch: 'touched' } }]);
  });

  it('api-4 begins at once, is not kept by anybody on the way, and ends what runs when it is left', async () => {
    const { request, response } = await open('subscription { ticks(of: "left") }', {
      origin: 'https://pages.example.org',
    });
    expect(response.statusCode).toBe(200);
    expect(response.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
      'access-control-allow-origin': 'https://pages.example.org',
      'x-content-type-options': 'nosniff',
    });
    const [first] = await once(response, 'data');
    expect(String(first)).toBe(':\n\n');
    await until(() => engine.running === 1 && engine.watched === 1);
    request.destroy();
    await until(() => engine.running === 0 && engine.watched === 0);
  });

  it.each(['expired', 'revoked', 'slow'] as const)(
    'is cut off when its session has %s, so that the client comes back',
    async (reason) => {
      const { response } = await open('subscription { ticks(of: "session") }', {
        authorization: 'Bearer alice',
      });
      response.resume();
      await until(() => engine.running === 1);
      const closed = new Promise((resolve) => response.once('close', resolve));
      engine.end('alice', reason);
      await closed;
      expect(response.complete).toBe(false);
      await until(() => engine.running === 0);
    },
  );

  it('comes back by itself after having been cut off', async () => {
    const results = client({ authorization: 'Bearer alice' }, 3).iterate({
      query: 'subscription { ticks(of: "again") }',
    });
    const first = results.next();
    await until(() => engine.ticks.listenerCount('again') === 1);
    engine.ticks.emit('again', 'one');
    expect((await first).value).toEqual({ data: { ticks: 'one' } });
    const second = results.next();
    engine.end('alice', 'unavailable');
    await until(() => engine.ticks.listenerCount('again') === 0);
    await new Promise((resolve) => {
      engine.ticks.on('newListener', (name) => name === 'again' && setImmediate(resolve));
    });
    engine.ticks.emit('again', 'two');
    expect((await second).value).toEqual({ data: { ticks: 'two' } });
    await results.return?.();
    await until(() => engine.running === 0);
  });

  it('lets whoever feeds it see a watcher that does not read', async () => {
    const { request, response } = await open('subscription { ticks(of: "flood") }');
    response.pause();
    await until(() => engine.running === 1);
    const asked = engine.asked;
    for (let n = 0; n < 200; n += 1) {
      engine.ticks.emit('flood', 'x'.repeat(100_000));
      await new Promise((resolve) => setImmediate(resolve));
    }
    // 20 MB were there; what was taken is what the buffers of the kernel and one of ours hold.
    expect(engine.asked - asked).toBeLessThan(150);
    request.destroy();
    await until(() => engine.running === 0);
  });
});

describe('what an event stream refuses', () => {
  it('sec-3 a token that is not valid is 401', async () => {
    const { response } = await open('subscription { count(to: 1) }', { authorization: 'Bearer stranger' });
    const body = JSON.parse(String((await response.toArray()).join('')));
    expect([response.statusCode, body]).toMatchObject([401, { errors: [coded('UNAUTHENTICATED')] }]);
  });

  it.each([
    ['another method', 405, { method: 'GET', headers: { accept: 'text/event-stream' } }],
    [
      'another answer',
      406,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: '{"query":"{ hello }"}',
      },
    ],
    [
      'another media type',
      415,
      {
        method: 'POST',
        headers: { 'content-type': 'text/plain', accept: 'text/event-stream' },
        body: '{"query":"{ hello }"}',
      },
    ],
    [
      'no query',
      400,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
        body: '{}',
      },
    ],
    [
      'a batch',
      400,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
        body: '[{"query":"{ hello }"}]',
      },
    ],
    [
      'a body above 1 MiB',
      413,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
        body: `"${'x'.repeat(2 ** 20)}"`,
      },
    ],
  ])('sec-12 %s is %i, and nothing is executed', async (_name, status, init) => {
    const response = await fetch(`${url}/graphql/stream`, init);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({
      errors: [coded('BAD_REQUEST', { requestId: response.headers.get('x-request-id') })],
    });
    expect(engine.executed).toEqual([]);
  });

  it.each(HOSTILE)('$name: refused', async ({ query, variables = {}, code }) => {
    const [result, ...more] = await all(query, variables);
    expect(more).toEqual([]);
    expect(result?.errors?.[0]).toMatchObject(coded(code));
    expect(JSON.stringify(result)).not.toMatch(/did you mean/i);
    expect(engine.executed).toEqual([]);
  });

  it('sec-29 hides what failed inside, and cuts a stream that failed', async () => {
    expect((await all('{ broken }'))[0]?.errors?.[0]).toMatchObject({
      message: 'Something failed inside.',
      ...coded('INTERNAL_SERVER_ERROR'),
    });
    const { response } = await open('subscription { broken }');
    let text = '';
    response.on('data', (chunk) => {
      text += chunk;
    });
    await once(response, 'end');
    expect(text).toContain('whole');
    expect(text).not.toContain('complete');
    expect(text).not.toContain('secret');
    expect(
      running.log.filter(({ msg }) => msg === 'failed').map(({ error }) => (error as Error).message),
    ).toContain('password=secret');
  });
});
