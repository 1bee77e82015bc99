import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Club, type Seen } from '../test-fixture.js';

const TIER = 'tier { key entitlements { edges { node { key name } } } }';
const clubs: Club[] = [];
async function open(program: object): Promise<Club> {
  const club = await Club.open(program);
  clubs.push(club);
  return club;
}
afterAll(async () => {
  for (const club of clubs) await club.close();
});

describe('tiers by spend in the calendar month', () => {
  let club: Club;
  beforeAll(async () => {
    club = await open({ tierPeriod: 'MONTH', downgrade: 'ONE_STEP' });
  });

  test('B8 members come to silver, gold and diamond by what they spend and how often', async () => {
    const ada = await club.member();
    expect((await club.figures())['tiers']).toEqual({ regular: 1, silver: 0, gold: 0, diamond: 0 });
    expect((await club.figures())['upgradeRate']).toMatchObject({ result: 0, n: 1 });
    await club.buy(ada, '1500');
    // Spent enough for silver, but once only.
    expect((await club.seen(ada, TIER)).tier.key).toBe('regular');
    await club.buy(ada, '10');
    expect((await club.seen(ada, TIER)).tier.key).toBe('silver');
    for (let i = 0; i < 4; i++) await club.buy(ada, '1000');
    expect((await club.seen(ada, TIER)).tier.key).toBe('gold');
    const figures = await club.figures();
    expect(figures['tiers']).toEqual({ regular: 0, silver: 0, gold: 1, diamond: 0 });
    expect(figures['upgradeRate']).toMatchObject({ result: 100, numerator: 1, n: 1 });
    const { tierChanges } = await club.seen(
      ada,
      'tierChanges { edges { node { reason isRise value purchases from { key } to { key } } } }',
    );
    expect(tierChanges.edges.map((edge: Seen) => edge.node)).toMatchObject([
      {
        reason: 'QUALIFIED',
        isRise: true,
        value: '5510.00',
        purchases: 6,
        from: { key: 'silver' },
        to: { key: 'gold' },
      },
      {
        reason: 'QUALIFIED',
        isRise: true,
        value: '1510.00',
        purchases: 2,
        from: { key: 'regular' },
        to: { key: 'silver' },
      },
      { reason: 'JOINED', isRise: false, from: null, to: { key: 'regular' } },
    ]);
  });

  test('P3 a level brings its rights, a reward can be for a level only, and the rise is counted', async () => {
    const silver = await club.done('setLoyaltyTier', {
      programId: club.programId,
      tier: {
        key: 'silver',
        entitlements: [{ key: 'late-check-out', name: [{ locale: 'en', text: 'Late check-out' }] }],
      },
    });
    const bo = await club.member('Bo');
    await club.give(bo, 500);
    const rewardId = (await club.reward({ key: 'upgrade', minimumTierId: silver.tier.id })).reward.id;
    expect((await club.seen(bo, TIER)).tier).toEqual({ key: 'regular', entitlements: { edges: [] } });
    expect(await club.refused('redeemReward', { rewardId }, bo)).toEqual(['TIER_TOO_LOW']);
    const before = (await club.figures())['upgradeRate'].numerator;
    for (const amount of ['600', '400']) await club.buy(bo, amount);
    expect((await club.seen(bo, TIER)).tier).toEqual({
      key: 'silver',
      entitlements: { edges: [{ node: { key: 'late-check-out', name: 'Late check-out' } }] },
    });
    expect((await club.done('redeemReward', { rewardId }, bo)).redemption.state).toBe('HELD');
    expect((await club.figures())['upgradeRate'].numerator).toBe(before + 1);
  });

  test('a level is lost only at the end of a period, by one step', async () => {
    const cy = await club.member('Cy');
    for (let i = 0; i < 6; i++) await club.buy(cy, '1000');
    const gone = await club.buy(cy, '1');
    await club.done('reversePurchase', { purchaseId: gone });
    await club.platform.settle();
    const tier = async () => (await club.seen(cy, TIER)).tier.key;
    expect(await tier()).toBe('gold');
    await club.platform.advance('P1M');
    // The month that ended qualified for gold.
    expect(await tier()).toBe('gold');
    await club.platform.advance('P1M');
    expect(await tier()).toBe('silver');
    await club.platform.advance('P1M');
    expect(await tier()).toBe('regular');
  });
});

test.each([
  ['NEVER', 'gold'],
  ['AS_QUALIFIED', 'regular'],
])(
  'by points in a rolling window: at the end of the month, under %s, gold becomes %s',
  async (downgrade, expected) => {
    const tiers = [
      { key: 'regular', threshold: '0' },
      { key: 'silver', threshold: '100' },
      { key: 'gold', threshold: '200' },
    ].map((tier) => ({ ...tier, name: [{ locale: 'en', text: tier.key }] }));
    const club = await open({
      tierBasis: 'POINTS',
      tierWindow: 'ROLLING',
      tierWindowDays: 20,
      tierPeriod: 'MONTH',
      downgrade,
      tiers,
    });
    const ada = await club.member();
    await club.give(ada, 250);
    await club.platform.settle();
    const tier = async () => (await club.seen(ada, TIER)).tier.key;
    expect(await tier()).toBe('gold');
    await club.platform.advance('P28D');
    expect(await tier()).toBe('gold');
    await club.platform.advance('P2D');
    expect(await tier()).toBe(expected);
  },
);

test('by balance: spending lowers the level at the end of the period, not before', async () => {
  const tiers = [
    { key: 'regular', threshold: '0', name: [{ locale: 'en', text: 'Regular' }] },
    { key: 'silver', threshold: '100', name: [{ locale: 'en', text: 'Silver' }] },
  ];
  const club = await open({ tierBasis: 'BALANCE', tierPeriod: 'MONTH', downgrade: 'AS_QUALIFIED', tiers });
  const ada = await club.member();
  await club.give(ada, 120);
  await club.platform.settle();
  const tier = async () => (await club.seen(ada, TIER)).tier.key;
  expect(await tier()).toBe('silver');
  await club.done(
    'redeemReward',
    { rewardId: (await club.reward({ key: 'gift', price: 50 })).reward.id },
    ada,
  );
  await club.platform.settle();
  expect(await tier()).toBe('silver');
  await club.platform.advance('P1M');
  expect(await tier()).toBe('regular');
});
