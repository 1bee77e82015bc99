import type { Client } from '@candor/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Club, type Seen } from '../test-fixture.js';

let club: Club;
let offerId: string;
beforeAll(async () => {
  club = await Club.open({}, { start: '2026-01-01T12:00:00Z' });
  const { offer } = await club.done('setLoyaltyOffer', {
    programId: club.programId,
    key: 'come-back',
    name: [{ locale: 'en', text: 'Come back' }],
    occasion: 'BY_HAND',
    couponKind: 'PERCENTAGE',
    value: '20',
    validDays: 30,
  });
  offerId = offer.id;
});
afterAll(() => club.close());

const name = [{ locale: 'en', text: 'Win back' }];
const OPEN = `mutation($input: OpenTicketInput!) { openTicket(input: $input) { ticket { id } userErrors { code field message } } }`;

async function winBacks(customer: Client): Promise<Seen[]> {
  const { node } = await club.agent.must(
    `query($id: ID!) { node(id: $id) { ... on Customer { winBacks { edges { node {
       id state about startedAt actsAt endsAt contactedAt decidedAt rule { key }
       grant { state offer { key } } purchase { id }
       changes { edges { node { from to reason actor } } } } } } } } }`,
    { variables: { id: customer.id } },
  );
  return node.winBacks.edges.map((edge: Seen) => edge.node);
}

const steps = (one: Seen) => one.changes.edges.map((edge: Seen) => edge.node.to);

async function complain(customer: Client): Promise<void> {
  const input = {
    customerId: customer.id,
    subject: 'The tone on the phone',
    type: 'SERVICE_COMPLAINT',
    channel: 'phone',
    ticketClass: 'SIMPLE',
    intake: { what: 'Rude' },
  };
  await club.agent.must(OPEN, { variables: { input } });
  await club.platform.settle();
}

describe('winning customers back', () => {
  test('R9 who stays away or complains gets an offer and a call, and whether it helped is counted', async () => {
    expect((await club.indicators())['winBackPct']).toMatchObject({ result: null, n: 0 });
    const churn = { key: 'quiet', name, trigger: 'CHURN', quietDays: 90, offerId, wonWithinDays: 30 };
    for (const wrong of [{ quietDays: null }, { offerId: null, needsContact: false }])
      expect(await club.refused('setWinBackRule', { ...churn, ...wrong })).toEqual(['INVALID']);
    expect(await club.refused('setWinBackRule', churn, club.agent)).toEqual(['FORBIDDEN']);
    await club.done('setWinBackRule', churn);
    const complaint = { key: 'sorry', name, trigger: 'COMPLAINT', delayDays: 2, offerId, wonWithinDays: 30 };
    await club.done('setWinBackRule', complaint);

    const [ada, bo, cy] = [await club.member('Ada'), await club.member('Bo'), await club.member('Cy')];
    for (const customer of [ada, bo]) await club.buy(customer, '100');
    await club.buy(cy, '100');
    await club.platform.leap('P89D');
    expect(await winBacks(ada)).toEqual([]);
    await club.buy(cy, '100');
    await club.platform.advance('P2D');

    // The two who stayed away have the offer, once, and are to be called.
    for (const customer of [ada, bo]) {
      const [one, ...more] = await winBacks(customer);
      expect(more).toEqual([]);
      expect(one).toMatchObject({
        state: 'ACTING',
        rule: { key: 'quiet' },
        grant: { offer: { key: 'come-back' } },
      });
      expect(steps(one)).toEqual(['PLANNED', 'ACTING']);
    }
    expect(await winBacks(cy)).toEqual([]);
    expect((await ada.must('{ loyaltyWinBacks { edges { node { id } } } }')).loyaltyWinBacks.edges).toEqual(
      [],
    );

    const [{ id: winBackId }] = (await winBacks(ada)) as [Seen];
    const contact = { winBackId, outcome: 'Had moved house; will come by' };
    expect(await club.refused('recordWinBackContact', contact, ada)).toEqual(['FORBIDDEN']);
    expect((await club.done('recordWinBackContact', contact, club.agent)).winBack).toEqual({
      id: winBackId,
      state: 'CONTACTED',
      contactedBy: { name: 'Li Wei' },
    });
    const purchase = await club.buy(ada, '50');
    expect((await winBacks(ada))[0]).toMatchObject({ state: 'WON', purchase: { id: purchase } });
    expect(steps((await winBacks(ada))[0])).toEqual(['PLANNED', 'ACTING', 'CONTACTED', 'WON']);
    expect(await club.refused('recordWinBackContact', contact, club.agent)).toEqual(['WIN_BACK_OVER']);
    expect((await club.indicators())['winBackPct']).toMatchObject({ result: 100, n: 1 });

    // A complaint waits its two days; meanwhile a second one begins nothing more.
    await complain(cy);
    await complain(cy);
    expect(await winBacks(cy)).toMatchObject([{ state: 'PLANNED', rule: { key: 'sorry' }, grant: null }]);
    await club.platform.advance('P2D');
    expect(await winBacks(cy)).toMatchObject([{ state: 'ACTING', grant: { state: 'GRANTED' } }]);

    await club.platform.leap('P40D');
    expect((await winBacks(bo))[0]).toMatchObject({ state: 'LOST', purchase: null });
    expect((await club.indicators())['winBackPct'].n).toBe(3);
    expect((await club.indicators())['winBackPct'].result).toBeCloseTo(100 / 3);
    // Nobody is tried a second time who has not bought since.
    expect(await winBacks(bo)).toHaveLength(1);
  });

  test('one that is called off is counted neither as won nor as lost, and gives its reason', async () => {
    const dot = await club.member('Dot');
    const before = (await club.indicators())['winBackPct'].n;
    await complain(dot);
    const [{ id: winBackId }] = (await winBacks(dot)) as [Seen];
    expect(await club.refused('cancelWinBack', { winBackId, reason: '' }, club.agent)).toEqual(['INVALID']);
    await club.done('cancelWinBack', { winBackId, reason: 'Closed the shop' }, club.agent);
    expect(await club.refused('cancelWinBack', { winBackId, reason: 'again' }, club.agent)).toEqual([
      'WIN_BACK_OVER',
    ]);
    const [one] = await winBacks(dot);
    expect(one!.changes.edges.at(-1).node).toMatchObject({ to: 'CANCELLED', reason: 'Closed the shop' });
    await club.platform.advance('P3D');
    expect((await winBacks(dot))[0]).toMatchObject({ state: 'CANCELLED', grant: null });
    expect((await club.indicators())['winBackPct'].n).toBe(before);
  });
});
