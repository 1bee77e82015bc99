import { createServiceKey } from '@candor/kernel/identity';
import type { Client } from '@candor/testing';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Scene, type Seen } from '../test-fixture.js';

let scene: Scene;
let core: Client;
beforeEach(async () => {
  scene = await Scene.create({ plugins: [] });
  core = await scene.platform.customer({ name: 'Bo' });
  await spend(core, '6000');
});
afterEach(() => scene.close());

/** Who spends 5000 in a year is a core customer. */
async function spend(customer: Client, amount: string): Promise<void> {
  const input = { customerId: customer.id, amount, currency: 'CNY', channel: 'web' };
  const externalId = { system: 'shop', value: `${customer.id} ${amount}` };
  await scene.agent.must(
    `mutation($input: RecordPurchaseInput!) { recordPurchase(input: $input) { userErrors { code } } }`,
    { variables: { input: { ...input, externalId } } },
  );
  await scene.platform.settle();
}

const URGENT = { ticketClass: 'URGENT', intake: { what: 'No light', where: 'Hall', who: 'All' } };
const open = (subject: string, of: Client, input: object = {}, by = scene.agent) =>
  scene.open({ subject, customerId: of.id, ...input }, by);

async function queue(by = scene.agent, filter = ''): Promise<Seen[]> {
  const { workQueue } = await by.must(
    `{ workQueue(first: 50 ${filter}) { edges { node { id subject priorityScore queueRank } } } }`,
  );
  return workQueue.edges.map(({ node }: Seen) => node);
}
const order = async (filter = '') => (await queue(scene.agent, filter)).map(({ subject }) => subject);
/** The same, page by page. */
async function oneByOne(): Promise<string[]> {
  const found: string[] = [];
  for (let after: string | null = null; ; ) {
    const { workQueue }: Seen = await scene.agent.must(
      'query($after: String) { workQueue(first: 1, after: $after) { edges { node { subject } } pageInfo { hasNextPage endCursor } } }',
      { variables: { after } },
    );
    found.push(...workQueue.edges.map(({ node }: Seen) => node.subject));
    if (!workQueue.pageInfo.hasNextPage) return found;
    after = workQueue.pageInfo.endCursor;
  }
}
const scores = async () => (await queue()).map(({ priorityScore }) => priorityScore);

const METRICS = `query($from: DateTime) { ticketQueueMetrics(from: $from) { waiting
  inversions { numerator denominator percent metricDefinition { key version text } } } }`;
const metrics = async (from?: Date) =>
  (await scene.agent.must(METRICS, { variables: { from } })).ticketQueueMetrics;

const TAKE = `mutation($input: TakeNextTicketInput!) { takeNextTicket(input: $input) {
  ticket { subject state assignee { id } } userErrors { code field } } }`;
const takeNext = async (by: Client, input: object = {}) =>
  (await by.must(TAKE, { variables: { input } })).takeNextTicket.ticket;

const begin = (ticketId: string, by = scene.agent) =>
  scene.command(by, 'changeTicketState', { ticketId, state: 'IN_PROGRESS' });

const WEIGHTS = {
  ...{ coreWeight: 70, potentialWeight: 20, baseWeight: 0 },
  ...{ urgentWeight: 60, highWeight: 30, normalWeight: 10, lowWeight: 0 },
};
async function setPolicy(input: object, by = scene.manager) {
  const { data, errors } = await by.run(
    `mutation($input: SetQueuePolicyInput!) { setQueuePolicy(input: $input) {
      queuePolicy { key isInForce } userErrors { code field message } } }`,
    {
      variables: {
        input: {
          key: 'ours',
          provenance: [{ locale: 'en', text: 'Ours' }],
          isInForce: true,
          ...WEIGHTS,
          ...input,
        },
      },
    },
  );
  await scene.platform.settle();
  return errors?.[0]?.extensions['code'] ?? data.setQueuePolicy;
}

const TAKE_UPS = `{ ticketTakeUps(filter: { isInversion: true }, orderBy: { field: AT, direction: ASC }) { edges { node {
  ticket { subject } takenBy { id } score passedOver { subject } passedOverScore } } } }`;
const inversions = async () =>
  (await scene.agent.must(TAKE_UPS)).ticketTakeUps.edges.map(({ node }: Seen) => node);

