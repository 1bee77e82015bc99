import { definePlugin } from '@candor/kernel';
import { secret } from '@candor/kernel/oversight';
import { type Client, createTestPlatform, type TestPlatform } from '@candor/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';

/** What the plugin under test does, as each test wants it. */
const behaviour = { handler: 'works', job: 'works', hook: 'works', healthy: 'well' };
const effects: string[] = [];

const watched = definePlugin({
  name: 'watched',
  version: '2.1.0',
  candor: '^1.0.0',
  requires: { customers: '^1.0.0' },
  settings: z.object({
    rate: z.number().int().min(1).default(5).describe('How often a day'),
    gateway: z
      .object({ host: z.string().default('localhost'), password: secret(z.string()).optional() })
      .prefault({}),
    apiKey: secret(z.string().min(8)).optional(),
  }),
  setup(api) {
    const run = api.job('watched.work', { description: 'Works.', input: z.strictObject({}) }, async () => {
      if (behaviour.job === 'fails') throw new Error('no connection to ada@example.com');
      effects.push('job');
    });
    api.after('customer.created', { id: 'watched.follow' }, async ({ subject }, tx) => {
      if (behaviour.handler === 'fails') throw new Error('Ada "Lovelace" is unknown');
      effects.push(subject);
      run.enqueue(tx, {});
    });
    api.before('ticket.open', { id: 'watched.check', whenBroken: 'goOn' }, async () => {
      if (behaviour.hook === 'fails') throw new Error('the check is down');
    });
    api.health('the books balance', async () => {
      if (behaviour.healthy === 'hangs') return new Promise<never>(() => {});
      if (behaviour.healthy === 'throws') throw new Error('connection to "ledger" lost');
      return behaviour.healthy === 'well' ? null : '3 accounts are off';
    });
  },
});

let platform: TestPlatform;
let manager: Client;
let agent: Client;

beforeAll(async () => {
  const asleep = { name: 'asleep', version: '3.0.1' };
  platform = await createTestPlatform({ plugins: [watched], disabled: [asleep] });
  [manager, agent] = await Promise.all([platform.staff({ roles: ['manager'] }), platform.staff()]);
});
afterAll(() => platform?.close());

const DELIVERIES = `query ($state: DeliveryState!) { deliveries(state: $state) {
  eventId eventName subject handler plugin state attempts lastError endedAt } }`;
const RETRY = `mutation ($input: RetryDeliveryInput!) { retryDelivery(input: $input) {
  event { id } delivery { handler state attempts } userErrors { code field } } }`;
const PLUGIN = `{ plugins { name version place requires state health { name problem }
  hooks { name command place circuit reason } handlers jobs settings { name description isSecret value } } }`;
const SET = `mutation ($input: ChangePluginSettingsInput!) { changePluginSettings(input: $input) {
  pluginName userErrors { code field message } } }`;

const dead = async () => (await manager.must(DELIVERIES, { variables: { state: 'DEAD' } })).deliveries;
const seen = async () => {
  const { plugins } = await manager.must(PLUGIN);
  return plugins.find(({ name }: { name: string }) => name === 'watched');
};

