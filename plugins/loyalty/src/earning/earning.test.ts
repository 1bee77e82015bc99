import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Club } from '../test-fixture.js';

let club: Club;
beforeAll(async () => {
  const program = { pendingDays: 14, expiry: 'END_OF_YEAR', expiryCount: 0, timeZone: 'Asia/Shanghai' };
  club = await Club.open(program, { start: '2026-12-01T09:00:00Z' });
});
afterAll(() => club.close());

describe('earning', () => {
  test('points wait, become active, and expire at the end of the year in the zone of the program', async () => {
    const ada = await club.member();
    await club.buy(ada, '50');
    expect(await club.seen(ada)).toMatchObject({ earned: 50, pending: 50, active: 0 });
    await club.platform.advance('P13D');
    expect(await club.seen(ada)).toMatchObject({ pending: 50 });
    await club.platform.advance('P1D');
    expect(await club.seen(ada)).toMatchObject({ pending: 0, active: 50 });
    const { lots } = await club.seen(ada, 'lots { edges { node { expiresAt } } }');
    expect(lots.edges).toEqual([{ node: { expiresAt: '2026-12-31T16:00:00.000Z' } }]);
    await club.platform.advance('P16DT6H');
    expect(await club.seen(ada)).toMatchObject({ active: 50 });
    await club.platform.advance('PT1H');
    expect(await club.seen(ada)).toMatchObject({ active: 0, expired: 50, earned: 50 });
    expect(await club.fault()).toBeNull();
  });

  test('a purchase that is reversed in parts loses its points in parts, pending ones first, and no more than it gave', async () => {
    const bo = await club.member('Bo');
    const purchaseId = await club.buy(bo, '99.90');
    await club.done('reversePurchase', { purchaseId, amount: '33.30' });
    await club.platform.settle();
    expect(await club.seen(bo)).toMatchObject({ earned: 99, pending: 66, clawedBack: 33 });
    await club.done('reversePurchase', { purchaseId });
    await club.platform.settle();
    expect(await club.seen(bo)).toMatchObject({ earned: 99, pending: 0, clawedBack: 99, debt: 0 });
  });

  test('points that were spent already are owed, and what is earned next pays', async () => {
    const cy = await club.member('Cy');
    const purchaseId = await club.buy(cy, '100');
    await club.platform.advance('P14D');
    const rewardId = (await club.reward({ key: 'all', price: 100 })).reward.id;
    await club.done('redeemReward', { rewardId }, cy);
    await club.done('reversePurchase', { purchaseId });
    await club.platform.settle();
    expect(await club.seen(cy)).toMatchObject({ active: 0, held: 100, clawedBack: 100, debt: 100 });
    await club.give(cy, 130);
    expect(await club.seen(cy)).toMatchObject({ active: 30, debt: 0, earned: 230 });
    expect(await club.fault()).toBeNull();
  });

  test('a purchase in another currency, or an imported one, earns nothing', async () => {
    const dee = await club.member('Dee');
    await club.buy(dee, '100', { currency: 'EUR' });
    expect(await club.seen(dee)).toMatchObject({ earned: 0 });
    const { recordPurchase } = await import('@candor/core/customers');
    const input = {
      customerId: dee.id!,
      externalId: { system: 'old', value: '1' },
      amount: '5',
      currency: 'CNY',
      channel: 'web',
    };
    await club.platform.platform.services.command((tx) => recordPurchase(tx, input), { origin: 'import' });
    await club.platform.settle();
    expect(await club.seen(dee)).toMatchObject({ earned: 0 });
  });

  test('any event earns by a rule, with its condition, its waiting time and its limits', async () => {
    await club.rule({
      key: 'locale',
      event: 'customer.changed',
      points: 5,
      pendingDays: 0,
      limitCount: 2,
      limitPeriod: 'DAY',
    });
    const eve = await club.member('Eve');
    const change = async (locale: string) => {
      await club.done('updateCustomer', { customerId: eve.id, locale });
      await club.platform.settle();
      return (await club.seen(eve)).active;
    };
    expect([await change('zh-CN'), await change('en'), await change('zh-CN')]).toEqual([5, 10, 10]);
    await club.platform.advance('P1D');
    expect(await change('en')).toBe(15);
    await club.rule({ key: 'locale', isActive: false });
    expect(await change('zh-CN')).toBe(15);
  });

  test('a condition chooses among events, and a limit of points cuts the last earning short', async () => {
    await club.rule({
      key: 'phone',
      event: 'purchase.recorded',
      points: 30,
      pendingDays: 0,
      conditionPath: 'channel',
      conditionValue: 'phone',
      limitPoints: 40,
      limitPeriod: 'MONTH',
    });
    const fay = await club.member('Fay');
    await club.buy(fay, '1', { channel: 'web' });
    expect(await club.seen(fay)).toMatchObject({ active: 0 });
    for (const amount of ['1', '2', '3']) await club.buy(fay, amount, { channel: 'phone' });
    expect(await club.seen(fay)).toMatchObject({ active: 40 });
  });

  test.each([
    [{ key: 'a', event: 'ticket.opened' }, 'INVALID'],
    [{ key: 'a', event: 'ticket.opened', points: 1, pointsPerUnit: '1' }, 'INVALID'],
    [{ key: 'a', event: 'ticket.opened', pointsPerUnit: '1' }, 'INVALID'],
    [{ key: 'a', event: 'loyalty.changed', points: 1 }, 'INVALID'],
    [{ key: 'a', points: 1 }, 'INVALID'],
  ])('a rule that cannot be meant is refused: %p', async (facts, code) => {
    const input = { programId: club.programId, name: [{ locale: 'en', text: 'A' }], ...facts };
    expect(await club.refused('setEarningRule', input)).toEqual([code]);
  });
});
