import type { Customer } from '@candor/core/customers';
import { newId, type Tx, uuidOf } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { UserError } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import type { LoyaltyAccount } from '../ledger/account.js';
import { MemberLedger } from '../ledger/member-ledger.js';
import { memberFor } from '../ledger/membership.js';
import { daysLater } from '../programs/calendar.js';
import type { LoyaltyProgram } from '../programs/program.js';
import { type Coupon, CouponReason, CouponState } from './coupon.js';
import { addCoupon } from './coupon-service.js';
import { LoyaltyRedemption, RedemptionState } from './redemption.js';
import { LoyaltyReward, RewardKind } from './reward.js';
import type { CaptureRedemptionInput, DecideRedemptionInput, RedeemRewardInput } from './reward-inputs.js';

/**
 * Holds the points and sets the reward aside; a coupon is captured in the same breath. Locks the member, then the
 * reward's stock at the very end, so that many members may redeem the same reward.
 */
export async function redeemReward(tx: Tx, input: RedeemRewardInput): Promise<LoyaltyRedemption> {
  const customerId = whose(tx, input.customerId);
  const reward = await tx.see(LoyaltyReward, input.rewardId, ['rewardId']);
  const program = await tx.em
    .refreshOrFail(reward, { populate: ['program', 'minimumTier'] })
    .then((r) => r.program);
  if (!reward.isActive || !program.isActive)
    throw new UserError('REWARD_NOT_OFFERED', ['rewardId'], 'The reward is not offered now.');
  const accountId = await memberFor(tx, program.id, customerId, ['customerId']);
  const ledger = await MemberLedger.open(tx, accountId);
  const { account } = ledger;
  await assertTier(tx, account, reward);
  const id = newId('loyalty_redemption');
  const facts = { reason: reward.key, about: id };
  const hold = await ledger.hold(reward.price, { ...facts, key: `hold ${id}` });
  const redemption = tx.em.create(
    LoyaltyRedemption,
    { id, account, reward, points: reward.price, hold, requestedAt: tx.now },
    { partial: true },
  );
  audit(tx, { action: 'loyalty.redeem', subject: id, after: { reward: reward.id, points: reward.price } });
  if (reward.kind === RewardKind.COUPON) {
    await ledger.capture(hold, { ...facts, key: `capture ${id}` });
    redemption.coupon = couponFor(tx, account.customer, program, reward, id);
    decide(tx, redemption, RedemptionState.CAPTURED);
  } else said(tx, redemption);
  await takeFromStock(tx, reward);
  return redemption;
}

/** The reward is handed over: its points are used now. */
export async function captureRedemption(tx: Tx, input: CaptureRedemptionInput): Promise<LoyaltyRedemption> {
  const { redemption, ledger } = await open(tx, input, [RedemptionState.HELD]);
  const { id, hold, reward } = redemption;
  await ledger.capture(hold, { key: `capture ${id}`, reason: reward.key, about: id });
  redemption.reference = input.reference ?? null;
  decide(tx, redemption, RedemptionState.CAPTURED);
  return redemption;
}

/** Called off before the reward was handed over: the points come back, and the reward goes back to the stock. */
export async function cancelRedemption(tx: Tx, input: DecideRedemptionInput): Promise<LoyaltyRedemption> {
  const { redemption, ledger } = await open(tx, input, [RedemptionState.HELD]);
  const { id, hold, reward } = redemption;
  await ledger.release(hold, { key: `release ${id}`, reason: reward.key, about: id });
  decide(tx, redemption, RedemptionState.CANCELLED);
  await putBack(tx, reward);
  return redemption;
}

/** The reward came back: so do the points. A coupon must not have been used. */
export async function reverseRedemption(tx: Tx, input: DecideRedemptionInput): Promise<LoyaltyRedemption> {
  const { redemption, ledger } = await open(tx, input, [RedemptionState.CAPTURED]);
  const { id, hold, reward, coupon } = redemption;
  if (coupon) {
    await tx.em.refresh(coupon);
    if (coupon.state === CouponState.USED)
      throw new UserError('COUPON_USED', ['redemptionId'], 'Its coupon has been used already.');
    coupon.state = CouponState.VOID;
  }
  await ledger.reverse(hold, { key: `reverse ${id}`, reason: reward.key, about: id });
  decide(tx, redemption, RedemptionState.REVERSED);
  await putBack(tx, reward);
  return redemption;
}