describe('what happened to an event', () => {
  test('is a delivery that was given up, found, tried again, and has its effect once', async () => {
    behaviour.handler = 'fails';
    const { id } = await platform.customer({ name: 'Ada' });
    await platform.settle();
    await platform.advance('P1D');
    const [letter, ...others] = await dead();
    expect(others).toEqual([]);
    expect(letter).toEqual({
      eventId: expect.stringMatching(/^event_/),
      eventName: 'customer.created',
      subject: id,
      handler: 'watched.follow',
      plugin: 'watched',
      state: 'DEAD',
      attempts: 5,
      lastError: 'Ada … is unknown',
      endedAt: expect.stringMatching(/^2026-03-0\dT.*Z$/),
    });
    behaviour.handler = 'works';
    const input = { eventId: letter.eventId, handler: letter.handler, idempotencyKey: 'again' };
    const { retryDelivery } = await manager.must(RETRY, { variables: { input } });
    expect(retryDelivery.delivery).toEqual({ handler: 'watched.follow', state: 'PENDING', attempts: 0 });
    // The same request once more does nothing more.
    await manager.must(RETRY, { variables: { input } });
    await platform.settle();
    expect(effects.filter((subject) => subject === id)).toHaveLength(1);
    expect(await dead()).toEqual([]);
    const { data } = await manager.run(RETRY, {
      variables: { input: { eventId: letter.eventId, handler: 'watched.follow' } },
    });
    expect(data.retryDelivery).toEqual({
      event: null,
      delivery: null,
      userErrors: [{ code: 'NOT_FOUND', field: ['eventId'] }],
    });
    const { deliveries } = await manager.must(DELIVERIES, { variables: { state: 'DONE' } });
    // What the day brought besides ended at the same instant.
    const done = deliveries.filter(({ eventId }: { eventId: string }) => eventId === letter.eventId);
    expect(done).toMatchObject([{ handler: 'watched.follow', attempts: 0, lastError: null }]);
  });

  test('is found by the record, by the name and by the time, newest first', async () => {
    const { id } = await platform.customer({ name: 'Bo' });
    await platform.settle();
    const query = `query ($filter: EventsFilter) { events(first: 2, filter: $filter) { totalCount edges { node {
      id name subject origin at facts { name value } deliveries { handler state } } } } }`;
    const events = async (filter: object) => (await manager.must(query, { variables: { filter } })).events;
    const { edges } = await events({ subject: { in: [id] }, name: { in: ['customer.created'] } });
    expect(edges).toEqual([
      {
        node: {
          id: expect.stringMatching(/^event_/),
          name: 'customer.created',
          subject: id,
          origin: 'LIVE',
          at: expect.any(String),
          facts: expect.any(Array),
          deliveries: [{ handler: 'watched.follow', state: 'DONE' }],
        },
      },
    ]);
    const { at } = edges[0].node;
    expect((await events({ at: { from: at }, subject: { in: [id] } })).totalCount).toBe(1);
    expect((await events({ at: { before: at }, subject: { in: [id] } })).totalCount).toBe(0);
    const { node } = await manager.must(`{ node(id: "${edges[0].node.id}") { id } }`);
    expect(node.id).toBe(edges[0].node.id);
  });
});

test('a job that was given up is found and tried again', async () => {
  behaviour.job = 'fails';
  await platform.customer({ name: 'Cy' });
  await platform.settle();
  for (let attempt = 1; attempt < 5; attempt++) await platform.advance('PT1H');
  const { jobs } = await manager.must('{ jobs(first: 5) { jobId name plugin state attempts lastError } }');
  expect(jobs).toEqual([
    {
      jobId: expect.stringMatching(/^job_/),
      name: 'watched.work',
      plugin: 'watched',
      state: 'DEAD',
      attempts: 5,
      lastError: 'no connection to …',
    },
  ]);
  behaviour.job = 'works';
  const before = effects.filter((effect) => effect === 'job').length;
  const retry = `mutation ($input: RetryJobInput!) { retryJob(input: $input) { job { state } userErrors { code } } }`;
  const variables = { input: { jobId: jobs[0].jobId } };
  expect((await manager.must(retry, { variables })).retryJob.job).toEqual({ state: 'PENDING' });
  await platform.settle();
  expect(effects.filter((effect) => effect === 'job')).toHaveLength(before + 1);
  expect((await manager.run(retry, { variables })).data.retryJob.userErrors).toEqual([{ code: 'NOT_FOUND' }]);
});

describe('a plugin', () => {
  test('is shown with its place, what it follows and does, and its health as it is now', async () => {
    expect(await seen()).toMatchObject({
      version: '2.1.0',
      place: expect.any(Number),
      requires: ['customers'],
      state: 'HEALTHY',
      health: [{ name: 'the books balance', problem: null }],
      hooks: [{ name: 'watched.check', command: 'ticket.open', circuit: 'CLOSED', reason: null }],
      handlers: ['watched.follow < customer.created'],
      jobs: ['watched.work'],
    });
    for (const [healthy, problem] of [
      ['off', '3 accounts are off'],
      ['throws', 'connection to … lost'],
      ['hangs', 'took longer than 2 s'],
    ] as const) {
      behaviour.healthy = healthy;
      expect(await seen()).toMatchObject({ state: 'UNHEALTHY', health: [{ problem }] });
    }
    behaviour.healthy = 'well';
    expect((await seen()).state).toBe('HEALTHY');
  });

  test('that does not run is shown behind all that do', async () => {
    const { plugins } = await manager.must(PLUGIN);
    expect(plugins.map(({ place }: { place: number }) => place)).toEqual(
      plugins.map((_: unknown, index: number) => index + 1),
    );
    expect(plugins.at(-1)).toMatchObject({
      name: 'asleep',
      version: '3.0.1',
      state: 'DISABLED',
      settings: [],
    });
    expect(plugins.filter(({ state }: { state: string }) => state === 'DISABLED')).toHaveLength(1);
  });

  test('shows a hook that is cut off, and why', async () => {
    behaviour.hook = 'fails';
    for (let n = 0; n < 6; n++)
      await platform.platform.services.command((tx) => tx.before('ticket.open', {} as never));
    expect(await seen()).toMatchObject({
      state: 'UNHEALTHY',
      hooks: [{ circuit: 'OPEN', reason: 'the check is down' }],
    });
    behaviour.hook = 'works';
  });
});

