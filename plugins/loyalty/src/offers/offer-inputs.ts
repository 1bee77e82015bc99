import { CommandInput, IfSet, IsKey, type LocalizedTextInput } from '@candor/kernel/graphql';
import { ArrayMaxSize, Matches } from 'class-validator';
import { Field, ID, InputType, Int } from 'type-graphql';
import { IsAmount, IsCount, Texts } from '../input-rules.js';
import { Period } from '../programs/program-kinds.js';
import { CouponKind } from '../rewards/reward.js';
import { OfferOccasion } from './offer.js';

@InputType({
  description: 'An offer that is added or changed, by its key. Fields that are left out stay as they are.',
})
export class SetLoyaltyOfferInput extends CommandInput {
  @Field(() => ID, { description: 'The program.' })
  programId!: string;

  @Field(() => String, { description: 'What programs call it, such as `birthday`.' })
  @IsKey()
  key!: string;

  @Texts('What it is, in each language; needed for a new offer.', true)
  name?: LocalizedTextInput[] | null;

  @Field(() => OfferOccasion, { nullable: true, description: 'What it is made for; needed for a new offer.' })
  occasion?: OfferOccasion;

  @Field(() => [String], {
    nullable: true,
    description: 'The days of a festival: `2027-02-06`, or `12-25` for every year.',
  })
  @IfSet()
  @ArrayMaxSize(366, { message: 'Give at most 366 days.' })
  @Matches(/^(\d{4}-)?(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, {
    each: true,
    message: 'Give days such as 2027-02-06, or 12-25 for every year.',
  })
  days?: string[] | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The points that it gives; null where it gives a coupon.',
  })
  @IsCount(1, 1_000_000_000)
  points?: number | null;

  @Field(() => CouponKind, {
    nullable: true,
    description: 'What its coupon is worth; null where it gives points.',
  })
  couponKind?: CouponKind | null;

  @Field(() => String, { nullable: true, description: 'The amount or the percentage of the coupon.' })
  @IsAmount()
  value?: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'How many days it can be redeemed, the day of the occasion included; needed for a new offer.',
  })
  @IsCount(1, 366)
  validDays?: number;

  @Field(() => Int, {
    nullable: true,
    description: 'How often a member gets it in a period; null without a limit.',
  })
  @IsCount(1, 1_000)
  limitCount?: number | null;

  @Field(() => Period, { nullable: true, description: 'The period of the limit; `YEAR`, if left out.' })
  limitPeriod?: Period;

  @Field(() => ID, { nullable: true, description: 'The lowest tier that gets it; null: all members.' })
  minimumTierId?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it is made now; true, if left out.' })
  isActive?: boolean;
}

@InputType({ description: 'An offer that is made to one member by hand.' })
export class GrantLoyaltyOfferInput extends CommandInput {
  @Field(() => ID, { description: 'The offer.' })
  offerId!: string;

  @Field(() => ID, { description: 'The member.' })
  customerId!: string;
}

@InputType({ description: 'An offer that a member redeems.' })
export class RedeemLoyaltyOfferInput extends CommandInput {
  @Field(() => ID, { description: 'The offer as it was made to the member.' })
  grantId!: string;
}
