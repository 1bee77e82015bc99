import { Id, type LocalizedText, LocalizedTextType, Node, newId, Stamped } from '@candor/kernel/database';
import { Check, Entity, Enum, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { LoyaltyProgram } from '../programs/program.js';
import { LoyaltyTier } from '../programs/tier.js';

/** What points buy. */
export enum RewardKind {
  GIFT = 'GIFT',
  COUPON = 'COUPON',
  CASH_BACK = 'CASH_BACK',
}

registerEnumType(RewardKind, {
  name: 'LoyaltyRewardKind',
  description: 'What points buy.',
  valuesConfig: {
    GIFT: { description: 'A thing or a service, handed over by staff.' },
    COUPON: { description: 'A coupon, which is there at once.' },
    CASH_BACK: { description: 'Money, paid out by staff.' },
  },
});

/** What a coupon is worth. */
export enum CouponKind {
  VALUE = 'VALUE',
  PERCENTAGE = 'PERCENTAGE',
}

registerEnumType(CouponKind, {
  name: 'CouponKind',
  description: 'What a coupon is worth.',
  valuesConfig: {
    VALUE: { description: 'An amount of money.' },
    PERCENTAGE: { description: 'A part of the price, in percent.' },
  },
});

/** Something that points buy. */
@ObjectType('LoyaltyReward', {
  implements: Node,
  description: 'Something that points buy: a gift, a coupon or cash-back.',
})
@Entity({ tableName: 'loyalty_reward' })
@Unique({ properties: ['program', 'key'] })
@Index({ properties: ['program', 'price', 'id'] })
@Check({ name: 'loyalty_reward_stock_check', expression: 'stock >= 0' })
export class LoyaltyReward extends Stamped {
  @Id('loyalty_reward') id: string = newId('loyalty_reward');

  @Field(() => LoyaltyProgram, { nullable: true, description: 'The program.' })
  @ManyToOne(() => LoyaltyProgram)
  program!: LoyaltyProgram;

  @Field(() => String, { description: 'What programs call it, such as `tea-set`.' })
  @Property({ type: 'text' })
  key!: string;

  @Field(() => String, { description: 'What it is, in the language of the request.' })
  @Property({ type: new LocalizedTextType() })
  name!: LocalizedText;

  @Field(() => RewardKind, { description: 'A gift, a coupon or cash-back.' })
  @Enum({ items: () => RewardKind, type: 'string', columnType: 'text' })
  kind!: RewardKind;

  @Field(() => Int, { description: 'How many points it takes.' })
  @Property({ type: 'integer' })
  price!: number;

  @Field(() => Int, { nullable: true, description: 'How many are left; null where there is no end of them.' })
  @Property({ type: 'integer', nullable: true })
  stock: number | null = null;

  @Field(() => LoyaltyTier, {
    nullable: true,
    description: 'The lowest tier that may have it; null: all members.',
  })
  @ManyToOne(() => LoyaltyTier, { nullable: true })
  minimumTier: LoyaltyTier | null = null;

  @Field(() => CouponKind, {
    nullable: true,
    description: 'What its coupon is worth; null where it is none.',
  })
  @Enum({ items: () => CouponKind, type: 'string', columnType: 'text', nullable: true })
  couponKind: CouponKind | null = null;

  @Field(() => String, {
    nullable: true,
    description:
      'The amount or the percentage of the coupon, or the cash-back, in the currency of the program; null for a gift.',
  })
  @Property({ type: 'string', columnType: 'numeric', nullable: true })
  value: string | null = null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many days its coupon is good for; null without an end.',
  })
  @Property({ type: 'integer', nullable: true })
  couponDays: number | null = null;

  @Field(() => Boolean, { description: 'Whether it can be had now.' })
  @Property({ type: 'boolean', default: true })
  isActive: boolean = true;
}
