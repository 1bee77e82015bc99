import { Id, InstantType, Node, newId } from '@candor/kernel/database';
import { Entity, Enum, Index, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { LoyaltyAccount } from '../ledger/account.js';
import { LoyaltyTier } from '../programs/tier.js';

/** Why a member's tier changed. */
export enum TierChangeReason {
  JOINED = 'JOINED',
  QUALIFIED = 'QUALIFIED',
  PERIOD_ENDED = 'PERIOD_ENDED',
}

registerEnumType(TierChangeReason, {
  name: 'LoyaltyTierChangeReason',
  description: "Why a member's tier changed.",
  valuesConfig: {
    JOINED: { description: 'The member joined.' },
    QUALIFIED: { description: 'The member reached what the tier takes.' },
    PERIOD_ENDED: { description: 'A period ended that did not qualify for the tier any more.' },
  },
});

/** A change of a member's tier with what it was decided by. It never changes itself. */
@ObjectType('LoyaltyTierChange', {
  implements: Node,
  description:
    "A change of a member's tier, with the figures it was decided by. Together they are its history.",
})
@Entity({ tableName: 'loyalty_tier_change' })
@Index({ properties: ['account', 'at', 'id'] })
@Index({ properties: ['at'] })
export class LoyaltyTierChange {
  @Id('loyalty_tier_change') id: string = newId('loyalty_tier_change');

  @Field(() => LoyaltyAccount, { nullable: true, description: 'The member.' })
  @ManyToOne(() => LoyaltyAccount)
  account!: LoyaltyAccount;

  @Field(() => Date, { description: 'When it happened.' })
  @Property({ type: new InstantType() })
  at!: Date;

  @Field(() => TierChangeReason, { description: 'Why.' })
  @Enum({ items: () => TierChangeReason, type: 'string', columnType: 'text' })
  reason!: TierChangeReason;

  @Field(() => LoyaltyTier, { nullable: true, description: 'The tier before; null for whoever joined.' })
  @ManyToOne(() => LoyaltyTier, { nullable: true })
  from: LoyaltyTier | null = null;

  @Field(() => LoyaltyTier, { nullable: true, description: 'The tier from then on.' })
  @ManyToOne(() => LoyaltyTier)
  to!: LoyaltyTier;

  @Field(() => Boolean, { description: 'Whether it went up.' })
  @Property({ type: 'boolean' })
  isRise!: boolean;

  @Field(() => String, { description: 'The points or the spend that it was decided by.' })
  @Property({ type: 'string', columnType: 'numeric' })
  value!: string;

  @Field(() => Int, { description: 'The purchases in the window that it was decided by.' })
  @Property({ type: 'integer' })
  purchases!: number;
}
