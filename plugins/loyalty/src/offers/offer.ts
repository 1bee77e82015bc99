import {
  Id,
  InstantType,
  type LocalizedText,
  LocalizedTextType,
  Node,
  newId,
  Stamped,
} from '@candor/kernel/database';
import { Entity, Enum, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { LoyaltyAccount } from '../ledger/account.js';
import { LoyaltyProgram } from '../programs/program.js';
import { Period } from '../programs/program-kinds.js';
import { LoyaltyTier } from '../programs/tier.js';
import { Coupon } from '../rewards/coupon.js';
import { CouponKind } from '../rewards/reward.js';

/** What an offer is made for. */
export enum OfferOccasion {
  BIRTHDAY = 'BIRTHDAY',
  FESTIVAL = 'FESTIVAL',
  BY_HAND = 'BY_HAND',
}

registerEnumType(OfferOccasion, {
  name: 'LoyaltyOfferOccasion',
  description: 'What an offer is made for.',
  valuesConfig: {
    BIRTHDAY: {
      description:
        "On the member's birthday, where the member keeps the time; 29 February is 28 February in other years.",
    },
    FESTIVAL: { description: 'On each of its days, in the time zone of the program.' },
    BY_HAND: { description: 'Whenever somebody grants it.' },
  },
});

/** Something for members that is not paid for with points. */
@ObjectType('LoyaltyOffer', {
  implements: Node,
  description:
    'Something for members that is not paid for with points: on a birthday, at a festival, or by hand.',
})
@Entity({ tableName: 'loyalty_offer' })
@Unique({ properties: ['program', 'key'] })
@Index({ properties: ['program', 'createdAt', 'id'] })
export class LoyaltyOffer extends Stamped {
  @Id('loyalty_offer') id: string = newId('loyalty_offer');

  @Field(() => LoyaltyProgram, { nullable: true, description: 'The program.' })
  @ManyToOne(() => LoyaltyProgram)
  program!: LoyaltyProgram;

  @Field(() => String, { description: 'What programs call it, such as `birthday`.' })
  @Property({ type: 'text' })
  key!: string;

  @Field(() => String, { description: 'What it is, in the language of the request.' })
  @Property({ type: new LocalizedTextType() })
  name!: LocalizedText;

  @Field(() => OfferOccasion, { description: 'What it is made for.' })
  @Enum({ items: () => OfferOccasion, type: 'string', columnType: 'text' })
  occasion!: OfferOccasion;

  @Field(() => [String], {
    description:
      'The days of a festival: `2027-02-06`, or `12-25` for every year. Empty for another occasion.',
  })
  @Property({ type: 'text[]' })
  days: string[] = [];

  @Field(() => Int, {
    nullable: true,
    description: 'The points that it gives; null where it gives a coupon.',
  })
  @Property({ type: 'integer', nullable: true })
  points: number | null = null;

  @Field(() => CouponKind, {
    nullable: true,
    description: 'What its coupon is worth; null where it gives points.',
  })
  @Enum({ items: () => CouponKind, type: 'string', columnType: 'text', nullable: true })
  couponKind: CouponKind | null = null;

  @Field(() => String, { nullable: true, description: 'The amount or the percentage of the coupon.' })
  @Property({ type: 'string', columnType: 'numeric', nullable: true })
  value: string | null = null;

  @Field(() => Int, { description: 'How many days it can be redeemed, the day of the occasion included.' })
  @Property({ type: 'integer' })
  validDays!: number;

  @Field(() => Int, {
    nullable: true,
    description: 'How often a member gets it in a period; null without a limit.',
  })
  @Property({ type: 'integer', nullable: true })
  limitCount: number | null = null;

  @Field(() => Period, { description: 'The period of the limit.' })
  @Enum({ items: () => Period, type: 'string', columnType: 'text' })
  limitPeriod: Period = Period.YEAR;

  @Field(() => LoyaltyTier, {
    nullable: true,
    description: 'The lowest tier that gets it; null: all members.',
  })
  @ManyToOne(() => LoyaltyTier, { nullable: true })
  minimumTier: LoyaltyTier | null = null;

  @Field(() => Boolean, { description: 'Whether it is made now.' })
  @Property({ type: 'boolean', default: true })
  isActive: boolean = true;
}

/** How an offer to a member stands. */
export enum GrantState {
  GRANTED = 'GRANTED',
  REDEEMED = 'REDEEMED',
}

registerEnumType(GrantState, {
  name: 'LoyaltyGrantState',
  description: 'How an offer to a member stands. One that is not redeemed ends at its `expiresAt` by itself.',
  valuesConfig: {
    GRANTED: { description: 'To be redeemed.' },
    REDEEMED: { description: 'Redeemed.' },
  },
});

/** An offer as it was made to one member on one occasion. */
@ObjectType('LoyaltyGrant', {
  implements: Node,
  description: 'An offer as it was made to one member on one occasion.',
})
@Entity({ tableName: 'loyalty_grant' })
@Unique({ properties: ['account', 'offer', 'occasion'] })
@Index({ properties: ['account', 'grantedAt', 'id'] })
@Index({ properties: ['offer', 'grantedAt'] })
export class LoyaltyGrant extends Stamped {
  @Id('loyalty_grant') id: string = newId('loyalty_grant');

  @Field(() => LoyaltyOffer, { nullable: true, description: 'The offer.' })
  @ManyToOne(() => LoyaltyOffer)
  offer!: LoyaltyOffer;

  @Field(() => LoyaltyAccount, { nullable: true, description: 'The member.' })
  @ManyToOne(() => LoyaltyAccount)
  account!: LoyaltyAccount;

  @Field(() => String, { description: 'The day of the occasion, where it is kept, such as `2027-02-28`.' })
  @Property({ type: 'text' })
  occasion!: string;

  @Field(() => Date, { description: 'From when on it can be redeemed.' })
  @Property({ type: new InstantType() })
  grantedAt!: Date;

  @Field(() => Date, { description: 'From when on it cannot any more.' })
  @Property({ type: new InstantType() })
  expiresAt!: Date;

  @Field(() => GrantState, { description: 'How it stands.' })
  @Enum({ items: () => GrantState, type: 'string', columnType: 'text' })
  state: GrantState = GrantState.GRANTED;

  @Field(() => Date, { nullable: true, description: 'When it was redeemed.' })
  @Property({ type: new InstantType(), nullable: true })
  redeemedAt: Date | null = null;

  @Field(() => Coupon, {
    nullable: true,
    description: 'The coupon that it made; null before, and for points.',
  })
  @ManyToOne(() => Coupon, { nullable: true })
  coupon: Coupon | null = null;
}
