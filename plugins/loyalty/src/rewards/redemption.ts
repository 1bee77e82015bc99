import { Id, InstantType, Node, newId, Stamped } from '@candor/kernel/database';
import { Entity, Enum, Index, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { LoyaltyAccount } from '../ledger/account.js';
import { LoyaltyOperation } from '../ledger/operation.js';
import { Coupon } from './coupon.js';
import { LoyaltyReward } from './reward.js';

/** How far a redemption is. */
export enum RedemptionState {
  HELD = 'HELD',
  CAPTURED = 'CAPTURED',
  CANCELLED = 'CANCELLED',
  REVERSED = 'REVERSED',
}

registerEnumType(RedemptionState, {
  name: 'LoyaltyRedemptionState',
  description: 'How far a redemption is.',
  valuesConfig: {
    HELD: { description: 'The points are held, and the reward is set aside.' },
    CAPTURED: { description: 'The member has the reward, and the points are used.' },
    CANCELLED: { description: 'It was called off before: the points are back.' },
    REVERSED: { description: 'The reward came back: so did the points.' },
  },
});

/** Points turned into a reward. */
@ObjectType('LoyaltyRedemption', { implements: Node, description: 'Points turned into a reward.' })
@Entity({ tableName: 'loyalty_redemption' })
@Index({ properties: ['account', 'requestedAt', 'id'] })
// Whose it is stands in the index, too: all are counted by what their viewer sees.
@Index({ properties: ['requestedAt', 'id', 'account'] })
@Index({ properties: ['state', 'requestedAt', 'id'] })
@Index({ properties: ['reward', 'requestedAt', 'id'] })
export class LoyaltyRedemption extends Stamped {
  @Id('loyalty_redemption') id: string = newId('loyalty_redemption');

  @Field(() => LoyaltyAccount, { nullable: true, description: 'The member.' })
  @ManyToOne(() => LoyaltyAccount)
  account!: LoyaltyAccount;

  @Field(() => LoyaltyReward, { nullable: true, description: 'The reward.' })
  @ManyToOne(() => LoyaltyReward)
  reward!: LoyaltyReward;

  @Field(() => Int, { description: 'How many points it took: the price then.' })
  @Property({ type: 'integer' })
  points!: number;

  @Field(() => RedemptionState, { description: 'How far it is.' })
  @Enum({ items: () => RedemptionState, type: 'string', columnType: 'text' })
  state: RedemptionState = RedemptionState.HELD;

  @ManyToOne(() => LoyaltyOperation)
  hold!: LoyaltyOperation;

  @Field(() => Date, { description: 'When it was asked for.' })
  @Property({ type: new InstantType() })
  requestedAt!: Date;

  @Field(() => Date, {
    nullable: true,
    description: 'When it was captured, cancelled or reversed, whichever came last.',
  })
  @Property({ type: new InstantType(), nullable: true })
  decidedAt: Date | null = null;

  @Field(() => Coupon, { nullable: true, description: 'The coupon that it made; null for another reward.' })
  @ManyToOne(() => Coupon, { nullable: true })
  coupon: Coupon | null = null;

  @Field(() => String, {
    nullable: true,
    description: 'How it was handed over, such as the number of a parcel or of a payment.',
  })
  @Property({ type: 'text', nullable: true })
  reference: string | null = null;
}
