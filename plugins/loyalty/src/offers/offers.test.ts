import type { Client } from '@candor/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Club, type Seen } from '../test-fixture.js';

let club: Club;
beforeAll(async () => {
  club = await Club.open({ timeZone: 'Asia/Shanghai' }, { start: '2027-02-25T09:00:00Z' });
});
afterAll(() => club.close());

function offer(facts: object) {
  return club.done('setLoyaltyOffer', {
    programId: club.programId,
    name: [{ locale: 'en', text: 'Offer' }],
    validDays: 7,
    ...facts,
  });
}

async function born(name: string, birthDate: string, timeZone?: string): Promise<Client> {
  const customer = await club.member(name);
  await club.done('updateCustomer', { customerId: customer.id, birthDate, ...(timeZone && { timeZone }) });
  return customer;
}

async function grants(customer: Client): Promise<Seen[]> {
  const { grants } = await club.seen(
    customer,
    'grants { edges { node { id occasion state grantedAt expiresAt offer { key } } } }',
  );
  return grants.edges.map((edge: Seen) => edge.node);
}

describe('offers', () => {
  test('P4 on a birthday and at a festival members get an offer once, and redeem it once and in time', async () => {
    const leap = await born('Leap', '1992-02-29');
    const west = await born('West', '1990-02-28', 'America/New_York');
    const other = await born('Other', '1990-07-01');
    await offer({ key: 'birthday', occasion: 'BIRTHDAY', points: 100, limitCount: 1, limitPeriod: 'YEAR' });
    await club.platform.settle();
    expect((await club.figures())['offerRedemptionPct']).toMatchObject({ result: null, n: 0 });
    expect(await grants(leap)).toEqual([]);
    // In 2027 the 29th of February is kept on the 28th, which begins in Shanghai before it does in New York.
    await club.platform.advance('P2DT7H');
    expect(await grants(leap)).toMatchObject([
      {
        occasion: '2027-02-28',
        state: 'GRANTED',
        grantedAt: '2027-02-27T16:00:00.000Z',
        expiresAt: '2027-03-06T16:00:00.000Z',
      },
    ]);
    expect(await grants(west)).toEqual([]);
    await club.platform.advance('PT13H');
    expect(await grants(west)).toMatchObject([
      { occasion: '2027-02-28', grantedAt: '2027-02-28T05:00:00.000Z' },
    ]);
    expect(await grants(other)).toEqual([]);

    const [{ id: grantId }] = await grants(leap);
    expect(await club.refused('redeemLoyaltyOffer', { grantId }, west)).toEqual(['NOT_FOUND']);
    expect((await club.done('redeemLoyaltyOffer', { grantId }, leap)).grant).toMatchObject({
      state: 'REDEEMED',
      account: { active: 100 },
    });
    expect(await club.refused('redeemLoyaltyOffer', { grantId }, leap)).toEqual(['OFFER_REDEEMED']);
    expect((await club.figures())['offerRedemptionPct']).toMatchObject({ result: 50, numerator: 1, n: 2 });

    await offer({
      key: 'spring',
      occasion: 'FESTIVAL',
      days: ['2027-03-08', '05-01'],
      couponKind: 'PERCENTAGE',
      value: '10',
    });
    await club.platform.advance('P8D');
    expect((await grants(other)).map(({ offer: { key }, occasion }) => [key, occasion])).toEqual([
      ['spring', '2027-03-08'],
    ]);
    const [festival] = await grants(other);
    expect(
      (await club.done('redeemLoyaltyOffer', { grantId: festival.id }, other)).grant.coupon,
    ).toMatchObject({
      kind: 'PERCENTAGE',
      value: '10.00',
      reason: 'OFFER',
      expiresAt: '2027-03-14T16:00:00.000Z',
    });
    const late = (await grants(west)).find(({ offer: { key } }) => key === 'birthday')!;
    expect(await club.refused('redeemLoyaltyOffer', { grantId: late.id }, west)).toEqual(['OFFER_EXPIRED']);
  });

  test('an offer by hand keeps to its limit and its tier', async () => {
    const ada = await club.member();
    const { offer: made } = await offer({
      key: 'sorry',
      occasion: 'BY_HAND',
      points: 10,
      limitCount: 1,
      limitPeriod: 'MONTH',
    });
    const input = { offerId: made.id, customerId: ada.id };
    expect(await club.refused('grantLoyaltyOffer', input)).toEqual([]);
    await club.platform.advance('P1D');
    expect(await club.refused('grantLoyaltyOffer', input)).toEqual(['OFFER_NOT_DUE']);
    await club.platform.advance('P1M');
    expect(await club.refused('grantLoyaltyOffer', input)).toEqual([]);
    const { program } = await tiers();
    const gold = program.tiers.edges.find((edge: Seen) => edge.node.key === 'gold').node.id;
    const { offer: high } = await offer({
      key: 'gold-only',
      occasion: 'BY_HAND',
      points: 10,
      minimumTierId: gold,
    });
    expect(await club.refused('grantLoyaltyOffer', { offerId: high.id, customerId: ada.id })).toEqual([
      'OFFER_NOT_DUE',
    ]);
  });
});

test('in a leap year a birthday of 29 February is kept on its own day', async () => {
  const before = club;
  club = await Club.open({}, { start: '2028-02-26T09:00:00Z' });
  try {
    const leap = await born('Leap', '2000-02-29');
    await offer({ key: 'birthday', occasion: 'BIRTHDAY', points: 100 });
    await club.platform.advance('P4D');
    expect((await grants(leap)).map(({ occasion }) => occasion)).toEqual(['2028-02-29']);
  } finally {
    await club.close();
    club = before;
  }
});

async function tiers(): Promise<Seen> {
  return club.manager.must(
    'query($id: ID!) { program: node(id: $id) { ... on LoyaltyProgram { tiers { edges { node { id key } } } } } }',
    {
      variables: { id: club.programId },
    },
  );
}
