import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Club, type Seen } from '../test-fixture.js';

let club: Club;
beforeAll(async () => {
  club = await Club.open();
});
afterAll(() => club.close());

const SIMULATE = `query($input: SimulateLoyaltyInput!) { simulateLoyalty(input: $input) {
  members morePoints tiers { key membersNow membersThen } rewards { key membersNow membersThen } } }`;

async function simulate(change: object): Promise<Seen> {
  const input = { programId: club.programId, ...change };
  return (await club.manager.must(SIMULATE, { variables: { input } })).simulateLoyalty;
}

describe('trying a change out', () => {
  test('(P5) a lower price is tried before it is set, says who could redeem, and changes nothing', async () => {
    const members = [];
    for (const amount of ['40', '90', '400']) {
      const member = await club.platform.customer();
      await club.buy(member, amount);
      members.push(member);
    }
    const rewardId = (await club.reward({ key: 'gift', price: 500 })).reward.id;
    const before = await club.figures();
    expect(before['redemptionPct']).toMatchObject({ result: 0, n: 3 });
    expect(before['participationPct']).toMatchObject({ result: 100, n: 3 });
    expect(await club.refused('redeemReward', { rewardId }, members[1])).toEqual(['INSUFFICIENT_POINTS']);

    const tried = await simulate({ rewards: [{ key: 'gift', price: 80 }] });
    expect(tried).toMatchObject({ members: 3, rewards: [{ key: 'gift', membersNow: 0, membersThen: 2 }] });
    expect(await club.figures()).toEqual(before);

    await club.reward({ key: 'gift', price: 80 });
    await club.done('redeemReward', { rewardId }, members[1]);
    expect((await club.figures())['redemptionPct'].result).toBeCloseTo(100 / 3);
    expect(await simulate({})).toMatchObject({ rewards: [{ membersNow: 1, membersThen: 1 }] });
  });

  test('another threshold or rate says who would be in which tier, before it is set', async () => {
    const lower = { tiers: [{ key: 'silver', threshold: '90', minimumPurchases: 1 }] };
    const counts = ({ tiers }: Seen) =>
      tiers.map((tier: Seen) => [tier.key, tier.membersNow, tier.membersThen]);
    expect(counts(await simulate(lower))).toEqual([
      ['regular', 3, 1],
      ['silver', 0, 2],
      ['gold', 0, 0],
      ['diamond', 0, 0],
    ]);
    const double = await simulate({ pointsPerUnit: '2' });
    expect(double.morePoints).toBe(530);
    await club.done('setLoyaltyTier', { programId: club.programId, tier: lower.tiers[0] });
    expect(counts(await simulate({}))).toEqual([
      ['regular', 1, 1],
      ['silver', 2, 2],
      ['gold', 0, 0],
      ['diamond', 0, 0],
    ]);
  });

  test('is for those who may set it, and figures for those who may read', async () => {
    const variables = { input: { programId: club.programId } };
    expect((await club.agent.run(SIMULATE, { variables })).errors![0]!.extensions['code']).toBe('FORBIDDEN');
    const customer = await club.platform.customer();
    const metrics = '{ loyaltyMetrics(program: "x", from: "2026-01-01T00:00:00Z") { startsAt } }';
    expect((await customer.run(metrics)).errors![0]!.extensions['code']).toBe('FORBIDDEN');
    expect((await club.agent.must(metrics)).loyaltyMetrics).toBeNull();
  });
});
