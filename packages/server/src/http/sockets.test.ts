import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { coded, type FakeEngine, type Running, type Shown, serve } from './fixture.js';
import { HOSTILE } from './hostile.js';
import { RawSocket } from './raw-socket.js';
import { bucket, SOCKET_LIMITS } from './socket-limits.js';

let running: Running;
let url: string;
let engine: FakeEngine;

beforeAll(async () => {
  running = await serve({
    corsOrigins: ['https://pages.example.org'],
    timeouts: { init: 100, operation: 100 },
  });
  ({ url, engine } = running);
});
afterAll(() => running.server.close(1_000));
afterEach(() => {
  engine.executed.length = 0;
});

/** Waits for a condition that other events bring about. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

describe('a socket', () => {
  it('api-3 answers queries, mutations and subscriptions', async () => {
    const socket = await RawSocket.ready(url, 'Bearer alice');
    socket.subscribe('1', 'query ($n: String) { hello(name: $n) me }', { n: 'you' });
    expect(await socket.next('next')).toEqual({
      id: '1',
      type: 'next',
      payload: {
        data: { hello: 'Hello, you', me: 'alice' },
        extensions: { cost: { requested: 0, maximum: 5_000 }, requestId: expect.stringMatching(/\.1$/) },
      },
    });
    await socket.next('complete');
    socket.subscribe('2', 'mutation { touch }');
    await socket.next('next');
    await socket.next('complete');
    socket.subscribe('3', 'subscription { count(to: 3) }');
    for (const count of [1, 2, 3]) expect((await socket.next('next')).payload).toEqual({ data: { count } });
    await socket.next('complete');
    socket.ws.close();
  });

  it('api-3 answers a ping, and pings by itself', async () => {
    const lively = await serve({ timeouts: { keepAlive: 20 } });
    const socket = await RawSocket.ready(lively.url);
    socket.send({ type: 'ping', payload: { at: 1 } });
    expect(await socket.next('pong')).toEqual({ type: 'pong', payload: { at: 1 } });
    for (let n = 0; n < 5; n += 1) await once(socket.ws, 'ping');
    expect(socket.ws.readyState).toBe(WebSocket.OPEN);
    await lively.server.close(1_000);
  });

  it('api-3 serves the published client', async () => {
    const client = createClient({
      url: `${url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: async () => ({ authorization: 'Bearer alice' }),
    });
    const counts = [];
    for await (const { data } of client.iterate({ query: 'subscription { count(to: 3) }' }))
      counts.push(data?.count);
    expect(counts).toEqual([1, 2, 3]);
    await client.dispose();
  });

  it('ends what runs on it when it is left', async () => {
    const socket = await RawSocket.ready(url);
    socket.subscribe('1', 'subscription { ticks(of: "left") }');
    socket.subscribe('2', 'subscription { ticks(of: "left") }');
    await until(() => engine.running === 2);
    socket.send({ id: '1', type: 'complete' });
    await until(() => engine.running === 1);
    socket.ws.terminate();
    await until(() => engine.running === 0 && engine.watched === 0);
  });

  it('is cut off when it does not answer a ping', async () => {
    const lively = await serve({ timeouts: { keepAlive: 20 } });
    const deaf = connect({ port: Number(new URL(lively.url).port), host: '127.0.0.1' });
    deaf.write(
      'GET /graphql HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n',
    );
    const init = Buffer.from('{"type":"connection_init"}');
    deaf.write(Buffer.concat([Buffer.from([0x81, 0x80 | init.length, 0, 0, 0, 0]), init]));
    deaf.resume();
    await once(deaf, 'close');
    await lively.server.close(1_000);
  });
});

describe('sec-14 what a socket may not do', () => {
  it.each([
    ['a second connection_init', 4429, (socket: RawSocket) => socket.send({ type: 'connection_init' })],
    ['a message that is none', 4400, (socket: RawSocket) => socket.ws.send('{')],
    ['a message of no type', 4400, (socket: RawSocket) => socket.send({ type: 'start' })],
    [
      'an operation without a query',
      4400,
      (socket: RawSocket) => socket.send({ id: '1', type: 'subscribe', payload: {} }),
    ],
    [
      'an id that is taken',
      4409,
      (socket: RawSocket) => {
        socket.subscribe('1', 'subscription { ticks(of: "taken") }');
        socket.subscribe('1', 'subscription { ticks(of: "taken") }');
      },
    ],
    ['a message of 1 MB', 1009, (socket: RawSocket) => socket.ws.send('x'.repeat(1_000_000))],
    [
      'a message of 131,000 pieces',
      1008,
      async (socket: RawSocket) => {
        for (let piece = 0; piece < 131_000 && socket.ws.readyState === WebSocket.OPEN; piece += 1) {
          socket.ws.send('x', { fin: false });
          if (piece % 1_000 === 0) await new Promise((resolve) => setImmediate(resolve));
        }
      },
    ],
    [
      'a frame that is no text',
      1002,
      (socket: RawSocket) =>
        (socket.ws as unknown as { _socket: { write(bytes: Buffer): void } })._socket.write(
          Buffer.from([0xf1, 0x00]),
        ),
    ],
    [
      'too many messages',
      1008,
      (socket: RawSocket) => {
        for (let n = 0; n <= SOCKET_LIMITS.messages.burst + 100; n += 1) socket.send({ type: 'ping' });
      },
    ],
    [
      'a flood of pings',
      1008,
      (socket: RawSocket) => {
        for (let n = 0; n <= SOCKET_LIMITS.pings.burst + 10; n += 1) socket.ws.ping();
      },
    ],
  ])('%s closes it with %i', async (_name, code, misbehave) => {
    const socket = await RawSocket.ready(url);
    await misbehave(socket);
    expect((await socket.closed).code).toBe(code);
    await until(() => engine.running === 0);
  });

  it('sec-14 no connection_init closes it with 4408, which is after 3 s unless set', async () => {
    const socket = await RawSocket.open(url);
    expect(await socket.closed).toEqual({ code: 4408, reason: 'Connection initialisation timeout' });
  });

  it('sec-14 an operation before the acknowledgement closes it with 4401', async () => {
    const socket = await RawSocket.open(url);
    socket.subscribe('1', '{ hello }');
    expect((await socket.closed).code).toBe(4401);
    const hasty = await RawSocket.open(url);
    hasty.send({ type: 'connection_init' });
    hasty.subscribe('1', '{ hello }');
    expect((await hasty.closed).code).toBe(4401);
    expect(engine.executed).toEqual([]);
  });

  it('sec-14 another subprotocol closes it with 4406', async () => {
    const ws = new WebSocket(`${url.replace('http', 'ws')}/graphql`);
    const [code] = await once(ws, 'close');
    expect(code).toBe(4406);
  });

  it('sec-14 10,000 subscriptions: 100 run, the others are RATE_LIMITED, and then it is closed', async () => {
    const socket = await RawSocket.ready(url);
    for (let n = 0; n < SOCKET_LIMITS.subscriptions + 1; n += 1)
      socket.subscribe(`s${n}`, 'subscription { ticks(of: "many") }');
    const refused = await socket.next('error');
    expect(refused.id).toBe('s100');
    expect((refused.payload as Shown[])[0]).toMatchObject(coded('RATE_LIMITED', { retryable: true }));
    expect(engine.running).toBe(SOCKET_LIMITS.subscriptions);
    for (let n = 0; n < 10_000; n += 1) socket.subscribe(`t${n}`, 'subscription { ticks(of: "many") }');
    expect((await socket.closed).code).toBe(1008);
    expect(engine.running).toBeLessThanOrEqual(SOCKET_LIMITS.subscriptions);
    await until(() => engine.running === 0);
  });

  it('a bucket gives its burst, then its rate', () => {
    let now = 0;
    const take = bucket({ burst: 3, perSecond: 2 }, () => now);
    expect([take(), take(), take(), take()]).toEqual([true, true, true, false]);
    now += 500;
    expect([take(), take()]).toEqual([true, false]);
    now += 60_000;
    expect([take(), take(), take(), take()]).toEqual([true, true, true, false]);
  });
});

describe('sec-13 pages of other sites', () => {
  it.each([
    ['a foreign origin', { origin: 'https://evil.example.org' }],
    ['no origin worth the name', { origin: 'null' }],
    ['a foreign origin with a cookie', { origin: 'https://evil.example.org', cookie: 'a=b' }],
    ['a cookie without an origin', { cookie: 'a=b' }],
    ['an origin that only begins like a listed one', { origin: 'https://pages.example.org.evil.org' }],
    ['an empty origin', { origin: '' }],
  ])('sec-13 %s is 403 before the upgrade', async (_name, headers) => {
    expect(await RawSocket.refused(url, headers as Record<string, string>)).toBe(403);
  });

  it.each([
    ['programs, which name none', {}],
    ['the own origin', { origin: 'own' }],
    ['the own origin by another name of this machine', { origin: 'localhost' }],
    ['a listed origin', { origin: 'https://pages.example.org' }],
  ])('sec-13 %s may', async (_name, headers: { origin?: string }) => {
    const { port } = new URL(url);
    const origins: Record<string, string> = { own: url, localhost: `http://localhost:${port}` };
    const origin = headers.origin && (origins[headers.origin] ?? headers.origin);
    const socket = await RawSocket.open(url, origin ? { origin } : {});
    socket.ws.close();
  });

  it('another path is 404', async () => {
    expect(await RawSocket.refused(url, {}, '/elsewhere')).toBe(404);
  });
});

describe('who is on a socket', () => {
  it.each([
    ['a token that is not valid', { authorization: 'Bearer stranger' }],
    ['another scheme', { authorization: 'Basic x' }],
    ['no string', { authorization: { token: 'alice' } }],
  ])('sec-3 %s closes it with 4403', async (_name, payload) => {
    const socket = await RawSocket.open(url);
    socket.send({ type: 'connection_init', payload });
    expect((await socket.closed).code).toBe(4403);
    expect(engine.executed).toEqual([]);
  });

  it('sec-3 nobody is anonymous', async () => {
    const socket = await RawSocket.ready(url);
    socket.subscribe('1', '{ me }');
    const { payload } = await socket.next('next');
    expect(payload).toMatchObject({ data: { me: null }, errors: [coded('UNAUTHENTICATED')] });
    socket.ws.close();
  });

  it('a database out of reach while authenticating closes it with a code that clients come back from', async () => {
    const socket = await RawSocket.open(url);
    socket.send({ type: 'connection_init', payload: { authorization: 'Bearer down' } });
    expect((await socket.closed).code).toBe(1013);
  });

  it.each([
    ['expired', 4403],
    ['revoked', 4403],
    ['slow', 1013],
  ] as const)('a session that has %s closes it with %i', async (reason, code) => {
    const [alice, bob] = await Promise.all([
      RawSocket.ready(url, 'Bearer alice'),
      RawSocket.ready(url, 'Bearer bob'),
    ]);
    alice.subscribe('1', 'subscription { ticks(of: "session") }');
    await until(() => engine.running === 1);
    engine.end('alice', reason);
    expect((await alice.closed).code).toBe(code);
    expect(alice.waiting).toBe(0);
    expect(bob.ws.readyState).toBe(WebSocket.OPEN);
    bob.ws.close();
    await bob.closed;
    await until(() => engine.running === 0 && engine.watched === 0);
  });
});

describe('hostile operations over a socket', () => {
  it.each(HOSTILE.filter(({ query }) => query.length < SOCKET_LIMITS.payload))(
    '$name: refused',
    async ({ query, variables = {}, code }) => {
      const socket = await RawSocket.ready(url);
      socket.subscribe('1', query, variables);
      // What is known before execution is an error message, what variables bring about a result with errors.
      const type = code === 'BAD_USER_INPUT' || code === 'QUERY_TOO_COSTLY' ? 'next' : 'error';
      const { payload } = await socket.next(type);
      const errors = Array.isArray(payload) ? payload : payload?.errors;
      expect(errors?.[0]).toMatchObject(coded(code));
      expect(JSON.stringify(payload)).not.toMatch(/did you mean/i);
      expect(engine.executed).toEqual([]);
      socket.ws.close();
    },
  );

  it('sec-11 keeps the schema from nobody in production', async () => {
    engine.production = true;
    const socket = await RawSocket.ready(url);
    socket.subscribe('1', '{ __schema { queryType { name } } }');
    const { payload } = await socket.next('next');
    engine.production = false;
    expect(payload).toMatchObject({ errors: [coded('FORBIDDEN')] });
    socket.ws.close();
  });

  it('sec-29 hides what failed inside, in a query and in a stream', async () => {
    const socket = await RawSocket.ready(url);
    socket.subscribe('1', '{ broken }');
    expect((await socket.next('next')).payload).toMatchObject({
      errors: [{ message: 'Something failed inside.', ...coded('INTERNAL_SERVER_ERROR') }],
    });
    await socket.next('complete');
    socket.subscribe('2', 'subscription { broken }');
    await socket.next('next');
    expect((await socket.next('error')).payload).toMatchObject([
      { message: 'Something failed inside.', ...coded('INTERNAL_SERVER_ERROR') },
    ]);
    socket.ws.close();
  });

  it('an operation that takes too long is given up', async () => {
    const socket = await RawSocket.ready(url);
    socket.subscribe('1', '{ never }');
    expect((await socket.next('next')).payload).toMatchObject({
      errors: [coded('UNAVAILABLE', { retryable: true })],
    });
    socket.ws.close();
  });
});

it('a failure of the server itself closes it with 4500, and is logged', async () => {
  const socket = await RawSocket.open(url);
  const watch = jest.spyOn(engine, 'watch').mockImplementation(() => {
    throw new Error('no watching');
  });
  socket.send({ type: 'connection_init' });
  expect(await socket.closed).toEqual({ code: 4500, reason: 'Internal server error' });
  watch.mockRestore();
  expect(running.log).toContainEqual(
    expect.objectContaining({ error: expect.objectContaining({ message: 'no watching' }) }),
  );
});

describe('a watcher that does not read', () => {
  it('is closed with a retriable code once 1 MiB waits for it', async () => {
    const socket = await RawSocket.ready(url);
    for (let n = 0; n < 100; n += 1) socket.subscribe(`${n}`, 'subscription { ticks(of: "flood") }');
    await until(() => engine.running === 100);
    const stream = (socket.ws as unknown as { _socket: { pause(): void; resume(): void } })._socket;
    stream.pause();
    // Each of the subscriptions has one message under way, so that it takes all of them to pass the bound.
    for (let n = 0; n < 20 && engine.running > 0; n += 1) {
      engine.ticks.emit('flood', 'x'.repeat(60_000));
      await new Promise((resolve) => setImmediate(resolve));
    }
    stream.resume();
    expect(await socket.closed).toEqual({ code: 1013, reason: 'Too slow' });
    await until(() => engine.running === 0);
  });

  it('is found out and closed with a retriable code though the systems in between take all that is sent', async () => {
    const lively = await serve({ timeouts: { keepAlive: 400 } });
    const [deaf, other] = await Promise.all([0, 1].map(() => RawSocket.ready(lively.url)));
    for (const socket of [deaf!, other!]) socket.subscribe('1', 'subscription { ticks(of: "flood") }');
    await until(() => lively.engine.running === 2);
    deaf!.ws.pause();
    for (let n = 0; n < 4; n += 1) lively.engine.ticks.emit('flood', 'x'.repeat(20_000));
    await until(() => lively.engine.running === 1);
    deaf!.ws.resume();
    expect(await deaf!.closed).toEqual({ code: 1013, reason: 'Too slow' });
    expect(deaf!.waiting).toBe(4);
    expect(other!.ws.readyState).toBe(WebSocket.OPEN);
    await lively.server.close(1_000);
  });

  it('is sent so much and no more until it reads on, and then all of the rest', async () => {
    const socket = await RawSocket.ready(url);
    socket.subscribe('1', 'subscription { ticks(of: "ahead") }');
    await until(() => engine.running === 1);
    socket.ws.pause();
    const before = engine.asked;
    for (let n = 0; n < 50; n += 1) engine.ticks.emit('ahead', `${n} ${'x'.repeat(30_000)}`);
    for (let n = 0; n < 100; n += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(engine.asked - before).toBeLessThan(12);
    socket.ws.resume();
    for (let n = 0; n < 50; n += 1) {
      const { payload } = await socket.next('next');
      expect((payload as { data: { ticks: string } }).data.ticks).toMatch(new RegExp(`^${n} x`));
    }
    socket.ws.close();
  });
});
