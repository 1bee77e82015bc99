import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Club, STANDING } from '../test-fixture.js';

let club: Club;
beforeAll(async () => {
  club = await Club.open({ reinstateDays: 10, expiry: 'AFTER_DAYS', expiryCount: 30 });
});
afterAll(() => club.close());

describe('points and what they buy', () => {
  test('P2 purchases earn points, and points become a gift, a coupon or cash-back, or are refused', async () => {
    const before = await club.figures();
    expect(before['liability'].result).toBe(0);
    // Nothing was earned yet: a rate of nothing is no number.
    expect(before['burnRate']).toMatchObject({ result: null, n: 0 });
    const ada = await club.platform.customer({ name: 'Ada' });
    expect(await club.seen(ada)).toBeNull();
    await club.buy(ada, '1000.00');
    expect(await club.seen(ada)).toMatchObject({ earned: 1000, active: 1000 });
    expect((await club.figures())['liability']).toMatchObject({ result: 1000, n: 1 });

    const gift = (await club.reward({ key: 'tea-set', price: 300, stock: 1 })).reward.id;
    const coupon = (await club.reward({ key: 'coupon', kind: 'COUPON', price: 200, value: '20' })).reward.id;
    const cash = (await club.reward({ key: 'cash', kind: 'CASH_BACK', price: 100, value: '10' })).reward.id;
    const dear = (await club.reward({ key: 'dear', price: 5000 })).reward.id;
    expect(await club.refused('redeemReward', { rewardId: dear }, ada)).toEqual(['INSUFFICIENT_POINTS']);

    const held = await club.done('redeemReward', { rewardId: gift }, ada);
    expect(held.redemption).toMatchObject({ state: 'HELD', account: { active: 700, held: 300, used: 0 } });
    const redemptionId = held.redemption.id;
    const captured = await club.done(
      'captureRedemption',
      { redemptionId, reference: 'parcel 7' },
      club.agent,
    );
    expect(captured.redemption).toMatchObject({
      state: 'CAPTURED',
      account: { active: 700, held: 0, used: 300 },
    });
    expect(await club.refused('redeemReward', { rewardId: gift }, ada)).toEqual(['OUT_OF_STOCK']);
    expect(await club.seen(ada)).toMatchObject({ active: 700, held: 0 });

    const { redemption } = await club.done('redeemReward', { rewardId: coupon }, ada);
    expect(redemption).toMatchObject({
      state: 'CAPTURED',
      coupon: { value: '20.00', currency: 'CNY', state: 'ISSUED' },
    });
    const till = {
      code: redemption.coupon.code.toLowerCase(),
      usedFor: 'order 9',
      amount: '15',
      currency: 'CNY',
    };
    expect((await club.done('useCoupon', till)).coupon).toMatchObject({ state: 'USED', discount: '15.00' });
    expect(await club.refused('useCoupon', till)).toEqual(['COUPON_USED']);

    const money = await club.done('redeemReward', { rewardId: cash }, ada);
    await club.done('captureRedemption', { redemptionId: money.redemption.id, reference: 'transfer 3' });
    const after = await club.figures();
    expect(after['liability']).toMatchObject({ result: 400, n: 1 });
    expect(after['burnRate']).toMatchObject({ result: 0.6, numerator: 600, n: 1000, definitionVersion: 1 });
    expect(await club.fault()).toBeNull();
  });

  test('a cancelled redemption gives the points and the reward back, once', async () => {
    const bo = await club.member('Bo');
    await club.give(bo, 150);
    const rewardId = (await club.reward({ key: 'cup', stock: 1 })).reward.id;
    const { redemption } = await club.done('redeemReward', { rewardId }, bo);
    const redemptionId = redemption.id;
    expect((await club.done('cancelRedemption', { redemptionId }, bo)).redemption).toMatchObject({
      state: 'CANCELLED',
      account: { active: 150, held: 0 },
    });
    expect(await club.refused('cancelRedemption', { redemptionId }, bo)).toEqual([
      'REDEMPTION_IN_OTHER_STATE',
    ]);
    expect(await club.refused('captureRedemption', { redemptionId })).toEqual(['REDEMPTION_IN_OTHER_STATE']);
    await club.done('redeemReward', { rewardId }, bo);
  });

  test('points of a reversed redemption whose lots have expired live on for the grace, then expire', async () => {
    const cy = await club.member('Cy');
    await club.give(cy, 100);
    const rewardId = (await club.reward({ key: 'pot' })).reward.id;
    const { redemption } = await club.done('redeemReward', { rewardId }, cy);
    const redemptionId = redemption.id;
    await club.done('captureRedemption', { redemptionId });
    await club.platform.advance('P40D');
    expect((await club.done('reverseRedemption', { redemptionId })).redemption).toMatchObject({
      state: 'REVERSED',
      account: { active: 100, used: 0 },
    });
    await club.platform.settle();
    await club.platform.advance('P11D');
    expect(await club.seen(cy)).toMatchObject({ active: 0, expired: 100 });
    expect(await club.fault()).toBeNull();
  });

  test('of eight members who want the last one at once, one gets it', async () => {
    const rewardId = (await club.reward({ key: 'last', stock: 1 })).reward.id;
    const members = await Promise.all(Array.from({ length: 8 }, () => club.member()));
    for (const member of members) await club.give(member, 100);
    const codes = await Promise.all(
      members.map((member) => club.refused('redeemReward', { rewardId }, member)),
    );
    expect(codes.filter((errors) => errors.length === 0)).toHaveLength(1);
    expect(codes.flat()).toEqual(Array.from({ length: 7 }, () => 'OUT_OF_STOCK'));
  });

  test('nobody sees, redeems or cancels for another member', async () => {
    const [dee, eve] = [await club.member('Dee'), await club.member('Eve')];
    await club.give(dee, 200);
    const rewardId = (await club.reward({ key: 'mug' })).reward.id;
    expect(await club.refused('redeemReward', { rewardId, customerId: dee.id }, eve)).toEqual(['NOT_FOUND']);
    const { redemption } = await club.done('redeemReward', { rewardId }, dee);
    expect(await club.refused('cancelRedemption', { redemptionId: redemption.id }, eve)).toEqual([
      'NOT_FOUND',
    ]);
    expect(await club.refused('captureRedemption', { redemptionId: redemption.id }, dee)).toEqual([
      'FORBIDDEN',
    ]);
    expect(
      await club.refused('adjustLoyaltyPoints', { customerId: dee.id, points: 1, reason: 'x' }, club.agent),
    ).toEqual(['FORBIDDEN']);
    const { id } = await club.seen(dee, 'id');
    const query = 'query($id: ID!) { node(id: $id) { id } }';
    expect((await eve.must(query, { variables: { id } })).node).toBeNull();
    expect((await dee.must(query, { variables: { id } })).node.id).toBe(id);
  });
});