describe('the work queue', () => {
  test('B7 is by customer value and urgency, core urgent first; who is served out of turn is counted, or refused', async () => {
    expect((await metrics()).inversions).toMatchObject({ numerator: 0, denominator: 0, percent: null });
    const later = await open('base', scene.customer);
    const urgent = await open('base urgent', scene.customer, URGENT);
    const normal = await open('core', core);
    await open('core urgent', core, URGENT);
    expect(await order()).toEqual(['core urgent', 'base urgent', 'core', 'base']);
    expect(await scores()).toEqual([100, 60, 50, 10]);
    const { queuePolicies } = await scene.agent.must(
      '{ queuePolicies(filter: { isInForce: true }) { edges { node { key coreWeight urgentWeight outOfTurn provenance } } } }',
    );
    expect(queuePolicies.edges[0].node).toMatchObject({
      ...{ key: 'seed-004', coreWeight: 40, urgentWeight: 60, outOfTurn: 'COUNTED' },
      provenance: expect.stringContaining('Document 004'),
    });
    // Customers are not told what they are worth to us.
    const asked = await scene.customer.run('{ workQueue { totalCount } }');
    expect(asked.errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
    expect(await scene.read(core, normal.id, 'priorityScore queueRank')).toEqual({
      priorityScore: null,
      queueRank: null,
    });

    // In its turn: no inversion.
    expect(await takeNext(scene.agent)).toEqual({
      subject: 'core urgent',
      state: 'IN_PROGRESS',
      assignee: { id: scene.agent.id },
    });
    expect(await metrics()).toMatchObject({
      waiting: 3,
      inversions: { numerator: 0, denominator: 1, percent: 0 },
    });
    // Out of turn: the last one goes through, and is counted with what it passed over.
    await begin(later.id);
    expect(await metrics()).toMatchObject({
      waiting: 2,
      inversions: {
        ...{ numerator: 1, denominator: 2, percent: 50 },
        metricDefinition: {
          key: 'tickets.inversions',
          version: 1,
          text: expect.stringContaining('higher score'),
        },
      },
    });
    expect(await inversions()).toEqual([
      {
        ticket: { subject: 'base' },
        takenBy: { id: scene.agent.id },
        score: 10,
        passedOver: { subject: 'base urgent' },
        passedOverScore: 60,
      },
    ]);

    // The weights are data: set anew, all open tickets follow, and the order may not be broken any more.
    expect(await setPolicy({}, scene.agent)).toBe('FORBIDDEN');
    expect(await setPolicy({ potentialWeight: 70 })).toMatchObject({
      userErrors: [{ code: 'INVALID', field: ['potentialWeight'] }],
    });
    expect(await setPolicy({ highWeight: 60 })).toMatchObject({
      userErrors: [{ code: 'INVALID', field: ['highWeight'] }],
    });
    expect((await setPolicy({ outOfTurn: 'REFUSED' })).queuePolicy).toEqual({ key: 'ours', isInForce: true });
    expect(await order('filter: { state: { in: [NEW] } }')).toEqual(['core', 'base urgent']);
    await scene.platform.advance('PT1M');
    const since = scene.platform.clock.now();
    const refused = await begin(urgent.id);
    expect(refused.userErrors).toEqual([
      { code: 'OUT_OF_TURN', field: ['ticketId'], message: expect.stringContaining(normal.number) },
    ]);
    const answer = { ticketId: urgent.id, body: 'We are coming' };
    expect((await scene.command(scene.agent, 'replyToTicket', answer)).userErrors).toMatchObject([
      { code: 'OUT_OF_TURN' },
    ]);
    expect((await takeNext(scene.agent)).subject).toBe('core');
    expect((await scene.command(scene.agent, 'replyToTicket', answer)).userErrors).toEqual([]);
    expect(await takeNext(scene.agent)).toBeNull();
    expect(await metrics(since)).toMatchObject({ waiting: 0, inversions: { numerator: 0, denominator: 2 } });
  });

  test('follows the tier and the priority, and in one score the older one is first', async () => {
    await open('first', scene.customer);
    await scene.platform.advance('PT2S');
    const second = await open('second', scene.customer);
    const other = await scene.platform.customer({ name: 'Cy' });
    await open('third', other);
    expect(await order()).toEqual(['first', 'second', 'third']);
    expect(await oneByOne()).toEqual(['first', 'second', 'third']);
    await spend(other, '6000');
    expect([await order(), await scores()]).toEqual([
      ['third', 'first', 'second'],
      [50, 10, 10],
    ]);
    const { version, updatedAt } = await scene.read(scene.agent, second.id);
    const { ticket } = await scene.command(scene.agent, 'classifyTicket', {
      ...{ ticketId: second.id, priority: 'URGENT', version },
    });
    expect(ticket.version).toBe(version + 1);
    expect(await order()).toEqual(['second', 'third', 'first']);
    await setPolicy({});
    expect(await scores()).toEqual([80, 60, 10]);
    expect(await order()).toEqual(['third', 'second', 'first']);
    // Scores are computed: nobody who edits the ticket is in conflict with that.
    expect(await scene.read(scene.agent, second.id, 'version')).toEqual({ version: version + 1 });
    expect(updatedAt).toBeDefined();
  });

  test('holds open tickets only, and scores again what comes back', async () => {
    const { id } = await open('base', scene.customer);
    const resolve = { ticketId: id, state: 'RESOLVED', reason: 'done' };
    await scene.must(scene.agent, 'changeTicketState', resolve);
    await setPolicy({ baseWeight: 15 });
    expect(await order()).toEqual([]);
    expect(await scene.read(scene.agent, id, 'priorityScore')).toEqual({ priorityScore: 10 });
    await scene.must(scene.customer, 'replyToTicket', { ticketId: id, body: 'It is out again' });
    await scene.platform.settle();
    expect(await scores()).toEqual([25]);
  });

  test('passes nobody over in another department, nor who waits for somebody else; managers may, and are counted', async () => {
    await setPolicy({ outOfTurn: 'REFUSED' });
    const [support, network] = [
      await scene.department('support', ['Sun', 'Song']),
      await scene.department('network', ['Ning']),
    ];
    const [sun, song, ning] = await Promise.all(
      [...support.members, ...network.members].map((id) => scene.platform.as('staff', id)),
    );
    const waiting = await open('core', core, { departmentId: support.id });
    await scene.must(scene.agent, 'assignTicket', { ticketId: waiting.id, assigneeId: sun!.id });
    const plain = await open('base', scene.customer, { departmentId: support.id });
    const there = await open('there', scene.customer, { departmentId: network.id });
    const none = await open('none', scene.customer);
    for (const [ticketId, by] of [
      [plain.id, song],
      [there.id, ning],
      [none.id, sun],
    ] as const)
      expect((await begin(ticketId, by)).userErrors).toEqual([]);
    const own = await open('own', scene.customer, { departmentId: support.id });
    expect((await begin(own.id, sun)).userErrors).toMatchObject([{ code: 'OUT_OF_TURN' }]);
    expect((await metrics()).inversions.numerator).toBe(0);
    expect(await takeNext(ning!)).toBeNull();
    const rest = await open('rest', core, { departmentId: support.id });
    expect((await begin(own.id, scene.manager)).userErrors).toEqual([]);
    expect(await inversions()).toMatchObject([
      { ticket: { subject: 'own' }, passedOver: { subject: 'rest' } },
    ]);
    expect(await order(`filter: { department: { in: ["${support.id}"] }, state: { in: [NEW] } }`)).toEqual([
      'core',
      'rest',
    ]);
    expect((await takeNext(song!)).subject).toBe('rest');
    expect((await takeNext(sun!)).subject).toBe('core');
    expect(rest).toBeDefined();
  });

  test('waits for a person: what a bot answers stays in it, and a customer cannot take any', async () => {
    await open('core', core);
    const { id } = await open('base', scene.customer);
    const { services } = scene.platform.platform;
    const scopes = ['tickets:read', 'tickets:write'];
    const { key } = await services.command((tx) => createServiceKey(tx, { name: 'bot', scopes }));
    const bot = scene.platform.bearer(key);
    for (const body of ['An agent will come', 'Soon'])
      expect((await scene.command(bot, 'replyToTicket', { ticketId: id, body })).userErrors).toEqual([]);
    expect(await metrics()).toMatchObject({ waiting: 2, inversions: { denominator: 0 } });
    const own = await bot.run(TAKE, { variables: { input: {} } });
    expect(own.data.takeNextTicket).toMatchObject({ ticket: null, userErrors: [{ code: 'NOT_ALLOWED' }] });
    const asked = await scene.customer.run(TAKE, { variables: { input: {} } });
    expect(asked.errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
    await begin(id);
    expect((await metrics()).inversions).toMatchObject({ numerator: 1, denominator: 1 });
  });

  test('gives each of several people who ask at once another ticket, in order', async () => {
    for (let n = 0; n < 6; n += 1) await open(`t${n}`, n < 3 ? core : scene.customer);
    const people = await Promise.all(
      Array.from({ length: 6 }, () => scene.platform.staff({ roles: ['agent'] })),
    );
    const taken = await Promise.all(people.map((by) => takeNext(by)));
    expect(taken.map(({ subject }) => subject).sort()).toEqual(['t0', 't1', 't2', 't3', 't4', 't5']);
    expect((await metrics()).inversions).toMatchObject({ numerator: 0, denominator: 6 });
  });
});
