import type { Client } from '@candor/testing';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Club, type Seen } from '../test-fixture.js';

let club: Club;
beforeEach(async () => {
  club = await Club.open({}, { start: '2026-12-31T12:00:00Z' });
});
afterEach(() => club.close());

/** Customers who bought on days, each for 100. */
async function bought(days: Readonly<Record<string, readonly string[]>>): Promise<Record<string, Client>> {
  const customers: Record<string, Client> = {};
  for (const [name, dates] of Object.entries(days)) {
    customers[name] = await club.platform.customer({ name });
    for (const day of dates) await club.buy(customers[name], '100', { purchasedAt: `${day}T10:00:00Z` });
  }
  return customers;
}

const YEAR = { window: 'P12M' };

describe('the indicators of loyalty', () => {
  test('P1 repeat purchases, frequency, lifetime value and NPS are published with n, and without a base there are none', async () => {
    const before = await club.indicators(YEAR);
    for (const name of [
      'repeatPurchaseRate',
      'purchaseFrequency',
      'clvSimple',
      'clvRetention',
      'clvBgNbd',
      'nps',
    ])
      expect(before[name]).toMatchObject({ result: null, n: 0, definitionVersion: 1 });
    const { ada, bo, cy } = await bought({
      ada: ['2026-02-01', '2026-05-01', '2026-08-01'],
      bo: ['2026-03-01', '2026-09-01'],
      cy: ['2026-04-01'],
      dot: ['2026-06-01'],
      eve: ['2025-06-01'],
    });
    for (const [customer, given] of [
      [ada, 10],
      [bo, 9],
      [cy, 3],
    ] as const)
      await club.done('recordLoyaltyAnswer', { customerId: customer!.id, question: 'RECOMMEND', given });
    // The last answer of a customer counts.
    await club.platform.advance('PT1S');
    await club.done('recordLoyaltyAnswer', { customerId: cy!.id, question: 'RECOMMEND', given: 8 });
    const now = await club.indicators(YEAR);
    expect(now['repeatPurchaseRate']).toMatchObject({ result: 50, numerator: 2, n: 4 });
    expect(now['purchaseFrequency']).toMatchObject({ result: 7 / 4, numerator: 7, n: 4 });
    expect(now['averageOrder']).toMatchObject({ result: 100, numerator: 700, n: 7 });
    expect(now['clvSimple'].n).toBe(4);
    // Seven orders of 100 by four customers in a year, who stay three years.
    expect(now['clvSimple'].result).toBeCloseTo(525, -1);
    expect(now['nps'].result).toBeCloseTo(200 / 3);
    expect(now['nps']).toMatchObject({ numerator: 2, n: 3 });
    expect(now['nps'].low).toBeLessThan(now['nps'].result);
    expect(now['repeatPurchaseRate']).toMatchObject({ previous: 0, delta: 50 });

    const ask = '{ loyaltyIndicators { figures { name } } }';
    for (const by of [ada!, club.platform.anonymous()])
      expect((await by.run(ask)).errors![0]!.extensions['code']).toMatch(/FORBIDDEN|UNAUTHENTICATED/);
    for (const window of ['a year', 'P0D', '-P1M'])
      expect(
        (await club.manager.run(`{ loyaltyIndicators(window: "${window}") { figures { name } } }`))
          .errors![0]!.extensions['code'],
      ).toBe('BAD_USER_INPUT');
  });

  test('the lifetime value of the history is that of a model that is fitted to it', async () => {
    await bought({ ada: ['2026-01-01'], bo: ['2026-02-01'] });
    const begun = await club.done('analysePurchaseHistory', {});
    await club.platform.settle();
    const state = async (id: string) =>
      (
        await club.manager.must(
          `query($id: ID!) { node(id: $id) { ... on LoyaltyHistoryFit {
             state customers r alpha a b isConverged expectedPurchases } } }`,
          { variables: { id } },
        )
      ).node;
    expect(await state(begun.fit.id)).toMatchObject({ state: 'TOO_FEW', customers: 2, r: null });
    const regular = ['2026-01-05', '2026-02-05', '2026-03-05', '2026-04-05', '2026-05-05', '2026-06-05'];
    const { cy } = await bought({ cy: regular, dot: regular.slice(0, 3), eve: regular.slice(1, 3) });
    await club.platform.advance('PT1S');
    const { fit } = await club.done('analysePurchaseHistory', {});
    await club.platform.settle();
    const done = await state(fit.id);
    expect(done).toMatchObject({ state: 'DONE', customers: 5, isConverged: true });
    expect(Math.min(done.r, done.alpha, done.a, done.b)).toBeGreaterThan(0);
    const now = await club.indicators(YEAR);
    expect(now['clvBgNbd'].n).toBe(5);
    expect(now['clvBgNbd'].result).toBeCloseTo(done.expectedPurchases * now['averageOrder'].result, 6);
    const outlook = async (by: Client) =>
      (
        await by.must(
          'query($id: ID!) { node(id: $id) { ... on Customer { outlook { expectedPurchases aliveChance } } } }',
          { variables: { id: cy!.id } },
        )
      ).node?.outlook;
    expect((await outlook(club.agent)).aliveChance).toBeGreaterThan(0);
    expect(await outlook(cy!)).toBeNull();
  });

  test('what was reversed counts until the reversal, and other currencies only as purchases', async () => {
    const ada = await club.platform.customer();
    await club.buy(ada, '100', { purchasedAt: '2026-10-01T00:00:00Z' });
    const second = await club.buy(ada, '60', { purchasedAt: '2026-11-01T00:00:00Z' });
    await club.buy(ada, '70', { purchasedAt: '2026-11-02T00:00:00Z', currency: 'USD' });
    await club.done('reversePurchase', { purchaseId: second, reversedAt: '2026-12-01T00:00:00Z' });
    const now = await club.indicators(YEAR);
    expect(now['purchaseFrequency']).toMatchObject({ numerator: 2, n: 1 });
    expect(now['averageOrder']).toMatchObject({ result: 100, n: 1 });
    const then = await club.indicators({ ...YEAR, asOf: '2026-11-15T00:00:00Z' });
    expect(then['purchaseFrequency'].numerator).toBe(3);
    expect(then['averageOrder'].result).toBe(80);
  });

  test('RFM gives quintiles in which equal customers have equal scores', async () => {
    const days = ['2026-01-01', '2026-03-01', '2026-05-01', '2026-07-01', '2026-09-01'];
    const names = ['a', 'b', 'c', 'd', 'e'];
    const customers = await bought(Object.fromEntries(names.map((name, index) => [name, [days[index]!]])));
    await club.buy(customers['a']!, '100', { purchasedAt: '2026-01-02T10:00:00Z' });
    const rfm = async (name: string, by = club.agent) =>
      (
        await by.must(
          `query($id: ID!) { node(id: $id) { ... on Customer {
             rfm(window: "P12M") { recency frequency monetary purchases spend currency n } } } }`,
          { variables: { id: customers[name]!.id } },
        )
      ).node.rfm;
    expect(await rfm('a')).toEqual({
      ...{ recency: 1, frequency: 5, monetary: 5, purchases: 2, spend: '200.00', currency: 'CNY', n: 5 },
    });
    for (const [index, name] of ['b', 'c', 'd', 'e'].entries())
      expect(await rfm(name)).toMatchObject({ recency: index + 2, frequency: 1, monetary: 1 });
    expect(await rfm('a', customers['a'])).toBeNull();
    const { rfmSegments } = await club.indicators(YEAR);
    expect(rfmSegments).toHaveLength(5);
    expect(rfmSegments[0]).toEqual({ recency: 1, frequency: 5, monetary: 5, customers: 1 });
  });

  test('P10 who is lost and what is renewed is published, by definitions that anybody can read', async () => {
    const none = await club.indicators(YEAR);
    expect(none['churnRate']).toMatchObject({ result: null, n: 0 });
    expect(none['renewalRate']).toMatchObject({ result: null, n: 0 });
    const plan = (category: string) => ({
      items: [{ product: `${category}-1`, name: 'A plan', category, quantity: 1, amount: '100' }],
    });
    const [ada, bo] = [await club.platform.customer(), await club.platform.customer()];
    await club.buy(ada, '100', { purchasedAt: '2025-05-01T00:00:00Z', ...plan('subscription') });
    await club.buy(bo, '100', { purchasedAt: '2025-06-01T00:00:00Z', ...plan('subscription') });
    await club.buy(bo, '100', { purchasedAt: '2025-07-01T00:00:00Z', ...plan('tea') });
    const lost = await club.indicators(YEAR);
    expect(lost['churnRate']).toMatchObject({ result: 100, numerator: 2, n: 2 });
    expect(lost['renewalRate']).toMatchObject({ result: 0, n: 3 });

    await club.buy(ada, '100', { purchasedAt: '2026-05-01T00:00:00Z', ...plan('subscription') });
    const now = await club.indicators({ ...YEAR, renewalCategory: 'subscription' });
    expect(now['churnRate']).toMatchObject({ result: 50, numerator: 1, n: 2, previous: null, delta: null });
    expect(now['renewalRate']).toMatchObject({ result: 50, numerator: 1, n: 2 });
    expect((await club.indicators(YEAR))['renewalRate']).toMatchObject({ numerator: 1, n: 3 });
    for (const name of ['churnRate', 'renewalRate']) expect(now[name].definition).toContain('window before');
    const { loyaltyIndicators } = await club.manager.must(
      '{ loyaltyIndicators { figures { name definition } } }',
      {
        locale: 'zh-CN',
      },
    );
    const chinese = loyaltyIndicators.figures.find((one: Seen) => one.name === 'churnRate').definition;
    expect(chinese).toContain('客户');
  });
});

