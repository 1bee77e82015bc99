import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { coded, type Running, type Shown, serve } from './fixture.js';
import { Holdings } from './holdings.js';
import { RawSocket } from './raw-socket.js';

let running: Running;
let url: string;

beforeAll(async () => {
  running = await serve({ actorLimits: { connections: 2, subscriptions: 3 } });
  ({ url } = running);
});
afterAll(() => running.server.close(1_000));

const open: RawSocket[] = [];
afterEach(async () => {
  for (const socket of open.splice(0)) socket.ws.terminate();
  while (running.engine.watched > 0) await new Promise((resolve) => setImmediate(resolve));
});

async function ready(authorization?: string): Promise<RawSocket> {
  const socket = await RawSocket.ready(url, authorization);
  open.push(socket);
  return socket;
}

/** The status of an event stream that somebody asks for, which is left again. */
async function streamed(token: string): Promise<Response> {
  return fetch(`${url}/graphql/stream`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      authorization: `Bearer ${token}`,
    },
    body: JSON.stringify({ query: 'subscription { ticks(of: "held") }' }),
  });
}

describe('(sec-14) what one actor may hold over all of its connections', () => {
  it('a connection too many is closed with a code to come back from; others are not concerned', async () => {
    await ready('Bearer alice');
    const second = await ready('Bearer alice');
    const third = await RawSocket.open(url);
    third.send({ type: 'connection_init', payload: { authorization: 'Bearer alice' } });
    expect(await third.closed).toEqual({ code: 1013, reason: 'Too many connections of this actor' });
    await ready('Bearer bob');
    second.ws.close();
    await second.closed;
    await ready('Bearer alice');
  });

  it('event streams count as connections', async () => {
    await ready('Bearer alice');
    const first = await streamed('alice');
    expect(first.status).toBe(200);
    const refused = await streamed('alice');
    expect(refused.status).toBe(429);
    expect(((await refused.json()) as { errors: Shown[] }).errors[0]).toMatchObject(
      coded('RATE_LIMITED', { retryable: true }),
    );
    await first.body?.cancel();
  });

  it('a subscription too many is RATE_LIMITED, and possible again when another has ended', async () => {
    const [one, other] = [await ready('Bearer alice'), await ready('Bearer alice')];
    for (const id of ['1', '2']) one.subscribe(id, 'subscription { ticks(of: "held") }');
    other.subscribe('3', 'subscription { ticks(of: "held") }');
    while (running.engine.running < 3) await new Promise((resolve) => setImmediate(resolve));
    other.subscribe('4', 'subscription { ticks(of: "held") }');
    const { id, payload } = await other.next('next');
    expect({ id, payload }).toMatchObject({
      id: '4',
      payload: { errors: [coded('RATE_LIMITED', { retryable: true })] },
    });
    await other.next('complete');
    one.send({ id: '1', type: 'complete' });
    while (running.engine.running > 2) await new Promise((resolve) => setImmediate(resolve));
    other.subscribe('5', 'subscription { ticks(of: "held") }');
    while (running.engine.running < 3) await new Promise((resolve) => setImmediate(resolve));
    expect(other.waiting).toBe(0);
  });

  it('nobody is counted together with others', async () => {
    for (let n = 0; n < 4; n++) await ready();
  });
});

it('what is given back is forgotten', () => {
  const holdings = new Holdings({ connections: 1, subscriptions: 1 });
  const actor = { id: 'alice' };
  expect([holdings.take(actor, 'connections'), holdings.take(actor, 'connections')]).toEqual([true, false]);
  expect(holdings.take(actor, 'subscriptions')).toBe(true);
  holdings.release(actor, 'connections');
  expect(holdings.size).toBe(1);
  holdings.release(actor, 'subscriptions');
  expect(holdings.size).toBe(0);
});
