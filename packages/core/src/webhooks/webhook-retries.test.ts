import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Scene, Sink } from './test-fixture.js';

let scene: Scene;
let sink: Sink;

beforeAll(async () => {
  sink = await Sink.open();
});
afterAll(() => sink.close());
beforeEach(async () => {
  scene = await Scene.create();
  await scene.allow(sink);
  sink.received.length = 0;
  sink.status(204);
});
afterEach(() => scene.close());

/** The suspensions so far. */
async function suspended() {
  return (await scene.platform.events())
    .filter(({ name }) => name === 'webhook.endpoint-suspended')
    .map(({ payload }) => payload);
}

describe('a message', () => {
  test('(fault-5) that is refused comes again with the same id and the same text, until it is accepted', async () => {
    const { id } = await scene.endpoint(sink);
    sink.status(503);
    await scene.happen();
    expect(sink.received).toHaveLength(1);
    await scene.platform.advance('PT3S');
    expect(sink.received).toHaveLength(1);
    await scene.platform.advance('PT10S');
    expect(sink.received).toHaveLength(2);
    sink.status(200);
    await scene.platform.advance('PT2M');
    expect(sink.received).toHaveLength(3);
    await scene.platform.advance('P3D');
    expect(sink.received).toHaveLength(3);
    expect(new Set(sink.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(new Set(sink.received.map(({ body }) => body)).size).toBe(1);
    const times = sink.received.map(({ headers }) => Number(headers['webhook-timestamp']));
    expect(times).toEqual([...new Set(times)].sort());
    expect(await scene.deliveries(id)).toMatchObject([
      {
        state: 'DELIVERED',
        attemptCount: 3,
        nextAttemptAt: null,
        attempts: [
          { number: 1, outcome: 'REFUSED', status: 503 },
          { number: 2, outcome: 'REFUSED', status: 503 },
          { number: 3, outcome: 'ACCEPTED', status: 200 },
        ],
      },
    ]);
  });

  test('is given up after ten attempts, and goes out again when it is replayed', async () => {
    const { id } = await scene.endpoint(sink);
    sink.status(500);
    await scene.happen();
    await scene.platform.advance('P4D');
    const [failed] = await scene.deliveries(id);
    expect(failed).toMatchObject({ state: 'FAILED', attemptCount: 10, nextAttemptAt: null });
    sink.status(204);
    await scene.must('replayWebhookDelivery', { deliveryId: failed.id });
    await scene.platform.advance('PT1H');
    expect(await scene.deliveries(id)).toMatchObject([{ state: 'DELIVERED', attemptCount: 11 }]);
    expect(new Set(sink.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  });

  test('is not sent on to where the target points', async () => {
    const other = await Sink.open();
    const { id } = await scene.endpoint(sink);
    sink.status(302, { location: `${other.origin}/inside` });
    await scene.happen();
    expect(await scene.deliveries(id)).toMatchObject([
      { state: 'PENDING', attempts: [{ outcome: 'REDIRECTED', status: 302 }] },
    ]);
    expect(other.connections).toBe(0);
    await other.close();
  });

  test('waits as long as the target asks for', async () => {
    await scene.endpoint(sink);
    sink.status(429, { 'retry-after': '600' });
    await scene.happen();
    await scene.platform.advance('PT9M');
    expect(sink.received).toHaveLength(1);
    sink.status(204);
    await scene.platform.advance('PT2M');
    expect(sink.received).toHaveLength(2);
  });

  test('keeps nothing of the answer but its status', async () => {
    const { id } = await scene.endpoint(sink);
    sink.status(500, { 'x-inside': 'what stands inside' });
    await scene.happen();
    const { query } = scene.platform.platform.services;
    for (const table of ['webhooks_delivery', 'webhooks_attempt', 'webhooks_endpoint'])
      expect(JSON.stringify(await query(`select * from ${table}`))).not.toMatch(/inside/);
    expect(JSON.stringify(await scene.deliveries(id))).not.toMatch(/inside/);
  });

  test('that is not answered in time has failed, also where the answer begins and never ends', async () => {
    await scene.set({ timeoutSeconds: 0.2 });
    const { id } = await scene.endpoint(sink);
    sink.answer = () => undefined;
    await scene.happen();
    sink.answer = (response) => response.writeHead(200).write('…');
    await scene.platform.advance('PT10S');
    expect(await scene.deliveries(id)).toMatchObject([
      { state: 'PENDING', attempts: [{ outcome: 'TIMED_OUT', status: null }, { outcome: 'TIMED_OUT' }] },
    ]);
  });
});

describe('a target that fails', () => {
  test('is left alone after five failures in a row, then tried with one message, and gets the rest once that arrives', async () => {
    const { id } = await scene.endpoint(sink);
    sink.status(500);
    await scene.happen(20);
    expect(sink.received.length).toBeLessThan(10);
    const before = sink.received.length;
    expect((await scene.read(id)).resumesAt).not.toBeNull();
    await scene.platform.advance('PT20S');
    expect(sink.received).toHaveLength(before);
    await scene.platform.advance('PT20S');
    expect(sink.received).toHaveLength(before + 1);
    sink.status(204);
    await scene.platform.advance('PT2M');
    const deliveries = await scene.deliveries(id);
    expect(deliveries).toHaveLength(20);
    expect(deliveries.filter(({ state }) => state === 'DELIVERED').length).toBeGreaterThan(10);
    await scene.platform.advance('PT10M');
    expect((await scene.deliveries(id)).every(({ state }) => state === 'DELIVERED')).toBe(true);
    expect(await scene.read(id)).toMatchObject({ resumesAt: null, firstFailedAt: null, state: 'ENABLED' });
  });

  test('for five days is suspended, its owner is told, and it starts anew when it is enabled', async () => {
    const { id, owner } = await scene.endpoint(sink);
    sink.status(500);
    await scene.happen();
    const firstFailedAt = scene.platform.clock.now().toISOString();
    for (let day = 0; day < 4; day++) {
      await scene.platform.advance('P1D');
      await scene.happen();
    }
    expect(await scene.read(id)).toMatchObject({ state: 'ENABLED', firstFailedAt });
    expect(await suspended()).toEqual([]);
    await scene.platform.advance('P2D');
    expect(await scene.read(id)).toMatchObject({ state: 'SUSPENDED' });
    expect(await suspended()).toEqual([
      { endpointId: id, ownerId: owner.id, reason: 'FAILING', firstFailedAt },
    ]);
    const sent = sink.received.length;
    await scene.happen();
    await scene.platform.advance('P1D');
    expect(sink.received).toHaveLength(sent);
    sink.status(204);
    await scene.must('updateWebhookEndpoint', { endpointId: id, isEnabled: true });
    await scene.platform.advance('P1D');
    expect(await scene.read(id)).toMatchObject({ state: 'ENABLED', firstFailedAt: null });
    expect(sink.received.length).toBeGreaterThan(sent);
  });

  test('and says that it is gone is suspended at once', async () => {
    const { id } = await scene.endpoint(sink);
    sink.status(410);
    await scene.happen();
    expect(await scene.read(id)).toMatchObject({ state: 'SUSPENDED' });
    expect(await suspended()).toMatchObject([{ endpointId: id, reason: 'GONE' }]);
  });
});

describe('a time that has passed', () => {
  test('is told once more: what was missed and what was given up, and on request all of it', async () => {
    const { id } = await scene.endpoint(sink);
    await scene.happen();
    await scene.must('updateWebhookEndpoint', { endpointId: id, isEnabled: false });
    await scene.platform.advance('PT1H');
    const from = scene.platform.clock.now().toISOString();
    await scene.happen(3);
    await scene.platform.advance('PT1H');
    const input = { endpointId: id, from };
    expect((await scene.command('replayWebhookEvents', input)).userErrors).toMatchObject([
      { code: 'WEBHOOK_ENDPOINT_STOPPED' },
    ]);
    await scene.must('updateWebhookEndpoint', { endpointId: id, isEnabled: true });
    await scene.must('replayWebhookEvents', input);
    await scene.platform.settle();
    expect(sink.received).toHaveLength(4);
    await scene.must('replayWebhookEvents', input);
    await scene.platform.settle();
    expect(sink.received).toHaveLength(4);
    await scene.must('replayWebhookEvents', { ...input, includeDelivered: true });
    await scene.platform.settle();
    expect(sink.received).toHaveLength(7);
    expect(new Set(sink.received.map(({ headers }) => headers['webhook-id'])).size).toBe(4);
    expect(new Set(sink.types)).toEqual(new Set(['staff.joined']));
    const late = { ...input, before: from };
    expect((await scene.command('replayWebhookEvents', late)).userErrors).toMatchObject([
      { field: ['from'] },
    ]);
  });
});