describe('coupons', () => {
  test('(F3) a coupon makes up for something, once, and both sides find it by what it is for', async () => {
    const fay = await club.member('Fay');
    const about = club.platform.unknownId('incident');
    const input = {
      customerId: fay.id,
      kind: 'VALUE',
      value: '50',
      currency: 'CNY',
      reason: 'COMPENSATION',
      about,
    };
    expect(await club.refused('issueCoupon', input, club.agent)).toEqual(['FORBIDDEN']);
    expect(await club.refused('issueCoupon', { ...input, value: '0' })).toEqual(['INVALID']);
    const { coupon } = await club.done('issueCoupon', input);
    expect(coupon).toMatchObject({ value: '50.00', currency: 'CNY', reason: 'COMPENSATION', about });
    const list = `query($about: String!) { coupons(filter: { about: { in: [$about] }, reason: { in: [COMPENSATION] } }) { edges { node { id } } } }`;
    for (const viewer of [club.agent, fay]) {
      const { coupons } = await viewer.must(list, { variables: { about } });
      expect(coupons.edges).toEqual([{ node: { id: coupon.id } }]);
    }
    expect(coupon.code).toMatch(/^[2-9A-HJKMNP-Z]{4}(-[2-9A-HJKMNP-Z]{4}){3}$/);
    const events = (await club.platform.events()).filter(({ name }) => name === 'loyalty.coupon-issued');
    expect(events.at(-1)!.payload).toMatchObject({ couponId: coupon.id, reason: 'COMPENSATION', about });
    const till = { code: coupon.code, usedFor: 'order 1', amount: '80', currency: 'CNY' };
    const uses = await Promise.all([1, 2, 3].map(() => club.refused('useCoupon', till)));
    expect(uses.flat()).toEqual(['COUPON_USED', 'COUPON_USED']);
  });

  test('a percentage takes its part off, a void or expired one nothing', async () => {
    const gus = await club.member('Gus');
    const issue = async (facts: object) =>
      (
        await club.done('issueCoupon', {
          customerId: gus.id,
          kind: 'PERCENTAGE',
          value: '12.5',
          reason: 'GOODWILL',
          ...facts,
        })
      ).coupon;
    const till = (code: string) => ({ code, usedFor: 'order 2', amount: '80', currency: 'EUR' });
    expect((await club.done('useCoupon', till((await issue({})).code))).coupon.discount).toBe('10.00');
    const voided = await issue({});
    await club.done('voidCoupon', { couponId: voided.id });
    expect(await club.refused('useCoupon', till(voided.code))).toEqual(['COUPON_VOID']);
    const expiresAt = new Date(club.platform.clock.now().getTime() + 86_400_000).toISOString();
    const short = await issue({ expiresAt });
    await club.platform.advance('P1D');
    expect(await club.refused('useCoupon', till(short.code))).toEqual(['COUPON_EXPIRED']);
    expect(await club.refused('useCoupon', till('AAAA-BBBB'))).toEqual(['NOT_FOUND']);
  });

  test('staff without the right to take coupons do not read their codes', async () => {
    const hal = await club.member('Hal');
    const { coupon } = await club.done('issueCoupon', {
      customerId: hal.id,
      kind: 'PERCENTAGE',
      value: '5',
      reason: 'GOODWILL',
    });
    const query = 'query($id: ID!) { node(id: $id) { ... on Coupon { code value } } }';
    await club.manager.must(
      'mutation { createRole(input: { key: "reader", name: [{ locale: "en", text: "Reader" }], permissions: ["customers:read", "loyalty:read"] }) { userErrors { code } } }',
    );
    const reader = await club.platform.staff({ roles: ['reader'] });
    const variables = { id: coupon.id };
    expect((await reader.must(query, { variables })).node).toEqual({ code: null, value: '5.00' });
    expect((await hal.must(query, { variables })).node.code).toBe(coupon.code);
  });
});

test('a live balance: first how it stands, then each operation with the balance after it', async () => {
  const ivy = await club.member('Ivy');
  const { id } = await club.seen(ivy, 'id');
  const source = `subscription($account: ID!) { loyaltyChanged(account: $account) { kind account { ${STANDING} } operation { kind points active } } }`;
  const eve = await club.platform.customer({ name: 'Eve' });
  for await (const refused of await eve.watch(source, { variables: { account: id } })) {
    expect(refused.errors).toBeDefined();
    break;
  }
  const events = await ivy.watch(source, { variables: { account: id } });
  const next = async () => (await events.next()).value!.data.loyaltyChanged;
  expect(await next()).toMatchObject({ kind: 'SNAPSHOT', account: { active: 0 }, operation: null });
  await club.give(ivy, 30);
  expect(await next()).toMatchObject({ kind: 'CHANGE', operation: { kind: 'EARN', points: 30, active: 30 } });
  await events.return();
});
