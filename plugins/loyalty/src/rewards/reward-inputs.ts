import { CommandInput, IfSet, IsKey, type LocalizedTextInput } from '@candor/kernel/graphql';
import { IsOptional, Length, Matches } from 'class-validator';
import { Field, ID, InputType, Int } from 'type-graphql';
import { IsAmount, IsCount, IsCurrency, Texts } from '../input-rules.js';
import { CouponReason } from './coupon.js';
import { CouponKind, RewardKind } from './reward.js';

const PUBLIC_ID = /^[a-z][a-z_]*_[0-9a-z]{26}$/;

@InputType({
  description: 'A reward that is added or changed, by its key. Fields that are left out stay as they are.',
})
export class SetLoyaltyRewardInput extends CommandInput {
  @Field(() => ID, { description: 'The program.' })
  programId!: string;

  @Field(() => String, { description: 'What programs call it, such as `tea-set`.' })
  @IsKey()
  key!: string;

  @Texts('What it is, in each language; needed for a new reward.', true)
  name?: LocalizedTextInput[] | null;

  @Field(() => RewardKind, {
    nullable: true,
    description: 'A gift, a coupon or cash-back; needed for a new reward.',
  })
  kind?: RewardKind;

  @Field(() => Int, { nullable: true, description: 'How many points it takes; needed for a new reward.' })
  @IsCount(1, 1_000_000_000)
  price?: number;

  @Field(() => Int, { nullable: true, description: 'How many are left; null where there is no end of them.' })
  @IsCount(0, 1_000_000_000)
  stock?: number | null;

  @Field(() => ID, { nullable: true, description: 'The lowest tier that may have it; null: all members.' })
  minimumTierId?: string | null;

  @Field(() => CouponKind, { nullable: true, description: 'What its coupon is worth; `VALUE`, if left out.' })
  couponKind?: CouponKind | null;

  @Field(() => String, {
    nullable: true,
    description: 'The amount or the percentage of the coupon, or the cash-back.',
  })
  @IsAmount()
  value?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many days its coupon is good for; null without an end.',
  })
  @IsCount(1, 3_650)
  couponDays?: number | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it can be had now; true, if left out.' })
  isActive?: boolean;
}

@InputType({ description: 'A reward that points are redeemed for.' })
export class RedeemRewardInput extends CommandInput {
  @Field(() => ID, { description: 'The reward.' })
  rewardId!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'Whose points; for customers their own, so they leave it out.',
  })
  customerId?: string | null;
}

@InputType()
export abstract class DecideRedemptionInput extends CommandInput {
  @Field(() => ID, { description: 'The redemption.' })
  redemptionId!: string;
}

@InputType({ description: 'A reward that was handed over.' })
export class CaptureRedemptionInput extends DecideRedemptionInput {
  @Field(() => String, { nullable: true, description: 'Such as the number of the parcel or of the payment.' })
  @IsOptional()
  @Length(1, 200, { message: 'The reference must have 1 to 200 characters.' })
  reference?: string | null;
}

@InputType({ description: 'A redemption that is called off.' })
export class CancelRedemptionInput extends DecideRedemptionInput {}

@InputType({ description: 'A reward that came back.' })
export class ReverseRedemptionInput extends DecideRedemptionInput {}

@InputType({ description: 'A coupon that is issued by hand.' })
export class IssueCouponInput extends CommandInput {
  @Field(() => ID, { description: 'For whom.' })
  customerId!: string;

  @Field(() => CouponKind, { description: 'An amount, or a part of the price.' })
  kind!: CouponKind;

  @Field(() => String, { description: 'The amount, or the percentage.' })
  @IsAmount()
  value!: string;

  @Field(() => String, { nullable: true, description: 'The currency of an amount, in ISO 4217.' })
  @IsCurrency()
  currency?: string | null;

  @Field(() => CouponReason, { description: 'Why.' })
  reason!: CouponReason;

  @Field(() => ID, {
    nullable: true,
    description: 'What it makes up for or belongs to, such as an incident.',
  })
  @IfSet()
  @Matches(PUBLIC_ID, { message: 'Give the id of a record.' })
  about?: string | null;

  @Field(() => Date, { nullable: true, description: 'From when on it is worth nothing; never, if left out.' })
  expiresAt?: Date | null;
}

@InputType({ description: 'A coupon that is used at the till.' })
export class UseCouponInput extends CommandInput {
  @Field(() => String, { description: 'Its code, as the customer says it.' })
  code!: string;

  @Field(() => String, { description: 'What it is used for, such as the number of the order.' })
  @Length(1, 200, { message: 'Give 1 to 200 characters.' })
  usedFor!: string;

  @Field(() => String, { description: 'The price before the coupon.' })
  @IsAmount()
  amount!: string;

  @Field(() => String, { description: 'The currency of the price, in ISO 4217.' })
  @IsCurrency()
  currency!: string;
}

@InputType({ description: 'A coupon that is taken back.' })
export class VoidCouponInput extends CommandInput {
  @Field(() => ID, { description: 'The coupon.' })
  couponId!: string;
}