const OPEN = `mutation($input: OpenTicketInput!) { openTicket(input: $input) { ticket { id } userErrors { code field message } } }`;
const MOVE = `mutation($input: ChangeTicketStateInput!) { changeTicketState(input: $input) {
  ticket { state } userErrors { code field message } } }`;

/** A ticket of the customer that is solved at once. */
async function solved(customer: Client): Promise<void> {
  const input = {
    customerId: customer.id,
    subject: 'Lid is loose',
    intake: { what: 'The lid is loose' },
    channel: 'phone',
    ticketClass: 'SIMPLE',
  };
  const { openTicket } = await club.agent.must(OPEN, { variables: { input } });
  for (const state of ['IN_PROGRESS', 'RESOLVED'])
    await club.agent.must(MOVE, {
      variables: { input: { ticketId: openTicket.ticket.id, state, reason: 'done' } },
    });
}

describe('repurchase', () => {
  test('P6 of existing customers and after a solution have each their own base, and a goal that is tracked', async () => {
    const before = await club.indicators(YEAR);
    expect(before['repurchaseRateExisting']).toMatchObject({ result: null, n: 0 });
    expect(before['repurchaseRateAfterSolution']).toMatchObject({ result: null, n: 0 });
    const { old, again, fresh } = await bought({
      old: ['2025-03-01'],
      again: ['2025-04-01', '2026-04-01'],
      fresh: ['2026-05-01', '2026-06-01'],
    });
    const goal = {
      key: 'repurchase',
      indicator: 'repurchaseRateExisting',
      baseline: 25,
      target: 50,
      startsAt: '2026-01-01T00:00:00Z',
      dueAt: '2028-01-01T00:00:00Z',
      provenance: 'seed-004',
    };
    expect(await club.refused('setLoyaltyGoal', { ...goal, indicator: 'luck' })).toEqual(['INVALID']);
    expect(await club.refused('setLoyaltyGoal', goal, club.agent)).toEqual(['FORBIDDEN']);
    const { progress } = (await club.done('setLoyaltyGoal', goal)).goal;
    // Half of the time is over, and the new customer is no existing one.
    expect(progress).toMatchObject({ current: 50, n: 2, donePct: 100, isOnTrack: true });
    expect(progress.expected).toBeCloseTo(37.5, 0);

    await solved(old!);
    await solved(fresh!);
    await club.platform.advance('PT1H');
    expect((await club.indicators(YEAR))['repurchaseRateAfterSolution']).toMatchObject({ result: 0, n: 2 });
    await club.buy(old!, '10');
    const now = await club.indicators(YEAR);
    expect(now['repurchaseRateAfterSolution']).toMatchObject({ result: 50, numerator: 1, n: 2 });
    expect(now['repurchaseRateExisting']).toMatchObject({ result: 100, numerator: 2, n: 2 });
    expect(again).toBeDefined();
    const { loyaltyGoalPresets } = await club.manager.must(
      '{ loyaltyGoalPresets { indicator baseline target risePct months provenance } }',
    );
    expect(loyaltyGoalPresets).toMatchObject([
      { indicator: 'repurchaseRateExisting', baseline: 25, target: 50, months: 24 },
      { indicator: 'repurchaseRateAfterSolution', risePct: 35, months: 24 },
    ]);
  });
});
