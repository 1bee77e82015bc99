import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { Scene, Sink } from './test-fixture.js';

let scene: Scene;
let sink: Sink;

beforeAll(async () => {
  // Receivers look at the time of a message.
  scene = await Scene.create({ start: new Date().toISOString() });
  sink = await Sink.open();
  await scene.allow(sink);
});
afterAll(async () => {
  await scene.close();
  await sink.close();
});
beforeEach(() => sink.status(204));
afterEach(async () => {
  const { webhookEndpoints } = await scene.manager.must(
    '{ webhookEndpoints(first: 100) { edges { node { id } } } }',
  );
  for (const { node } of webhookEndpoints.edges)
    await scene.must('archiveWebhookEndpoint', { endpointId: node.id });
  await scene.platform.settle();
  sink.received.length = 0;
});

test('a message is signed, says what happened, and names nobody', async () => {
  const { id, secret } = await scene.endpoint(sink);
  await scene.happen();
  const [message] = sink.received;
  const told = new Webhook(secret).verify(message!.body, message!.headers) as Record<string, unknown>;
  const event = (await scene.platform.events()).findLast(({ name }) => name === 'staff.joined')!;
  expect(message!.headers['webhook-id']).toBe(event.id);
  expect(told).toEqual({
    type: 'staff.joined',
    timestamp: scene.platform.clock.now().toISOString(),
    data: {
      id: event.id,
      subject: event.subject,
      version: null,
      occurredAt: scene.platform.clock.now().toISOString(),
      actor: null,
      facts: event.payload,
    },
  });
  expect(message!.body).not.toContain('Somebody');
  expect(() =>
    new Webhook(`whsec_${btoa('another secret')}`).verify(message!.body, message!.headers),
  ).toThrow();
  expect(() => new Webhook(secret).verify(`${message!.body} `, message!.headers)).toThrow();
  expect(await scene.deliveries(id)).toMatchObject([
    { state: 'DELIVERED', attemptCount: 1, attempts: [{ number: 1, outcome: 'ACCEPTED', status: 204 }] },
  ]);
});

describe('an endpoint', () => {
  test('is for those who may manage webhooks; to others there is none', async () => {
    const { id } = await scene.endpoint(sink);
    const agent = await scene.platform.staff({ roles: ['agent'] });
    const customer = await scene.platform.customer();
    const read = 'query($id: ID!) { node(id: $id) { id } }';
    for (const stranger of [agent, customer, scene.platform.anonymous()]) {
      for (const name of ['createWebhookEndpoint', 'pingWebhookEndpoint', 'archiveWebhookEndpoint']) {
        const input = name.startsWith('create') ? { url: sink.origin, events: ['*'] } : { endpointId: id };
        await expect(scene.command(name, input, stranger)).rejects.toThrow(/FORBIDDEN|UNAUTHENTICATED/);
      }
      const { errors } = await stranger.run('{ webhookDeliveries { totalCount } }');
      expect(errors?.[0]?.extensions['code']).toMatch(/FORBIDDEN|UNAUTHENTICATED/);
      expect((await stranger.run(read, { variables: { id } })).data?.node ?? null).toBeNull();
    }
    expect((await scene.manager.must(read, { variables: { id } })).node).toEqual({ id });
  });

  test('shows its secret once and stores it encrypted', async () => {
    const { id, secret } = await scene.endpoint(sink);
    expect(secret).toMatch(/^whsec_/);
    const { errors } = await scene.manager.run(
      'query($id: ID!) { node(id: $id) { ... on WebhookEndpoint { secret } } }',
      { variables: { id } },
    );
    expect(errors?.[0]?.message).toMatch(/secret/);
    const rows = await scene.platform.platform.services.query('select * from webhooks_endpoint');
    expect(JSON.stringify(rows)).not.toContain(secret.slice('whsec_'.length));
    const trail = await scene.platform.platform.services.query('select * from kernel_audit');
    expect(JSON.stringify(trail)).not.toContain(secret.slice('whsec_'.length));
  });

  test.each([
    ['an address inside', { url: 'https://10.0.0.1/' }, 'url'],
    ['user name and password', { url: 'https://me:secret@example.com/' }, 'url'],
    ['http', { url: 'http://example.com/' }, 'url'],
    ['no event', { events: [] }, 'events'],
    ['what is no event', { events: ['Ticket closed'] }, 'events'],
    ['a pattern of another kind', { events: ['*.closed'] }, 'events'],
    ['the same event twice', { events: ['*', '*'] }, 'events'],
    ['an empty description', { description: '' }, 'description'],
  ])('is refused for %s, when it is made and when it is changed', async (_what, fault, field) => {
    const right = { url: `${sink.origin}/x`, events: ['*'] };
    const made = await scene.command('createWebhookEndpoint', { ...right, ...fault });
    expect(made).toMatchObject({ webhookEndpoint: null, secret: null, userErrors: [{ field: [field] }] });
    const { id } = await scene.endpoint(sink, ['nothing.happens']);
    const changed = await scene.command('updateWebhookEndpoint', { endpointId: id, ...fault });
    expect(changed.userErrors).toMatchObject([{ code: 'INVALID', field: [field] }]);
    expect(await scene.read(id)).toMatchObject({ url: `${sink.origin}/hooks`, events: ['nothing.happens'] });
  });

  test('gets what it asks for: one event, all of a sort, or all but those about webhooks', async () => {
    await scene.endpoint(sink, ['customer.created'], '/one');
    await scene.endpoint(sink, ['staff.*'], '/sort');
    await scene.endpoint(sink, ['*'], '/all');
    sink.received.length = 0;
    await scene.happen();
    await scene.platform.customer();
    await scene.platform.settle();
    const to = (path: string) =>
      sink.received.filter((one) => one.path === path).map(({ body }) => JSON.parse(body).type as string);
    expect(to('/one')).toEqual(['customer.created']);
    expect(to('/sort')).toEqual(['staff.joined']);
    expect(new Set(to('/all'))).toEqual(new Set(['staff.joined', 'customer.created']));
  });

  test('gets nothing while it is stopped, and the last of two changes is refused that came at once', async () => {
    const { id, version } = await scene.endpoint(sink);
    const stop = { endpointId: id, version, isEnabled: false };
    expect((await scene.must('updateWebhookEndpoint', stop)).webhookEndpoint.state).toBe('DISABLED');
    expect((await scene.command('updateWebhookEndpoint', stop)).userErrors).toMatchObject([
      { code: 'CONFLICT' },
    ]);
    sink.received.length = 0;
    await scene.happen();
    expect(await scene.deliveries(id)).toEqual([]);
    await scene.must('updateWebhookEndpoint', { endpointId: id, isEnabled: true });
    await scene.happen();
    expect(await scene.deliveries(id)).toHaveLength(1);
  });

  test('is gone once it is archived, and what waited for it is cancelled', async () => {
    const { id } = await scene.endpoint(sink);
    sink.status(500);
    await scene.happen();
    const [waiting] = await scene.deliveries(id);
    const archived = await scene.must('archiveWebhookEndpoint', { endpointId: id });
    expect(archived.archivedWebhookEndpointId).toBe(id);
    await scene.happen();
    const read = `query($id: ID!, $was: ID!) { node(id: $id) { id }
      message: node(id: $was) { ... on WebhookDelivery { state attemptCount endpoint { id } } } }`;
    const seen = await scene.manager.must(read, { variables: { id, was: waiting.id } });
    expect(seen).toEqual({ node: null, message: { state: 'CANCELLED', attemptCount: 1, endpoint: null } });
    expect(sink.received).toHaveLength(1);
    const { webhookEndpoints } = await scene.manager.must(
      '{ webhookEndpoints(first: 100) { edges { node { id } } } }',
    );
    expect(JSON.stringify(webhookEndpoints)).not.toContain(id);
    const { userErrors } = await scene.command('pingWebhookEndpoint', { endpointId: id });
    expect(userErrors).toMatchObject([{ code: 'NOT_FOUND', field: ['endpointId'] }]);
  });
});

