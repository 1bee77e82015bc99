import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildConnector } from 'undici';
import { webhooksWith } from './plugin.js';
import { INSIDE } from './sending/inside.js';
import { Scene, Sink } from './test-fixture.js';

const OUTSIDE = '93.184.215.14';

let scene: Scene;
/** Stands for the open Internet. */
let target: Sink;
/** Stands for what is inside, and must hear nothing. */
let canary: Sink;
const names = new Map<string, () => string>();

beforeAll(async () => {
  [target, canary] = await Promise.all([Sink.open(), Sink.open()]);
  const connect = buildConnector({ timeout: 500 });
  const plugin = webhooksWith({
    resolve: async (name) => {
      const address = names.get(name)?.();
      if (!address) throw new Error(`getaddrinfo ENOTFOUND ${name}`);
      return [address];
    },
    // Whatever gets past the guard arrives on this machine: outside at the target, inside at the canary.
    connect: (options, callback) =>
      connect(
        {
          ...options,
          hostname: '127.0.0.1',
          port: String(options.hostname === OUTSIDE ? target.port : canary.port),
        },
        callback,
      ),
  });
  scene = await Scene.create({ plugins: [plugin] });
  await scene.set({ allowHttp: true });
});
afterAll(async () => {
  await scene.close();
  await Promise.all([target.close(), canary.close()]);
});

/** What came of a test of an endpoint. */
async function ping(endpointId: string) {
  const { webhookDelivery } = await scene.must('pingWebhookEndpoint', { endpointId });
  await scene.platform.settle();
  const all = await scene.deliveries(endpointId);
  return all.find(({ id }) => id === webhookDelivery.id).attempts[0];
}

async function pointedTo(name: string, address: () => string): Promise<string> {
  names.set(name, address);
  const { webhookEndpoint } = await scene.must('createWebhookEndpoint', {
    url: `http://${name}/hooks`,
    events: ['staff.joined'],
  });
  return webhookEndpoint.id;
}

const NOT_REACHED = { outcome: 'UNREACHABLE', status: null, duration: null };

describe('sec-16 a webhook reaches nothing inside', () => {
  test('by a name, whatever its address, when it is made, changed, tested and sent to', async () => {
    const reached = await pointedTo('reached.example', () => OUTSIDE);
    expect(await ping(reached)).toMatchObject({ outcome: 'ACCEPTED', status: 204 });
    const ids: string[] = [];
    for (const [i, [, address]] of INSIDE.entries()) {
      const made = await pointedTo(`made-${i}.example`, () => address);
      const changed = await pointedTo(`changed-${i}.example`, () => OUTSIDE);
      await scene.must('updateWebhookEndpoint', { endpointId: changed, url: `http://made-${i}.example/` });
      ids.push(made, changed);
    }
    for (const endpointId of ids) await scene.must('pingWebhookEndpoint', { endpointId });
    await scene.happen();
    const outcomes = (await scene.deliveries(...ids)).flatMap(({ attempts }) => attempts);
    expect(outcomes).toHaveLength(2 * ids.length);
    expect(outcomes).toEqual(outcomes.map(() => expect.objectContaining(NOT_REACHED)));
    expect(canary.connections).toBe(0);
  }, 60_000);

  test.each([
    '127.0.0.1',
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '169.254.169.254',
    '192.0.0.1',
    '198.18.0.1',
    '[::1]',
    '[::ffff:7f00:1]',
    '[fd00::1]',
    '2130706433',
    '0x7f.1',
    '017700000001',
    'me:secret@example.com',
    'localhost',
  ])('by %s, which is refused when it is made and when it is changed', async (host) => {
    const made = await scene.command('createWebhookEndpoint', { url: `http://${host}/`, events: ['*'] });
    expect(made.userErrors).toMatchObject([{ code: 'INVALID', field: ['url'] }]);
    const endpointId = await pointedTo('outside.example', () => OUTSIDE);
    const change = { endpointId, url: `http://${host}/` };
    expect((await scene.command('updateWebhookEndpoint', change)).userErrors).toMatchObject([
      { code: 'INVALID', field: ['url'] },
    ]);
    expect(canary.connections).toBe(0);
  });

  test('by a name that leads elsewhere a moment later', async () => {
    const turns = [OUTSIDE, '127.0.0.1'];
    const id = await pointedTo('rebinding.example', () => turns.shift() ?? '127.0.0.1');
    expect(await ping(id)).toMatchObject({ outcome: 'ACCEPTED' });
    expect(await ping(id)).toMatchObject(NOT_REACHED);
    expect(canary.connections).toBe(0);
  });

  test('by a target outside that points inside', async () => {
    const id = await pointedTo('pointing.example', () => OUTSIDE);
    target.status(302, { location: 'http://127.0.0.1/' });
    expect(await ping(id)).toMatchObject({ outcome: 'REDIRECTED', status: 302 });
    target.status(204);
    expect(canary.connections).toBe(0);
  });

  test('and does not tell whether something stands there', async () => {
    const seen = [];
    for (const [name, address] of [
      ['listening.example', '127.0.0.1'],
      ['silent.example', '10.255.255.1'],
      ['nameless.example', ''],
    ] as const) {
      const { at: _, ...attempt } = await ping(await pointedTo(name, () => address));
      seen.push(attempt);
    }
    expect(seen).toEqual(Array(3).fill({ number: 1, ...NOT_REACHED }));
  });

  test('though it was allowed once: what the operator takes back counts from the next connection on', async () => {
    const named = 'http://allowed.example';
    await scene.set({ privateTargets: [named] });
    const id = await pointedTo('allowed.example', () => '10.0.0.7');
    expect(await ping(id)).toMatchObject({ outcome: 'ACCEPTED' });
    const heard = canary.connections;
    expect(heard).toBe(1);
    await scene.set({ privateTargets: [] });
    expect(await ping(id)).toMatchObject(NOT_REACHED);
    expect(canary.connections).toBe(heard);
  });
});
