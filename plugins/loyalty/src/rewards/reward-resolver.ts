import type { MutationContext, RequestContext } from '@candor/kernel';
import { idOf } from '@candor/kernel/database';
import { payloadOf } from '@candor/kernel/graphql';
import { Allow } from '@candor/kernel/identity';
import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { Coupon } from './coupon.js';
import { typedCode } from './coupon-code.js';
import * as coupons from './coupon-service.js';
import { LoyaltyRedemption } from './redemption.js';
import * as redemptions from './redemption-service.js';
import { LoyaltyReward } from './reward.js';
import {
  CancelRedemptionInput,
  CaptureRedemptionInput,
  IssueCouponInput,
  RedeemRewardInput,
  ReverseRedemptionInput,
  SetLoyaltyRewardInput,
  UseCouponInput,
  VoidCouponInput,
} from './reward-inputs.js';
import { setReward } from './reward-service.js';

const SetLoyaltyRewardPayload = payloadOf('setLoyaltyReward', { reward: LoyaltyReward });
const RedeemRewardPayload = payloadOf('redeemReward', { redemption: LoyaltyRedemption });
const CaptureRedemptionPayload = payloadOf('captureRedemption', { redemption: LoyaltyRedemption });
const CancelRedemptionPayload = payloadOf('cancelRedemption', { redemption: LoyaltyRedemption });
const ReverseRedemptionPayload = payloadOf('reverseRedemption', { redemption: LoyaltyRedemption });
const IssueCouponPayload = payloadOf('issueCoupon', { coupon: Coupon });
const UseCouponPayload = payloadOf('useCoupon', { coupon: Coupon });
const VoidCouponPayload = payloadOf('voidCoupon', { coupon: Coupon });

@Resolver()
export class RewardResolver {
  @Query(() => Coupon, {
    nullable: true,
    description: 'The coupon of a code, as a till asks for it; null for none.',
  })
  @Allow('loyalty:write')
  async couponByCode(
    @Arg('code', () => String, { description: 'The code, as the customer says it.' }) code: string,
    @Ctx() { services }: RequestContext,
  ): Promise<string | null> {
    const [found] = await services.query<{ id: string }>('select id from loyalty_coupon where code = $1', [
      typedCode(code),
    ]);
    return found ? idOf('coupon', found.id) : null;
  }

  @Mutation(() => SetLoyaltyRewardPayload, {
    nullable: true,
    description: 'Adds or changes something that points buy.',
  })
  @Allow('loyalty:manage')
  async setLoyaltyReward(
    @Arg('input', () => SetLoyaltyRewardInput) input: SetLoyaltyRewardInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { reward: (await setReward(tx, input)).id };
  }

  @Mutation(() => RedeemRewardPayload, {
    nullable: true,
    description:
      'Holds points for a reward and sets it aside; a coupon is there at once. Customers redeem for themselves.',
  })
  @Allow('loyalty:write', 'kind:customer')
  async redeemReward(
    @Arg('input', () => RedeemRewardInput) input: RedeemRewardInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { redemption: (await redemptions.redeemReward(tx, input)).id };
  }

  @Mutation(() => CaptureRedemptionPayload, {
    nullable: true,
    description: 'Says that a reward was handed over: its points are used.',
  })
  @Allow('loyalty:write')
  async captureRedemption(
    @Arg('input', () => CaptureRedemptionInput) input: CaptureRedemptionInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { redemption: (await redemptions.captureRedemption(tx, input)).id };
  }

  @Mutation(() => CancelRedemptionPayload, {
    nullable: true,
    description:
      'Calls a redemption off before the reward was handed over: the points are back. Customers cancel their own.',
  })
  @Allow('loyalty:write', 'kind:customer')
  async cancelRedemption(
    @Arg('input', () => CancelRedemptionInput) input: CancelRedemptionInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { redemption: (await redemptions.cancelRedemption(tx, input)).id };
  }

  @Mutation(() => ReverseRedemptionPayload, {
    nullable: true,
    description:
      'Takes a reward back that was handed over: the points are back, in the lots that were used last.',
  })
  @Allow('loyalty:write')
  async reverseRedemption(
    @Arg('input', () => ReverseRedemptionInput) input: ReverseRedemptionInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { redemption: (await redemptions.reverseRedemption(tx, input)).id };
  }

  @Mutation(() => IssueCouponPayload, {
    nullable: true,
    description: 'Issues a coupon by hand, as to make up for an incident: `reason` and `about` say for what.',
  })
  @Allow('loyalty:adjust')
  async issueCoupon(
    @Arg('input', () => IssueCouponInput) input: IssueCouponInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { coupon: (await coupons.issueCoupon(tx, input)).id };
  }

  @Mutation(() => UseCouponPayload, {
    nullable: true,
    description: 'Uses a coupon for an order, once; `discount` says what it takes off.',
  })
  @Allow('loyalty:write')
  async useCoupon(@Arg('input', () => UseCouponInput) input: UseCouponInput, @Ctx() { tx }: MutationContext) {
    return { coupon: (await coupons.useCoupon(tx, input)).id };
  }

  @Mutation(() => VoidCouponPayload, {
    nullable: true,
    description: 'Takes a coupon back that was not used.',
  })
  @Allow('loyalty:adjust')
  async voidCoupon(
    @Arg('input', () => VoidCouponInput) input: VoidCouponInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { coupon: (await coupons.voidCoupon(tx, input.couponId)).id };
  }
}
