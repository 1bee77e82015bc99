import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as rawRequest } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { coded, FakeEngine, post, type Running, serve } from './fixture.js';
import type { HttpOptions } from './options.js';
import { RawSocket } from './raw-socket.js';

const started: Running[] = [];
async function start(options: Partial<HttpOptions> = {}): Promise<Running> {
  const running = await serve(options);
  started.push(running);
  return running;
}
afterEach(async () => {
  for (const { server } of started.splice(0)) await server.close(500);
});

/** The status and body of a path that is sent as it is written. */
async function raw(
  url: string,
  path: string,
): Promise<{ status: number; text: string; headers: Record<string, unknown> }> {
  const { hostname, port } = new URL(url);
  const request = rawRequest({ hostname, port, path });
  request.end();
  const [response] = await once(request, 'response');
  return {
    status: response.statusCode,
    text: (await response.toArray()).join(''),
    headers: response.headers,
  };
}

describe('api-26 health', () => {
  it('api-26 is alive without asking anybody', async () => {
    const readiness = jest.fn(async () => ({}));
    const { url } = await start({ readiness });
    expect(await (await fetch(`${url}/livez`)).json()).toEqual({ status: 'ok' });
    expect(readiness).not.toHaveBeenCalled();
  });

  it('api-26 is ready when all checks are well, names each only when asked, and never says what is wrong', async () => {
    const faults: Record<string, string | null> = { database: null, migrations: null };
    const { url, log } = await start({ readiness: async () => faults });
    const ready = await fetch(`${url}/readyz?verbose`);
    expect([ready.status, await ready.json()]).toEqual([
      200,
      { status: 'ready', checks: { database: 'ok', migrations: 'ok', draining: 'ok' } },
    ]);
    expect(await (await fetch(`${url}/readyz`)).json()).toEqual({ status: 'ready' });

    faults.database = 'connect ECONNREFUSED 10.0.0.5';
    const other = await start({ readiness: async () => faults });
    const down = await fetch(`${other.url}/readyz?verbose`);
    expect([down.status, await down.json()]).toEqual([
      503,
      { status: 'not ready', checks: { database: 'failed', migrations: 'ok', draining: 'ok' } },
    ]);
    expect(other.log).toContainEqual(
      expect.objectContaining({ msg: 'not ready', faults: { database: 'connect ECONNREFUSED 10.0.0.5' } }),
    );
    expect(log.filter(({ msg }) => msg === 'not ready')).toEqual([]);
  });

  it('api-26 asks the checks once a second, however many want to know', async () => {
    const readiness = jest.fn(async () => ({ database: null }));
    const { url } = await start({ readiness });
    await Promise.all(Array.from({ length: 50 }, () => fetch(`${url}/readyz`)));
    expect(readiness.mock.calls.length).toBeLessThanOrEqual(2);
  });

  it('api-26 is not ready when a check throws', async () => {
    const { url } = await start({ readiness: async () => Promise.reject(new Error('gone')) });
    expect((await fetch(`${url}/readyz`)).status).toBe(503);
  });

  it('publishes the keys of tokens', async () => {
    const { url } = await start({ jwks: async () => ({ keys: [{ kty: 'OKP' }] }) });
    const response = await fetch(`${url}/.well-known/jwks.json`);
    expect(response.headers.get('cache-control')).toBe('public, max-age=300');
    expect(await response.json()).toEqual({ keys: [{ kty: 'OKP' }] });
  });
});

describe('the page of the boards', () => {
  async function withPage(): Promise<Running> {
    const root = await mkdtemp(join(tmpdir(), 'page-'));
    const page = join(root, 'page');
    await mkdir(join(page, 'assets'), { recursive: true });
    await writeFile(join(root, 'secret.txt'), 'secret');
    await writeFile(join(page, 'index.html'), '<h1>board</h1>');
    await writeFile(join(page, 'assets', 'board.js'), 'export {};');
    await writeFile(join(page, '.env'), 'secret');
    const running = await start({ boardPage: page });
    const { close } = running.server;
    running.server.close = async (grace) => {
      await close(grace);
      await rm(root, { recursive: true });
    };
    return running;
  }

  it('is served with a strict policy, is not indexed and tells nobody its address', async () => {
    const { url } = await withPage();
    const page = await fetch(`${url}/board/?share=token`);
    expect(await page.text()).toBe('<h1>board</h1>');
    expect(page.headers.get('content-type')).toMatch(/^text\/html/);
    expect(page.headers.get('x-robots-tag')).toBe('noindex, nofollow');
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policy).toContain(`connect-src 'self' ${url.replace('http', 'ws')}`);
    expect(policy).not.toMatch(/unsafe|\*/);
    const { headers } = await fetch(`${url}/board/assets/board.js`);
    expect(headers.get('content-type')).toMatch(/javascript/);
    expect([page.headers.get('cache-control'), headers.get('cache-control')]).toEqual([
      'no-cache',
      'public, max-age=31536000, immutable',
    ]);
  });

  it.each([
    '/board/../../secret.txt',
    '/board/..%2fsecret.txt',
    '/board/%2e%2e/secret.txt',
    '/board/assets/../../secret.txt',
    '/board/..\\secret.txt',
    '/board//secret.txt',
    '/board/.env',
    '/board/assets/%00',
    '/board/assets',
  ])('nothing outside of the folder: %s', async (path) => {
    const { url } = await withPage();
    const { status, text } = await raw(url, path);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(text).not.toBe('secret');
  });

  it('where there is nothing, the answer says so in the form of all errors', async () => {
    const { url } = await withPage();
    const response = await fetch(`${url}/nothing`);
    expect([response.status, await response.json()]).toMatchObject([404, { errors: [coded('NOT_FOUND')] }]);
  });
});

