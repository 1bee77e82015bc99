import { definePlugin } from '@candor/kernel';
import { emit } from '@candor/kernel/events';
import type { Client } from '@candor/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import loyalty from '../index.js';
import { Club, type Seen } from '../test-fixture.js';

declare module '@candor/kernel' {
  interface Events {
    'asking.answered': { customerId: string; question: string; answer: { number: number } };
  }
}

/** Any plugin that asks customers something, such as one for surveys; this one knows nothing of it. */
const asking = definePlugin({
  name: 'asking',
  version: '1.0.0',
  candor: '^1.0.0',
  setup(api) {
    api.event('asking.answered', {
      description: 'A customer answered.',
      payload: { customerId: 'The customer.', question: 'The question.', answer: 'The answer.' },
    });
  },
});

let club: Club;
beforeAll(async () => {
  club = await Club.open({}, { start: '2026-01-01T12:00:00Z', plugins: [loyalty, asking] });
});
afterAll(() => club.close());

const WEIGHTS = { buyAgain: 0.5, recommend: 0.5, interval: 0, frequency: 0, spending: 0, referral: 0 };
const EVEN = { buyAgain: 0.25, recommend: 0.25, interval: 0, frequency: 0.25, spending: 0, referral: 0.25 };

async function scoreOf(customer: Client, by = club.agent): Promise<Seen> {
  const { node } = await by.must(
    `query($id: ID!) { node(id: $id) { ... on Customer { loyaltyScore {
       score coverage modelNumber buyAgain recommend interval frequency spending referral } } } }`,
    { variables: { id: customer.id } },
  );
  return node.loyaltyScore;
}

async function answered(customer: Client, question: string, number: number): Promise<void> {
  await club.platform.platform.services.command(async (tx) => {
    const payload = { customerId: customer.id!, question, answer: { number } };
    emit(tx, 'asking.answered', { subject: customer.id!, payload });
  });
  await club.platform.settle();
}

function answerRule(key: string, question: string, facts: object = {}) {
  return {
    ...{ key, question, event: 'asking.answered', answerPath: 'answer.number', lowest: 1, highest: 5 },
    ...{ conditionPath: 'question', conditionValue: key, ...facts },
  };
}

