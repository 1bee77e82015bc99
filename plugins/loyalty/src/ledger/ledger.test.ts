import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Club } from '../test-fixture.js';

let club: Club;
beforeAll(async () => {
  club = await Club.open();
});
afterAll(() => club.close());

describe('the ledger in the database', () => {
  test('the migrations of loyalty make the tables that its entities describe', async () => {
    expect(await club.platform.schemaDifference()).toEqual([]);
  });

  test('points earned, spent, expired and taken back are seen with their lines, which are zero together', async () => {
    const ada = await club.member();
    const purchase = await club.buy(ada, '120.90');
    expect(await club.seen(ada)).toMatchObject({ earned: 120, active: 120 });
    await club.done('reversePurchase', { purchaseId: purchase, amount: '20.90' });
    await club.platform.settle();
    const account = await club.seen(
      ada,
      'earned active clawedBack operations { edges { node { sequence kind points active about reason entries { edges { node { bucket points } } } } } }',
    );
    expect(account).toMatchObject({ earned: 120, active: 99, clawedBack: 21 });
    const operations = account.operations.edges.map((edge: { node: object }) => edge.node);
    expect(operations).toMatchObject([
      {
        sequence: 2,
        kind: 'CLAW_BACK',
        points: 21,
        active: 99,
        about: purchase,
        reason: 'purchase-reversed',
      },
      { sequence: 1, kind: 'EARN', points: 120, active: 120, about: purchase, reason: 'purchase' },
    ]);
    for (const { entries } of operations) {
      const points = entries.edges.map((edge: { node: { points: number } }) => edge.node.points);
      expect(points.reduce((sum: number, one: number) => sum + one, 0)).toBe(0);
    }
    expect(await club.fault()).toBeNull();
  });

  test('eight writers on one member leave books that balance, and nothing is spent twice', async () => {
    const ada = await club.member();
    const rewards = await Promise.all(
      [7, 11, 13].map((price) => club.reward({ key: `gift-${price}`, price })),
    );
    await club.give(ada, 200);
    const writer = async (number: number) => {
      let held = 0;
      for (let round = 0; round < 6; round++) {
        const which = (number + round) % 3;
        const answer = await club.command('redeemReward', {
          rewardId: rewards[which].reward.id,
          customerId: ada.id,
        });
        if (answer.userErrors.length > 0) {
          expect(answer.userErrors[0].code).toBe('INSUFFICIENT_POINTS');
          continue;
        }
        held += answer.redemption.points;
        const redemptionId = answer.redemption.id;
        if (round % 3 === 0) {
          await club.done('cancelRedemption', { redemptionId });
          held -= answer.redemption.points;
        } else if (round % 3 === 1) await club.done('captureRedemption', { redemptionId });
        else
          await club.done('adjustLoyaltyPoints', {
            customerId: ada.id,
            points: number - 4 || 1,
            reason: 'noise',
          });
      }
      return held;
    };
    const held = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(writer));
    await club.platform.settle();
    const account = await club.seen(ada);
    expect(account.held + account.used).toBe(held.reduce((sum, one) => sum + one, 0));
    expect(account.earned).toBe(
      account.active +
        account.held +
        account.pending +
        account.used +
        account.expired +
        account.clawedBack -
        account.debt,
    );
    expect(await club.fault()).toBeNull();
  });

  test('of eight deliveries of one key one writes', async () => {
    const ada = await club.member();
    const { services } = club.platform.platform;
    const { MemberLedger } = await import('./member-ledger.js');
    const { id } = await club.seen(ada, 'id');
    const earn = () =>
      services.command(async (tx) => {
        const ledger = await MemberLedger.open(tx, id);
        return (await ledger.earn({ key: 'the same', points: 10, reason: 'test' })).id;
      });
    const ids = await Promise.all(Array.from({ length: 8 }, earn));
    expect(new Set(ids).size).toBe(1);
    expect(await club.seen(ada)).toMatchObject({ earned: 10, active: 10 });
  });

  test.each([
    ['update loyalty_entry set points = points + 1', 'never changed'],
    ['delete from loyalty_entry', 'never changed'],
    ['update loyalty_operation set active = active + 1', 'never changed'],
    ['truncate loyalty_entry', 'never changed'],
    [
      'update loyalty_account set active = active + 1, earned = earned + 1',
      'not that after the last operation',
    ],
    ['update loyalty_lot set active = active + 1 where is_open', 'not what its lines make'],
    [
      `insert into loyalty_entry (id, operation_id, account_id, position, bucket, points)
       select gen_random_uuid(), id, account_id, 9, 'USED', 5 from loyalty_operation limit 1`,
      'make 5, not 0',
    ],
    [
      `insert into loyalty_operation (id, account_id, sequence, key, kind, at, points, earned, pending, active, held, used, expired, clawed_back, debt)
       select gen_random_uuid(), account_id, sequence + 1, 'forged', 'EARN', at, 5, earned + 5, pending, active + 5, held, used, expired, clawed_back, debt
       from loyalty_operation order by account_id, sequence desc limit 1`,
      'does not follow from its lines',
    ],
  ])('the database refuses: %s', async (statement, reason) => {
    const { services } = club.platform.platform;
    await club.give(await club.member(), 10);
    await expect(services.command((tx) => tx.query(statement))).rejects.toThrow(reason);
    expect(await club.fault()).toBeNull();
  });

  test('the health check names a member whose books somebody tampered with', async () => {
    const ada = await club.member();
    await club.give(ada, 10);
    const { id } = await club.seen(ada, 'id');
    const { uuidOf } = await import('@candor/kernel/database');
    const { services } = club.platform.platform;
    const tamper = (points: number) =>
      services.command(async (tx) => {
        await tx.query(`set local session_replication_role = replica`);
        await tx.query('update loyalty_account set active = active + $2 where id = $1', [
          uuidOf('loyalty_account', id),
          points,
        ]);
      });
    await tamper(1);
    expect(await club.fault()).toContain(`${id} (the standing)`);
    await tamper(-1);
    expect(await club.fault()).toBeNull();
  });
});