describe('what a plugin is set to', () => {
  const settings = async () =>
    Object.fromEntries(
      (await seen()).settings.map((setting: { name: string }) => [setting.name, setting]),
    ) as Record<string, { value: string | null; isSecret: boolean; description: string | null }>;
  const change = (...changes: Array<{ name: string; value: string | null }>) =>
    manager.run(SET, { variables: { input: { plugin: 'watched', settings: changes } } });

  test('is changed, counts at once, and keeps its secrets to itself', async () => {
    expect((await settings())['rate']).toEqual({
      name: 'rate',
      description: 'How often a day',
      isSecret: false,
      value: '5',
    });
    const changed = await change(
      { name: 'rate', value: '7' },
      { name: 'apiKey', value: '"S3CRET-KEY"' },
      { name: 'gateway', value: '{"host":"mail.example.com","password":"S3CRET-PASSWORD"}' },
    );
    expect(changed.data.changePluginSettings.userErrors).toEqual([]);
    const { services } = platform.platform;
    expect(services.settings('watched')).toEqual({
      rate: 7,
      apiKey: 'S3CRET-KEY',
      gateway: { host: 'mail.example.com', password: 'S3CRET-PASSWORD' },
    });
    const shown = await settings();
    expect(shown['rate']!.value).toBe('7');
    expect(shown['apiKey']).toMatchObject({ isSecret: true, value: null });
    expect(JSON.parse(shown['gateway']!.value!)).toEqual({ host: 'mail.example.com' });
    // Neither the API, nor the trail, nor the record of repetitions holds them.
    const trail = await services.query<{ content: string }>(
      `select content::text from kernel_audit where action = 'plugin.settings'`,
    );
    const repeated = await services.query('select payload::text from kernel_idempotency');
    expect(JSON.stringify([changed, shown, trail, repeated])).not.toContain('S3CRET');
    expect(trail[0]!.content).toContain('apiKey');
    // Those that are not named stay as they are.
    await change({ name: 'rate', value: null });
    expect(services.settings('watched')).toMatchObject({ rate: 5, apiKey: 'S3CRET-KEY' });
  });

  test.each([
    ['rate', '0', ['settings', '0', 'value'], /rate: .*>=1/],
    ['rate', '"often"', ['settings', '0', 'value'], /rate: .*expected number/],
    ['gateway', '{"host":5}', ['settings', '0', 'value'], /gateway\.host: .*expected string/],
    ['apiKey', '"short"', ['settings', '0', 'value'], /apiKey: .*>=8/],
    ['rate', 'often', ['settings', '0', 'value'], /not JSON/],
    ['speed', '1', ['settings', '0', 'name'], /there are rate, gateway, apiKey/],
  ])('is not changed to what it does not take: %s to %s', async (name, value, field, message) => {
    const before = platform.platform.services.settings('watched');
    const { data } = await change({ name, value });
    const [error] = data.changePluginSettings.userErrors;
    expect(error).toMatchObject({ code: 'INVALID', field });
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain('short');
    expect(platform.platform.services.settings('watched')).toEqual(before);
  });

  test('of a plugin that is none is not found', async () => {
    const input = { plugin: 'nobody', settings: [{ name: 'a', value: '1' }] };
    const { data } = await manager.run(SET, { variables: { input } });
    expect(data.changePluginSettings.userErrors).toMatchObject([{ code: 'NOT_FOUND', field: ['plugin'] }]);
  });
});

test.each([
  '{ plugins { name } }',
  '{ deliveries { handler } }',
  '{ jobs { name } }',
  '{ events(first: 1) { edges { node { id } } } }',
  'mutation { retryDelivery(input: { eventId: "event_x", handler: "h" }) { userErrors { code } } }',
  'mutation { retryJob(input: { jobId: "job_x" }) { userErrors { code } } }',
  'mutation { changePluginSettings(input: { plugin: "watched", settings: [{ name: "rate", value: "1" }] }) { userErrors { code } } }',
])('is for nobody without the permission: %s', async (operation) => {
  const customer = await platform.customer();
  for (const [client, code] of [
    [agent, 'FORBIDDEN'],
    [customer, 'FORBIDDEN'],
    [platform.anonymous(), 'UNAUTHENTICATED'],
  ] as const)
    expect((await client.run(operation)).errors?.[0]?.extensions['code']).toBe(code);
});