/** Customers redeem for themselves, staff for the customer they name. */
function whose(tx: Tx, customerId: string | null | undefined): string {
  if (tx.actor.kind === 'customer') {
    if (customerId == null || customerId === tx.actor.id) return tx.actor.id!;
    throw new UserError('NOT_FOUND', ['customerId'], 'There is no such record.');
  }
  if (customerId == null) throw new UserError('INVALID', ['customerId'], 'Say whose points are redeemed.');
  return customerId;
}

async function assertTier(tx: Tx, account: LoyaltyAccount, { minimumTier }: LoyaltyReward): Promise<void> {
  if (!minimumTier) return;
  if (account.tier) await tx.em.refresh(account.tier);
  if ((account.tier?.rank ?? -1) < minimumTier.rank)
    throw new UserError('TIER_TOO_LOW', ['rewardId'], 'The reward is for members of a higher tier.');
}

/** A redemption in order to decide it, with the member locked. A customer may decide only what is theirs and cancel only. */
async function open(
  tx: Tx,
  { redemptionId }: DecideRedemptionInput,
  states: readonly RedemptionState[],
): Promise<{ redemption: LoyaltyRedemption; ledger: MemberLedger }> {
  const seen = await tx.see(LoyaltyRedemption, redemptionId, ['redemptionId']);
  const ledger = await MemberLedger.open(tx, seen.account.id);
  const redemption = await tx.em.refreshOrFail(seen, { populate: ['hold', 'reward', 'coupon'] });
  if (!states.includes(redemption.state)) {
    const message = `The redemption is ${redemption.state}; it must be ${states.join(' or ')}.`;
    throw new UserError('REDEMPTION_IN_OTHER_STATE', ['redemptionId'], message);
  }
  return { redemption, ledger };
}

function decide(tx: Tx, redemption: LoyaltyRedemption, state: RedemptionState): void {
  redemption.state = state;
  redemption.decidedAt = tx.now;
  audit(tx, { action: 'loyalty.decideRedemption', subject: redemption.id, after: { state } });
  said(tx, redemption);
}

function said(tx: Tx, { id, account, reward, state }: LoyaltyRedemption): void {
  emit(tx, 'loyalty.redemption-changed', {
    subject: id,
    payload: {
      redemptionId: id,
      accountId: account.id,
      customerId: account.customer.id,
      rewardId: reward.id,
      state,
    },
  });
}

function couponFor(
  tx: Tx,
  customer: Customer,
  { currency, timeZone }: LoyaltyProgram,
  { couponKind, value, couponDays }: LoyaltyReward,
  about: string,
): Coupon {
  return addCoupon(tx, customer, {
    kind: couponKind!,
    value: value!,
    currency: couponKind === 'VALUE' ? currency : null,
    reason: CouponReason.REWARD,
    about,
    expiresAt: couponDays === null ? null : daysLater(tx.now, couponDays, timeZone),
  });
}

/** In the database and not in memory, so that the last one goes to one member only. */
async function takeFromStock(tx: Tx, { id }: LoyaltyReward): Promise<void> {
  const taken = await tx.query(
    'update loyalty_reward set stock = stock - 1 where id = $1 and (stock is null or stock > 0) returning id',
    [uuidOf('loyalty_reward', id)],
  );
  if (taken.length === 0) throw new UserError('OUT_OF_STOCK', ['rewardId'], 'None of it is left.');
}

async function putBack(tx: Tx, { id }: LoyaltyReward): Promise<void> {
  await tx.query('update loyalty_reward set stock = stock + 1 where id = $1', [uuidOf('loyalty_reward', id)]);
}