describe('the loyalty score', () => {
  test('P7 is made of what customers say and do by weights in versions, and is set against who is lost', async () => {
    const [fan, critic] = [await club.platform.customer(), await club.platform.customer()];
    expect(await scoreOf(fan)).toBeNull();
    expect((await club.indicators())['loyaltyScore']).toMatchObject({ result: null, n: 0 });
    await club.buy(fan, '100', { purchasedAt: '2025-12-01T00:00:00Z' });
    await club.buy(critic, '100', { purchasedAt: '2025-12-01T00:00:00Z' });

    expect(await club.refused('setLoyaltyScoreModel', { reason: 'x', ...WEIGHTS, interval: 0.2 })).toEqual([
      'INVALID',
    ]);
    expect(await club.refused('setLoyaltyScoreModel', { reason: 'x', ...WEIGHTS }, club.agent)).toEqual([
      'FORBIDDEN',
    ]);
    expect((await scoreOf(fan)).modelNumber).toBe(0);
    await club.done('setLoyaltyScoreModel', { reason: 'what they say', ...WEIGHTS });
    expect(await scoreOf(fan)).toMatchObject({ score: null, coverage: 0, modelNumber: 1 });

    expect(
      await club.refused('setLoyaltyAnswerRule', answerRule('again', 'BUY_AGAIN', { highest: 1 })),
    ).toEqual(['INVALID']);
    await answered(fan, 'again', 5);
    await club.done('setLoyaltyAnswerRule', answerRule('again', 'BUY_AGAIN'));
    await club.done('setLoyaltyAnswerRule', answerRule('friend', 'RECOMMEND', { lowest: 0, highest: 10 }));
    // Before there was a rule nothing was taken; what lies beside the scale or the question is not.
    expect((await scoreOf(fan)).buyAgain).toBeNull();
    await answered(fan, 'again', 5);
    await answered(fan, 'again', 9);
    await answered(fan, 'weather', 1);
    await answered(fan, 'friend', 10);
    await answered(critic, 'again', 2);
    await answered(critic, 'friend', 1);
    await club.platform.advance('PT1S');
    expect(await scoreOf(fan)).toMatchObject({ score: 100, coverage: 1, buyAgain: 1, recommend: 1 });
    expect((await scoreOf(critic)).score).toBeCloseTo((0.25 + 0.1) * 50);
    expect((await club.indicators())['loyaltyScore']).toMatchObject({ n: 2 });
    expect(await scoreOf(fan, fan)).toBeNull();

    // A quarter later the one has bought again, and the other has not.
    const then = club.platform.clock.now().toISOString();
    await club.platform.advance('P1M');
    await club.buy(fan, '100');
    await club.platform.advance('P1M');
    const now = await club.indicators({ window: 'P2M' });
    expect(now['churnRate']).toMatchObject({ result: 50, n: 2 });
    expect(
      now.scoreVsChurn.map((band: Seen) => [band.from, band.customers, band.lost, band.churnPct]),
    ).toEqual([
      [0, 1, 1, 100],
      [20, 0, 0, null],
      [40, 0, 0, null],
      [60, 0, 0, null],
      [80, 1, 0, 0],
    ]);
    // Two customers make no correlation.
    expect(now.scoreChurnCorrelation).toBeNull();

    // Another version counts from now on; the past keeps its own.
    await club.done('setLoyaltyScoreModel', { reason: 'what they do as well', ...EVEN, fullPurchases: 2 });
    const { model } = await club.done('setLoyaltyScoreModel', { reason: 'again', ...EVEN, fullPurchases: 1 });
    expect(model).toMatchObject({ number: 3 });
    await club.platform.advance('PT1S');
    expect(await scoreOf(fan)).toMatchObject({ modelNumber: 3, frequency: 1 });
    const past = await club.agent.must(
      'query($id: ID!, $at: DateTime!) { node(id: $id) { ... on Customer { loyaltyScore(asOf: $at) { modelNumber score } } } }',
      { variables: { id: fan.id, at: then } },
    );
    expect(past.node.loyaltyScore).toEqual({ modelNumber: 1, score: 100 });
    const { loyaltyScoreModels } = await club.manager.must(
      '{ loyaltyScoreModels { edges { node { number reason buyAgain } } } }',
    );
    expect(loyaltyScoreModels.edges).toHaveLength(3);
  });

  test('is the same over all customers at once as one by one', async () => {
    const { services } = club.platform.platform;
    const [{ customers }] = (await services.query<{ customers: number }>(
      'select count(distinct customer_id)::int as customers from customers_purchase',
    )) as [{ customers: number }];
    const { customers: list } = await club.agent.must(
      '{ customers(first: 50) { edges { node { loyaltyScore { score } } } } }',
    );
    const scores = list.edges
      .map((edge: Seen) => edge.node.loyaltyScore?.score ?? null)
      .filter((score: number | null) => score !== null);
    const mean = scores.reduce((sum: number, one: number) => sum + one, 0) / scores.length;
    expect(scores.length).toBe(customers);
    expect((await club.indicators())['loyaltyScore'].result).toBeCloseTo(mean, 6);
  });

  test('P9 a referral counts with evidence and consent only, once, and until the consent is withdrawn', async () => {
    const [ada, bo] = [
      await club.platform.customer({ name: 'Ada' }),
      await club.platform.customer({ name: 'Bo' }),
    ];
    await club.buy(ada, '10');
    const before = (await club.indicators())['referralsPerCustomer'];
    const scored = await scoreOf(ada);
    const input = { customerId: ada.id, source: 'weibo', evidence: 'https://example.org/post/7' };
    for (const consent of [null, '', '  '])
      expect(await club.refused('recordReferral', { ...input, consent }, club.agent)).toEqual([
        'CONSENT_NEEDED',
      ]);
    const consent = 'Form 12, signed on 3 March';
    expect(await club.refused('recordReferral', { ...input, consent, evidence: ' ' })).toEqual(['INVALID']);
    expect(await club.refused('recordReferral', { ...input, consent, referredCustomerId: ada.id })).toEqual([
      'INVALID',
    ]);
    expect(await club.refused('recordReferral', { ...input, consent }, ada)).toEqual(['FORBIDDEN']);
    expect((await club.indicators())['referralsPerCustomer'].numerator).toBe(before.numerator);

    await club.rule({ key: 'referral', event: 'loyalty.referral-recorded', points: 30 });
    const given = { ...input, consent, referredCustomerId: bo.id };
    const { referral } = await club.done('recordReferral', given, club.agent);
    expect((await club.done('recordReferral', given, club.agent)).referral.id).toBe(referral.id);
    await club.platform.settle();
    // The purchase of 10, and the referral once.
    expect((await club.seen(ada)).active).toBe(40);
    await club.platform.advance('PT1S');
    const now = (await club.indicators())['referralsPerCustomer'];
    expect(now).toMatchObject({ numerator: before.numerator + 1, n: before.n });
    expect(now.result).toBeCloseTo(1 / now.n);
    expect((await scoreOf(ada)).score).toBeGreaterThan(scored.score);
    const own = '{ viewer { customer { referrals { edges { node { source evidence } } } } } }';
    expect((await ada.must(own)).viewer.customer.referrals.edges).toHaveLength(1);
    expect((await bo.must(own)).viewer.customer.referrals.edges).toHaveLength(0);

    const { referral: withdrawn } = await club.done(
      'withdrawReferral',
      { referralId: referral.id },
      club.agent,
    );
    expect(withdrawn).toMatchObject({ evidence: null, withdrawnAt: expect.any(String) });
    await club.platform.advance('PT1S');
    expect((await club.indicators())['referralsPerCustomer'].numerator).toBe(before.numerator);
    expect((await scoreOf(ada)).referral).toBe(0);
  });
});
