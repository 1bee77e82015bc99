import type { Tx } from '@candor/kernel/database';
import { textsOf, UserError } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import { LoyaltyProgram } from '../programs/program.js';
import { LoyaltyTier } from '../programs/tier.js';
import { setFields } from '../set-fields.js';
import { assertWorth } from './coupon-service.js';
import { CouponKind, LoyaltyReward, RewardKind } from './reward.js';
import type { SetLoyaltyRewardInput } from './reward-inputs.js';

/** Adds or changes a reward, by its key. What was redeemed keeps its price. Locks the program. */
export async function setReward(tx: Tx, input: SetLoyaltyRewardInput): Promise<LoyaltyReward> {
  const { programId, key, name, kind, price, minimumTierId, idempotencyKey: _, ...facts } = input;
  const program = await tx.get(LoyaltyProgram, programId, { field: ['programId'] });
  const known = await tx.em.findOne(LoyaltyReward, { program: program.id, key });
  if (!known && (!name || kind == null || price == null))
    throw new UserError('INVALID', [], 'A new reward needs a name, a kind and a price.');
  const reward =
    known ??
    tx.em.create(
      LoyaltyReward,
      { program, key, name: textsOf(name!), kind: kind!, price: price! },
      { partial: true },
    );
  setFields(reward, {
    ...facts,
    kind: kind ?? undefined,
    price: price ?? undefined,
    isActive: facts.isActive ?? undefined,
    ...(name && { name: textsOf(name) }),
    ...(minimumTierId !== undefined && { minimumTier: await tierOf(tx, program, minimumTierId) }),
  });
  check(reward);
  audit(tx, { action: 'loyalty.setReward', subject: reward.id, after: { key, kind, price, ...facts } });
  return reward;
}

/** A tier of that program; null for none. */
export async function tierOf(
  tx: Tx,
  program: LoyaltyProgram,
  tierId: string | null,
): Promise<LoyaltyTier | null> {
  if (tierId === null) return null;
  const tier = await tx.see(LoyaltyTier, tierId, ['minimumTierId']);
  if (tier.program.id === program.id) return tier;
  throw new UserError('INVALID', ['minimumTierId'], 'The tier belongs to another program.');
}

function check(reward: LoyaltyReward): void {
  if (reward.kind === RewardKind.GIFT) {
    reward.couponKind = null;
    reward.value = null;
    return;
  }
  if (reward.value === null)
    throw new UserError('INVALID', ['value'], 'A coupon or cash-back needs a value.');
  reward.couponKind = reward.kind === RewardKind.COUPON ? (reward.couponKind ?? CouponKind.VALUE) : null;
  assertWorth(reward.couponKind ?? CouponKind.VALUE, reward.value, ['value']);
}
