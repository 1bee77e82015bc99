import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { claim } from './sending/claiming.js';
import { Scene, Sink } from './test-fixture.js';

let scene: Scene;
let good: Sink;
let slow: Sink;
let dead: Sink;

beforeEach(async () => {
  [good, slow, dead] = await Promise.all([Sink.open(), Sink.open(), Sink.open()]);
  scene = await Scene.create();
  await scene.allow(good, slow, dead);
});
afterEach(async () => {
  await scene.close();
  await Promise.all([good, slow, dead].map((sink) => sink.close()));
});

/** Resolves once a condition holds; it is looked at whenever a target has got something. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

test('a slow target and a dead one hold up nobody else, and have no more than their share under way', async () => {
  const waiting: Array<() => void> = [];
  slow.answer = (response) => waiting.push(() => response.writeHead(204).end());
  const { id } = await scene.endpoint(slow);
  const deadOne = await scene.endpoint(dead);
  await dead.close();
  await scene.endpoint(good);
  const happened = 30;
  for (let i = 0; i < happened; i++) await scene.platform.staff({ name: 'Somebody' });
  await until(() => good.received.length === happened);
  expect(slow.received).toHaveLength(4);
  const answering = setInterval(() => {
    for (const answer of waiting.splice(0)) answer();
  }, 1);
  await scene.platform.settle();
  clearInterval(answering);
  expect(slow.received).toHaveLength(happened);
  expect((await scene.deliveries(id)).every(({ state }) => state === 'DELIVERED')).toBe(true);
  const unreached = (await scene.deliveries(deadOne.id)).flatMap(({ attempts }) => attempts);
  // After five in a row, and what was under way by then, it was left alone.
  expect(unreached.length).toBeLessThan(10);
  expect(unreached).toContainEqual(
    expect.objectContaining({ outcome: 'UNREACHABLE', status: null, duration: null }),
  );
});

test('(fault-5) of many who look for work at the same time, one gets each message', async () => {
  good.status(500);
  await scene.endpoint(good);
  await scene.happen(4);
  const { command, query, now } = scene.platform.platform.services;
  const instant = now().toISOString();
  await query('update webhooks_delivery set next_attempt_at = $1', [instant]);
  const leaseEndsAt = new Date(now().getTime() + 60_000);
  const claims = await Promise.all(
    Array.from({ length: 10 }, () =>
      command((tx) => claim(tx, { overall: 100, perEndpoint: 100, busy: new Map(), leaseEndsAt })),
    ),
  );
  const ids = claims.flat().map(({ id }) => id);
  expect(ids).toHaveLength(4);
  expect(new Set(ids).size).toBe(4);
});

test('a message whose process died over it goes out again once its lease is over', async () => {
  const { id } = await scene.endpoint(good);
  good.status(500);
  await scene.happen();
  good.status(204);
  const lease = new Date(scene.platform.clock.now().getTime() + 45_000);
  await scene.platform.platform.services.command(async (tx) => {
    await tx.query('update webhooks_delivery set lease_ends_at = $1, claim = claim + 1', [
      lease.toISOString(),
    ]);
  });
  await scene.platform.advance('PT30S');
  expect(good.received).toHaveLength(1);
  await scene.platform.advance('PT30S');
  expect(good.received).toHaveLength(2);
  expect(await scene.deliveries(id)).toMatchObject([{ state: 'DELIVERED', attemptCount: 2 }]);
});

test('what is over goes after a month, what is under way stays', async () => {
  const { id } = await scene.endpoint(good);
  await scene.happen();
  await scene.platform.advance('P31D');
  expect(await scene.deliveries(id)).toHaveLength(1);
  await scene.happen();
  expect(await scene.deliveries(id)).toMatchObject([{ attemptCount: 1, state: 'DELIVERED' }]);
});
