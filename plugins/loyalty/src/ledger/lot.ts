import { Id, InstantType, Node, newId } from '@candor/kernel/database';
import { Entity, Index, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Field, Int, ObjectType } from 'type-graphql';
import { LoyaltyAccount } from './account.js';

/** Points that were earned together: they wait, become active and expire together. */
@ObjectType('LoyaltyLot', {
  implements: Node,
  description: 'Points that were earned together: they wait, become active and expire together.',
})
@Entity({ tableName: 'loyalty_lot' })
@Index({ properties: ['account', 'earnedAt', 'id'] })
@Index({ properties: ['account'], where: 'is_open' })
export class LoyaltyLot {
  @Id('loyalty_lot') id: string = newId('loyalty_lot');

  @Field(() => LoyaltyAccount, { nullable: true, description: 'The member.' })
  @ManyToOne(() => LoyaltyAccount)
  account!: LoyaltyAccount;

  @Field(() => Date, { description: 'When they were earned.' })
  @Property({ type: new InstantType() })
  earnedAt!: Date;

  @Field(() => Date, { description: 'When they become active, or did.' })
  @Property({ type: new InstantType() })
  activatesAt!: Date;

  @Field(() => Date, { nullable: true, description: 'From when on they are worth nothing; null for never.' })
  @Property({ type: new InstantType(), nullable: true })
  expiresAt: Date | null = null;

  @Field(() => Int, { description: 'How many there were at first.' })
  @Property({ type: 'integer' })
  points!: number;

  @Field(() => Int, { description: 'How many of them wait.' })
  @Property({ type: 'integer', default: 0 })
  pending: number = 0;

  @Field(() => Int, { description: 'How many of them can be spent.' })
  @Property({ type: 'integer', default: 0 })
  active: number = 0;

  @Field(() => Int, { description: 'How many of them are promised.' })
  @Property({ type: 'integer', default: 0 })
  held: number = 0;

  /** Whether anything of it is left to wait, to be spent or to be given back. */
  @Property({ type: 'boolean', default: true })
  isOpen: boolean = true;
}