test('a test is sent once, also to an endpoint that is stopped, and says what came of it', async () => {
  const { id, secret } = await scene.endpoint(sink);
  await scene.must('updateWebhookEndpoint', { endpointId: id, isEnabled: false });
  const { webhookDelivery } = await scene.must('pingWebhookEndpoint', { endpointId: id });
  await scene.platform.settle();
  const [message] = sink.received;
  expect(new Webhook(secret).verify(message!.body, message!.headers)).toMatchObject({
    type: 'webhook.ping',
    data: { id: webhookDelivery.id, subject: id },
  });
  sink.status(500);
  await scene.must('pingWebhookEndpoint', { endpointId: id });
  await scene.platform.settle();
  expect(await scene.deliveries(id)).toMatchObject([
    { state: 'DELIVERED', attempts: [{ outcome: 'ACCEPTED' }] },
    { state: 'FAILED', attempts: [{ outcome: 'REFUSED', status: 500 }] },
  ]);
  expect(await scene.read(id)).toMatchObject({ firstFailedAt: null });
});

test('after a change of the secret both count for a while, and then the new one alone', async () => {
  const { id, secret: before } = await scene.endpoint(sink);
  const { secret: now, webhookEndpoint } = await scene.must('rotateWebhookSecret', {
    endpointId: id,
    keepPreviousFor: 'PT2M',
  });
  expect(webhookEndpoint.previousSecretEndsAt).not.toBeNull();
  await scene.happen();
  const opens = (secret: string) => {
    const { body, headers } = sink.received.findLast((one) => one.path === '/hooks')!;
    try {
      return new Webhook(secret).verify(body, headers) !== null;
    } catch {
      return false;
    }
  };
  expect([opens(before), opens(now)]).toEqual([true, true]);
  await scene.platform.advance('PT2M');
  await scene.happen();
  expect([opens(before), opens(now)]).toEqual([false, true]);
  const { secret: last } = await scene.must('rotateWebhookSecret', {
    endpointId: id,
    keepPreviousFor: 'PT0S',
  });
  await scene.happen();
  expect([opens(now), opens(last)]).toEqual([false, true]);
  for (const keepPreviousFor of ['P8D', '-PT1H', 'a day', 'P1Y']) {
    const { userErrors } = await scene.command('rotateWebhookSecret', { endpointId: id, keepPreviousFor });
    expect(userErrors).toMatchObject([{ code: 'INVALID', field: ['keepPreviousFor'] }]);
  }
});