describe('every request', () => {
  it('has security headers', async () => {
    const { url } = await start({ publicUrl: 'https://care.example.org' });
    const { headers } = await post(url, '{ hello }');
    expect(headers.get('content-security-policy')).toBe("default-src 'none';frame-ancestors 'none'");
    expect(headers.get('strict-transport-security')).toMatch(/max-age=/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it('has an id of its own; only a trusted proxy may give it one', async () => {
    const forged = { 'x-request-id': 'given-1', 'x-forwarded-for': '10.1.1.1' };
    const direct = await start();
    expect((await post(direct.url, '{ hello }', { headers: forged })).headers.get('x-request-id')).toMatch(
      /^[0-9a-f-]{36}$/,
    );
    const behind = await start({ trustedProxies: ['127.0.0.0/8'] });
    expect((await post(behind.url, '{ hello }', { headers: forged })).headers.get('x-request-id')).toBe(
      'given-1',
    );
    const strange = { 'x-request-id': 'a b\tc'.repeat(40) };
    expect((await post(behind.url, '{ hello }', { headers: strange })).headers.get('x-request-id')).toMatch(
      /^[0-9a-f-]{36}$/,
    );
    await expect(serve({ trustedProxies: ['anywhere'] })).rejects.toThrow(
      'Not an address or a network: "anywhere"',
    );
  });

  it('(api-31) is one line in the log, without variables', async () => {
    const { url, log } = await start();
    const { headers } = await post(url, '{ hello(name: "Ann") }', { variables: { name: 'Ann' } });
    await fetch(`${url}/graphql?query=${encodeURIComponent('{ hello(name: "Ann") }')}`, {
      headers: { 'content-type': 'application/json' },
    });
    while (log.length < 2) await new Promise((resolve) => setImmediate(resolve));
    const lines = log.filter(({ msg }) => msg === 'request');
    expect(lines[0]).toMatchObject({
      requestId: headers.get('x-request-id'),
      method: 'POST',
      path: '/graphql',
      status: 200,
      ms: expect.any(Number),
    });
    expect(JSON.stringify(log)).not.toContain('Ann');
  });

  it('has to come in time', async () => {
    const { url } = await start({ timeouts: { headers: 100, request: 100 } });
    const { hostname, port } = new URL(url);
    const slow = connect(Number(port), hostname);
    slow.write('POST /graphql HTTP/1.1\r\nHost: x\r\n');
    slow.setEncoding('latin1');
    const [answer] = await once(slow, 'data');
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    const half = connect(Number(port), hostname);
    half.write(
      'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
    );
    half.setEncoding('latin1');
    const [late] = await once(half, 'data');
    expect(late).toMatch(/^HTTP\/1\.1 408 /);
  });
});

describe('going away', () => {
  it('is not ready any more before it goes, and still serves', async () => {
    const { server, url } = await start();
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    server.drain();
    const ready = await fetch(`${url}/readyz?verbose`);
    expect([ready.status, await ready.json()]).toEqual([
      503,
      { status: 'not ready', checks: { draining: 'failed' } },
    ]);
    expect((await post(url, '{ hello }')).status).toBe(200);
  });

  it('finishes what runs, takes nobody new, and does not wait for kept connections', async () => {
    const engine = new FakeEngine();
    let finish: (answer: string) => void = () => {};
    engine.schema.getQueryType()!.getFields().hello!.resolve = () =>
      new Promise((resolve) => {
        finish = resolve;
        engine.executed.push('hello');
      });
    const { server, url } = await serve({}, engine);
    const running = post(url, '{ hello }');
    while (engine.executed.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const begun = performance.now();
    const closed = server.close(20_000);
    await expect(post(url, '{ hello }')).rejects.toThrow();
    finish('done');
    expect((await running).body.data).toEqual({ hello: 'done' });
    await closed;
    expect(performance.now() - begun).toBeLessThan(10_000);
  });

  it('sends sockets away with 1001, one after the other, and ends streams without a complete', async () => {
    const { server, url, engine } = await serve();
    const sockets = await Promise.all(Array.from({ length: 30 }, () => RawSocket.ready(url)));
    const times: number[] = [];
    const codes = sockets.map(async ({ closed }) => {
      const { code } = await closed;
      times.push(performance.now());
      return code;
    });
    const stream = await fetch(`${url}/graphql/stream`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: 'subscription { ticks(of: "leaving") }' }),
    });
    while (engine.running === 0) await new Promise((resolve) => setImmediate(resolve));
    await server.close(5_000);
    expect(new Set(await Promise.all(codes))).toEqual(new Set([1001]));
    expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(200);
    expect(await stream.text()).not.toContain('complete');
    expect(engine.running).toBe(0);
  });

  it('cuts off whoever is left when the grace is over', async () => {
    const { server, url } = await serve();
    const stuck = post(url, '{ never }').catch(() => 'cut');
    const { hostname, port } = new URL(url);
    const deaf = connect(Number(port), hostname);
    deaf.write(
      'GET /graphql HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
    );
    await once(deaf, 'data');
    const begun = performance.now();
    await server.close(100);
    expect(performance.now() - begun).toBeLessThan(2_000);
    expect(await stuck).toBe('cut');
    deaf.destroy();
  });

  it('a port that is taken is told with the code of the system', async () => {
    const { url } = await start();
    await expect(serve({ port: Number(new URL(url).port) })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
