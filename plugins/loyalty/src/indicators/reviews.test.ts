import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Club, type Seen } from '../test-fixture.js';

let club: Club;
beforeAll(async () => {
  club = await Club.open({}, { start: '2026-03-20T12:00:00Z' });
});
afterAll(() => club.close());

const REVIEWS = `{ loyaltyReviews { edges { node { id version startsAt endsAt dueAt conclusion finishedAt
  indicators { name result n previous } incentives { name result n previous definition }
  rewards { rewardId key price redeemed members isWeak proposedPrice membersNow membersThen }
  feedbackHandling { name result n }
  decisions { edges { node { kind text owner { name } dueAt carriedOutAt } } } } } } }`;

async function reviews(): Promise<Seen[]> {
  return (await club.manager.must(REVIEWS)).loyaltyReviews.edges.map((edge: Seen) => edge.node);
}

const named = (figures: Seen[], name: string) => figures.find((one) => one.name === name);

test('P11 every quarter the indicators, the incentives and the handling of feedback are frozen, decided upon, and that is carried out', async () => {
  const before = await club.indicators({ window: 'P12M' });
  expect(before['reviewsOnTimePct']).toMatchObject({ result: null, n: 0 });
  expect(before['decisionsCarriedOut']).toMatchObject({ result: null, n: 0 });
  const plan = { programId: club.programId, period: 'QUARTER', dueDays: 10 };
  expect(await club.refused('setLoyaltyReviewPlan', { ...plan, period: 'WEEK' })).toEqual(['INVALID']);
  expect(await club.refused('setLoyaltyReviewPlan', plan, club.agent)).toEqual(['FORBIDDEN']);
  expect((await club.done('setLoyaltyReviewPlan', plan)).plan.periodEndsAt).toBe('2026-04-01T00:00:00.000Z');
  const { reward } = await club.reward({ key: 'gift', price: 500 });
  const members = [
    await club.platform.customer(),
    await club.platform.customer(),
    await club.platform.customer(),
  ];
  for (const [index, amount] of ['40', '420', '450'].entries()) await club.buy(members[index]!, amount);
  const submit = `mutation($input: SubmitFeedbackInput!) { submitFeedback(input: $input) {
    feedback { id } userErrors { code field message } } }`;
  const { data } = await members[0]!.run(submit, {
    variables: { input: { title: 'Cups', body: 'More cups', level: 'SUGGESTION', channel: 'box' } },
  });
  expect(data?.submitFeedback?.userErrors ?? []).toEqual([]);

  expect(await reviews()).toEqual([]);
  await club.platform.advance('P12D');
  const [review] = (await reviews()) as [Seen];
  expect(review).toMatchObject({
    startsAt: '2026-01-01T00:00:00.000Z',
    endsAt: '2026-04-01T00:00:00.000Z',
    dueAt: '2026-04-11T00:00:00.000Z',
    finishedAt: null,
  });
  expect(named(review.indicators, 'repeatPurchaseRate')).toMatchObject({ result: 0, n: 3, previous: null });
  expect(named(review.incentives, 'redemptionPct')).toMatchObject({ result: 0, n: 3 });
  expect(named(review.incentives, 'upgradeRate')).toMatchObject({ n: 3 });
  expect(named(review.feedbackHandling, 'feedbackAnsweredPct')).toMatchObject({ result: 0, n: 1 });
  // Nobody could redeem: a price a fifth lower was tried out.
  expect(review.rewards).toEqual([
    {
      rewardId: reward.id,
      key: 'gift',
      ...{ price: 500, redeemed: 0, members: 3, isWeak: true },
      ...{ proposedPrice: 400, membersNow: 0, membersThen: 2 },
    },
  ]);

  // P5: few take part, and the threshold is lowered by a decision that was tried out.
  const decision = {
    reviewId: review.id,
    kind: 'LOWER_THRESHOLD',
    text: 'The gift takes 400 points',
    ownerId: club.manager.id,
    dueAt: '2026-04-20T00:00:00Z',
    rewardId: reward.id,
    newPrice: 400,
  };
  for (const wrong of [{ newPrice: null }, { newPrice: 500 }, { dueAt: '2026-01-01T00:00:00Z' }])
    expect(await club.refused('addLoyaltyDecision', { ...decision, ...wrong })).toEqual(['INVALID']);
  expect(await club.refused('addLoyaltyDecision', decision, club.agent)).toEqual(['FORBIDDEN']);
  expect(await club.refused('redeemReward', { rewardId: reward.id }, members[1])).toEqual([
    'INSUFFICIENT_POINTS',
  ]);
  const { decision: added } = await club.done('addLoyaltyDecision', decision);
  expect(added).toMatchObject({ membersNow: 0, membersThen: 2 });
  const other = {
    ...decision,
    kind: 'REPLACE_INCENTIVE',
    text: 'Tea instead',
    rewardId: null,
    newPrice: null,
  };
  await club.done('addLoyaltyDecision', other);

  const conclusion = { reviewId: review.id, conclusion: 'The gift is too dear.' };
  expect(await club.refused('finishLoyaltyReview', conclusion, club.agent)).toEqual(['FORBIDDEN']);
  expect((await club.done('finishLoyaltyReview', conclusion)).review.finishedBy).toEqual({ name: 'Ma Lin' });
  expect(await club.refused('finishLoyaltyReview', conclusion)).toEqual(['REVIEW_FINISHED']);
  const done = { decisionId: added.id, evidence: 'The price is 400 since today' };
  expect((await club.done('finishLoyaltyDecision', done)).decision.reward).toEqual({ price: 400 });
  expect(await club.refused('finishLoyaltyDecision', done)).toEqual(['DECISION_CARRIED_OUT']);
  expect(await club.refused('redeemReward', { rewardId: reward.id }, members[1])).toEqual([]);

  // What was frozen stays as it was, whatever happens after it; the database sees to that as well.
  const { version: _, conclusion: __, finishedAt: ___, decisions: ____, ...frozen } = review;
  expect((await reviews())[0]).toMatchObject({ ...frozen, conclusion: 'The gift is too dear.' });
  await expect(
    club.platform.platform.services.query("update loyalty_review set frozen = '{}'"),
  ).rejects.toThrow('never changed');

  await club.platform.advance('P21D');
  const now = await club.indicators({ window: 'P12M' });
  expect(now['reviewsOnTimePct']).toMatchObject({ result: 100, n: 1 });
  expect(now['decisionsCarriedOut']).toMatchObject({ result: 50, numerator: 1, n: 2 });

  // The next quarter has its own, beside that of the one before; nobody finishes it in time.
  await club.platform.advance('P3M');
  const all = await reviews();
  expect(all.map(({ endsAt }) => endsAt)).toEqual(['2026-07-01T00:00:00.000Z', '2026-04-01T00:00:00.000Z']);
  expect(named(all[0]!.incentives, 'redemptionPct')).toMatchObject({ previous: 0, n: 3 });
  expect(named(all[0]!.incentives, 'redemptionPct').result).toBeCloseTo(100 / 3);
  expect((await club.indicators({ window: 'P12M' }))['reviewsOnTimePct']).toMatchObject({ result: 50, n: 2 });
}, 90_000);
