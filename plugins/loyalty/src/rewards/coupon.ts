import { Customer } from '@candor/core/customers';
import { Id, InstantType, Node, newId, Stamped } from '@candor/kernel/database';
import { Entity, Enum, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { CouponKind } from './reward.js';

/** Why a coupon was issued. */
export enum CouponReason {
  REWARD = 'REWARD',
  OFFER = 'OFFER',
  COMPENSATION = 'COMPENSATION',
  WIN_BACK = 'WIN_BACK',
  GOODWILL = 'GOODWILL',
}

registerEnumType(CouponReason, {
  name: 'CouponReason',
  description: 'Why a coupon was issued.',
  valuesConfig: {
    REWARD: { description: 'Points were redeemed for it.' },
    OFFER: { description: 'It belongs to an offer, such as a birthday.' },
    COMPENSATION: { description: 'It makes up for something that went wrong, such as an incident.' },
    WIN_BACK: { description: 'It asks a customer to come back.' },
    GOODWILL: { description: 'Out of kindness.' },
  },
});

/** How a coupon stands. */
export enum CouponState {
  ISSUED = 'ISSUED',
  USED = 'USED',
  VOID = 'VOID',
}

registerEnumType(CouponState, {
  name: 'CouponState',
  description: 'How a coupon stands. One that is not used ends at its `expiresAt` by itself.',
  valuesConfig: {
    ISSUED: { description: 'To be used.' },
    USED: { description: 'Used; a coupon is used once.' },
    VOID: { description: 'Taken back.' },
  },
});

/** Money off a purchase, by a code that cannot be guessed and counts once. */
@ObjectType({
  implements: Node,
  description: 'Money off a purchase, by a code that cannot be guessed and counts once.',
})
@Entity({ tableName: 'loyalty_coupon' })
@Unique({ properties: ['code'] })
@Index({ properties: ['customer', 'issuedAt', 'id'] })
@Index({ properties: ['issuedAt', 'id'] })
@Index({ properties: ['state', 'issuedAt', 'id'] })
@Index({ properties: ['reason', 'issuedAt', 'id'] })
@Index({ properties: ['about', 'issuedAt', 'id'] })
export class Coupon extends Stamped {
  @Id('coupon') id: string = newId('coupon');

  @Field(() => Customer, { nullable: true, description: 'Whose it is.' })
  @ManyToOne(() => Customer)
  customer!: Customer;

  @Field(() => String, {
    nullable: true,
    description: 'What the customer says to use it; null for staff without the permission `loyalty:write`.',
  })
  @Property({ type: 'text' })
  code!: string;

  @Field(() => CouponKind, { description: 'What it is worth: an amount, or a part of the price.' })
  @Enum({ items: () => CouponKind, type: 'string', columnType: 'text' })
  kind!: CouponKind;

  @Field(() => String, { description: 'The amount, or the percentage.' })
  @Property({ type: 'string', columnType: 'numeric' })
  value!: string;

  @Field(() => String, { nullable: true, description: 'The currency of the amount; null for a percentage.' })
  @Property({ type: 'text', nullable: true })
  currency: string | null = null;

  @Field(() => CouponReason, { description: 'Why it was issued.' })
  @Enum({ items: () => CouponReason, type: 'string', columnType: 'text' })
  reason!: CouponReason;

  @Field(() => String, {
    nullable: true,
    description:
      'The id of what it was issued for, such as an incident, a ticket or a redemption; null for nothing in particular.',
  })
  @Property({ type: 'text', nullable: true })
  about: string | null = null;

  @Field(() => Date, { description: 'When it was issued.' })
  @Property({ type: new InstantType() })
  issuedAt!: Date;

  @Field(() => Date, { nullable: true, description: 'From when on it is worth nothing; null for never.' })
  @Property({ type: new InstantType(), nullable: true })
  expiresAt: Date | null = null;

  @Field(() => CouponState, { description: 'How it stands.' })
  @Enum({ items: () => CouponState, type: 'string', columnType: 'text' })
  state: CouponState = CouponState.ISSUED;

  @Field(() => Date, { nullable: true, description: 'When it was used.' })
  @Property({ type: new InstantType(), nullable: true })
  usedAt: Date | null = null;

  @Field(() => String, {
    nullable: true,
    description: 'What it was used for, such as the number of an order.',
  })
  @Property({ type: 'text', nullable: true })
  usedFor: string | null = null;

  @Field(() => String, { nullable: true, description: 'How much it took off, in the currency of the order.' })
  @Property({ type: 'string', columnType: 'numeric', nullable: true })
  discount: string | null = null;
}
