import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Club, type Seen } from '../test-fixture.js';

let club: Club;
beforeAll(async () => {
  club = await Club.open({}, { start: '2026-03-20T12:00:00Z' });
});
afterAll(() => club.close());

const REVIEWS = `{ loyaltyReviews { edges { node { id startsAt endsAt incentives { name result n previous }
  rewards { key price redeemed members isWeak proposedPrice membersNow membersThen } } } } }`;
async function reviews(): Promise<Seen[]> {
  return (await club.manager.must(REVIEWS)).loyaltyReviews.edges.map((edge: Seen) => edge.node);
}
const incentive = (review: Seen, name: string) => review.incentives.find((one: Seen) => one.name === name);

const SIMULATE = `query($input: SimulateLoyaltyInput!) { simulateLoyalty(input: $input) {
  members rewards { key membersNow membersThen } } }`;
async function simulate(price: number): Promise<Seen> {
  const input = { programId: club.programId, rewards: [{ key: 'gift', price }] };
  return (await club.manager.must(SIMULATE, { variables: { input } })).simulateLoyalty;
}

/** Days later, in one leap: a daily job makes up once for what it missed. */
async function later(days: number): Promise<void> {
  const { clock } = club.platform;
  clock.set(new Date(clock.now().getTime() + (days - 1) * 86_400_000));
  await club.platform.advance('P1D');
}

/** Participation and redemption since an instant. */
async function takingPart(from?: string): Promise<Seen> {
  const { participationPct, redemptionPct } = await club.figures(from);
  return { participationPct, redemptionPct };
}

test('P5 is checked every quarter or half-year; where few take part, a lower threshold is tried out and then set', async () => {
  expect(await takingPart()).toMatchObject({
    ...{ participationPct: { result: null, n: 0 }, redemptionPct: { result: null, n: 0 } },
  });
  const plan = { programId: club.programId, dueDays: 10, lowRedemptionPct: 30, lowerByPct: 60 };
  for (const period of ['WEEK', 'MONTH', 'YEAR'])
    expect(await club.refused('setLoyaltyReviewPlan', { ...plan, period })).toEqual(['INVALID']);
  expect(await club.refused('setLoyaltyReviewPlan', { ...plan, period: 'QUARTER' }, club.agent)).toEqual([
    'FORBIDDEN',
  ]);
  const ends = async (period: string) =>
    (await club.done('setLoyaltyReviewPlan', { ...plan, period })).plan.periodEndsAt;
  expect(await ends('HALF_YEAR')).toBe('2026-07-01T00:00:00.000Z');
  expect(await ends('QUARTER')).toBe('2026-04-01T00:00:00.000Z');

  const { reward } = await club.reward({ key: 'gift', price: 500 });
  const members = [];
  for (const amount of ['40', '240', '450']) {
    const member = await club.platform.customer();
    await club.buy(member, amount);
    members.push(member);
  }
  expect(await club.refused('redeemReward', { rewardId: reward.id }, members[2])).toEqual([
    'INSUFFICIENT_POINTS',
  ]);
  expect(await takingPart()).toMatchObject({
    ...{ participationPct: { result: 100, n: 3 }, redemptionPct: { result: 0, n: 3 } },
  });

  // The quarter is over: nobody could redeem, which the check finds and answers with a lower price.
  await later(12);
  const [review] = await reviews();
  expect(review).toMatchObject({ startsAt: '2026-01-01T00:00:00.000Z', endsAt: '2026-04-01T00:00:00.000Z' });
  expect(incentive(review, 'participationPct')).toMatchObject({ result: 100, n: 3 });
  expect(incentive(review, 'redemptionPct')).toMatchObject({ result: 0, n: 3 });
  expect(review.rewards).toEqual([
    {
      ...{ key: 'gift', price: 500, redeemed: 0, members: 3, isWeak: true },
      ...{ proposedPrice: 200, membersNow: 0, membersThen: 2 },
    },
  ]);

  // Tried out, which changes nothing; then decided, which changes nothing either; then carried out.
  const quarter = '2026-04-01T00:00:00Z';
  expect(await simulate(200)).toEqual({
    members: 3,
    rewards: [{ key: 'gift', membersNow: 0, membersThen: 2 }],
  });
  expect(await simulate(450)).toMatchObject({ rewards: [{ membersThen: 1 }] });
  const input = { programId: club.programId };
  expect((await club.agent.run(SIMULATE, { variables: { input } })).errors![0]!.extensions['code']).toBe(
    'FORBIDDEN',
  );
  const decision = {
    reviewId: review.id,
    kind: 'LOWER_THRESHOLD',
    text: 'The gift takes 200 points',
    ownerId: club.manager.id,
    dueAt: '2026-04-20T00:00:00Z',
    rewardId: reward.id,
    newPrice: 200,
  };
  expect(await club.refused('addLoyaltyDecision', { ...decision, newPrice: 600 })).toEqual(['INVALID']);
  expect(await club.refused('addLoyaltyDecision', decision, club.agent)).toEqual(['FORBIDDEN']);
  const { decision: added } = await club.done('addLoyaltyDecision', decision);
  expect(added).toMatchObject({ membersNow: 0, membersThen: 2 });
  expect(await club.refused('redeemReward', { rewardId: reward.id }, members[1])).toEqual([
    'INSUFFICIENT_POINTS',
  ]);
  await club.done('finishLoyaltyDecision', { decisionId: added.id, evidence: 'Set today' });
  expect(await takingPart(quarter)).toMatchObject({
    ...{ participationPct: { result: 0, n: 3 }, redemptionPct: { result: 0, n: 3 } },
  });
  for (const member of [members[1], members[2]])
    await club.done('redeemReward', { rewardId: reward.id }, member);
  expect(await club.refused('redeemReward', { rewardId: reward.id }, members[0])).toEqual([
    'INSUFFICIENT_POINTS',
  ]);
  const after = await takingPart(quarter);
  for (const name of ['participationPct', 'redemptionPct']) {
    expect(after[name]).toMatchObject({ numerator: 2, n: 3, definitionVersion: 1 });
    expect(after[name].result).toBeCloseTo(200 / 3);
  }

  // The next check finds that it helped.
  await later(91);
  const [next] = await reviews();
  expect(next.endsAt).toBe('2026-07-01T00:00:00.000Z');
  expect(incentive(next, 'redemptionPct')).toMatchObject({ previous: 0, n: 3 });
  expect(incentive(next, 'redemptionPct').result).toBeCloseTo(200 / 3);
  expect(next.rewards).toMatchObject([
    { key: 'gift', price: 200, redeemed: 2, isWeak: false, proposedPrice: null },
  ]);
});
