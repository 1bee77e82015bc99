import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Running, serve } from './fixture.js';
import { RawSocket } from './raw-socket.js';

let running: Running;

beforeAll(async () => {
  running = await serve();
});
afterAll(() => running.server.close(1_000));

const WATCH = 'subscription ($of: String!) { ticks(of: $of) }';

async function untilRunning(count: number): Promise<void> {
  while (running.engine.ticks.listenerCount('frames') !== count)
    await new Promise((resolve) => setImmediate(resolve));
}

it('writes each message whole, whatever its length, its letters and its id', async () => {
  const ids = ['1', crypto.randomUUID(), 'a "quoted" 名'];
  const sockets = await Promise.all(ids.map(() => RawSocket.ready(running.url)));
  for (const [n, socket] of sockets.entries()) socket.subscribe(ids[n]!, WATCH, { of: 'frames' });
  await untilRunning(sockets.length);
  // Around the lengths at which the header of a frame, or the way it is written, changes.
  const texts = [0, 1, 40, 60, 80, 125, 126, 8_100, 8_192, 8_300, 65_400, 65_536, 70_000].map((length) =>
    'x'.repeat(length),
  );
  texts.push('进度 75 %，下周完成'.repeat(5_000), '"\\\n\u2028');
  for (const text of texts) {
    running.engine.ticks.emit('frames', text);
    for (const [n, socket] of sockets.entries()) {
      expect(await socket.next('next')).toEqual({
        id: ids[n],
        type: 'next',
        payload: { data: { ticks: text } },
      });
    }
  }
  for (const socket of sockets) socket.ws.close();
});

it('keeps its frames apart from those of answers and pings on the same socket', async () => {
  const socket = await RawSocket.ready(running.url);
  socket.subscribe('watch', WATCH, { of: 'frames' });
  await untilRunning(1);
  for (let n = 0; n < 50; n++) {
    running.engine.ticks.emit('frames', 'x'.repeat(n * 400));
    socket.send({ type: 'ping', payload: { n } });
    socket.subscribe(`q${n}`, '{ hello }');
  }
  const heard = new Map<string, number>();
  while ([...heard.values()].reduce((sum, one) => sum + one, 0) < 200) {
    const { type } = await socket.next();
    heard.set(type, (heard.get(type) ?? 0) + 1);
  }
  expect(Object.fromEntries(heard)).toEqual({ next: 100, pong: 50, complete: 50 });
  socket.ws.close();
});
