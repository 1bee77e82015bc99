import { Id, InstantType, Node, newId, Stamped } from '@candor/kernel/database';
import { Entity, Enum, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { Customer } from '../customer.js';
import { CustomerRight } from './customer-right.js';

/** How a customer came by a right. */
export enum EntitlementSource {
  TIER = 'TIER',
  PERSONAL = 'PERSONAL',
}

registerEnumType(EntitlementSource, {
  name: 'EntitlementSource',
  description: 'How a customer came by a right.',
  valuesConfig: {
    TIER: { description: 'By the tier the customer is in.' },
    PERSONAL: { description: 'Somebody gave it to this one customer.' },
  },
});

/** That a customer has a right, and for how long. */
@ObjectType({
  implements: Node,
  description: 'That a customer has a right beyond what everybody gets, and for how long.',
})
@Entity({ tableName: 'customers_entitlement' })
@Unique({ properties: ['customer', 'right'], where: 'ended_at is null' })
@Index({ properties: ['customer', 'startsAt', 'id'] })
@Index({ properties: ['right', 'startsAt', 'id'] })
@Index({ properties: ['expiresAt'], where: 'ended_at is null' })
export class Entitlement extends Stamped {
  @Id('entitlement') id: string = newId('entitlement');

  @Field(() => Customer, { nullable: true, description: 'Who has it.' })
  @ManyToOne(() => Customer)
  customer!: Customer;

  @Field(() => CustomerRight, { nullable: true, description: 'What it is.' })
  @ManyToOne(() => CustomerRight)
  right!: CustomerRight;

  @Field(() => EntitlementSource, {
    nullable: true,
    description: 'How the customer came by it; for staff only.',
  })
  @Enum({ items: () => EntitlementSource, type: 'string', columnType: 'text' })
  source!: EntitlementSource;

  @Field(() => Date, { description: 'Since when.' })
  @Property({ type: new InstantType() })
  startsAt!: Date;

  @Field(() => Date, { nullable: true, description: 'Until when it was given; null without an end.' })
  @Property({ type: new InstantType(), nullable: true })
  expiresAt: Date | null = null;

  @Field(() => Date, { nullable: true, description: 'When it ended; null while it lasts.' })
  @Property({ type: new InstantType(), nullable: true })
  endedAt: Date | null = null;

  @Field(() => String, { nullable: true, description: 'Why it was given or ended; for staff only.' })
  @Property({ type: 'text', nullable: true })
  reason: string | null = null;
}
