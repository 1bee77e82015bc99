import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { WebSocket } from 'ws';
import { RawSocket } from '../../packages/server/src/http/raw-socket.js';
import { WORLD_TAKES, World } from './world.js';

let world: World;
let watching: string;

beforeAll(async () => {
  world = await World.create();
  watching = `subscription { boardProgress(board: "${world.record('ProgressBoard')}") { kind } }`;
}, WORLD_TAKES);
afterAll(() => world?.close());

const ready = () => RawSocket.ready(world.url, `Bearer ${world.everything.client.token}`);
/** How many watch; waits until it is so many. */
async function untilWatched(count: number): Promise<void> {
  const { hub } = world.platform.platform.engine;
  while (hub.size.watchers !== count) await new Promise((resolve) => setImmediate(resolve));
}

describe('a socket', () => {
  test.each<[string, number, (socket: RawSocket) => void | Promise<void>]>([
    ['a second connection_init', 4429, (socket) => socket.send({ type: 'connection_init' })],
    ['a message that is none', 4400, (socket) => socket.ws.send('{')],
    [
      'an id that is taken',
      4409,
      (socket) => {
        socket.subscribe('1', watching);
        socket.subscribe('1', watching);
      },
    ],
    [
      'a message of 1 MB',
      1009,
      (socket) => socket.subscribe('1', `{ viewer { kind } } # ${'x'.repeat(1_000_000)}`),
    ],
    [
      'a message in 131,000 pieces',
      1008,
      async (socket) => {
        for (let piece = 0; piece < 131_000 && socket.ws.readyState === WebSocket.OPEN; piece++) {
          socket.ws.send('x', { fin: false });
          if (piece % 1_000 === 0) await new Promise((resolve) => setImmediate(resolve));
        }
      },
    ],
    [
      'a flood of pings',
      1008,
      (socket) => {
        for (let n = 0; n < 200; n++) socket.ws.ping();
      },
    ],
    [
      'a flood of messages',
      1008,
      (socket) => {
        for (let n = 0; n < 1_000; n++) socket.send({ type: 'ping' });
      },
    ],
  ])('sec-14 is closed after %s with %i', async (_, code, misbehave) => {
    const socket = await ready();
    await misbehave(socket);
    expect((await socket.closed).code).toBe(code);
    await untilWatched(0);
  });

  test('sec-14 is closed with 4401 when it asks before it is acknowledged', async () => {
    const socket = await RawSocket.open(world.url);
    socket.subscribe('1', '{ viewer { kind } }');
    expect((await socket.closed).code).toBe(4401);
    expect(socket.waiting).toBe(0);
  });

  test('sec-14 is closed with 4408 after three seconds in which it did not say who it is', async () => {
    const socket = await RawSocket.open(world.url);
    expect((await socket.closed).code).toBe(4408);
  });

  test('sec-14 runs a hundred subscriptions, refuses more, and is closed when it goes on', async () => {
    const socket = await ready();
    const messages: Array<{ id: string; type: string; payload: unknown }> = [];
    socket.ws.on('message', (data) => messages.push(JSON.parse(String(data))));
    for (let n = 0; n < 101; n++) socket.subscribe(`s${n}`, watching);
    while (messages.length < 101) await new Promise((resolve) => setImmediate(resolve));
    expect(messages.filter(({ type }) => type !== 'next')).toMatchObject([
      { id: 's100', type: 'error', payload: [{ extensions: { code: 'RATE_LIMITED', retryable: true } }] },
    ]);
    expect(world.platform.platform.engine.hub.size.watchers).toBe(100);
    for (let n = 0; n < 10_000; n++) socket.subscribe(`t${n}`, watching);
    expect((await socket.closed).code).toBe(1008);
    await untilWatched(0);
  });

  test('sec-14 speaks graphql-transport-ws or is closed with 4406', async () => {
    const ws = new WebSocket(`${world.url.replace('http', 'ws')}/graphql`);
    const [code] = await once(ws, 'close');
    expect(code).toBe(4406);
  });
});

describe('a page of another site', () => {
  test.each<[string, Record<string, string>]>([
    ['of a foreign origin', { origin: 'https://evil.example.org' }],
    ['of the origin null', { origin: 'null' }],
    ['of a foreign origin with a cookie', { origin: 'https://evil.example.org', cookie: 'a=b' }],
    ['with a cookie and no origin', { cookie: 'a=b' }],
  ])('sec-13 %s gets no socket', async (_, headers) => {
    expect(await RawSocket.refused(world.url, headers)).toBe(403);
  });

  test('sec-13 does not stand in the way of programs and of our own pages', async () => {
    for (const headers of [{}, { origin: world.url }] as Record<string, string>[]) {
      const socket = await RawSocket.open(world.url, headers);
      socket.ws.terminate();
    }
  });
});
