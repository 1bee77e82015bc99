import { Id, InstantType, Node, newId, Stamped } from '@candor/kernel/database';
import { Entity, Enum, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { Customer } from './customer.js';

/** How much of a purchase stands. */
export enum PurchaseState {
  RECORDED = 'RECORDED',
  PARTLY_REVERSED = 'PARTLY_REVERSED',
  REVERSED = 'REVERSED',
}

registerEnumType(PurchaseState, {
  name: 'PurchaseState',
  description: 'How much of a purchase stands.',
  valuesConfig: {
    RECORDED: { description: 'All of it.' },
    PARTLY_REVERSED: { description: 'A part was returned or refunded.' },
    REVERSED: { description: 'Nothing: it was returned, refunded or cancelled as a whole.' },
  },
});

/** Something that a customer bought, as the system that sold it tells it. */
@ObjectType({
  implements: Node,
  description: 'Something that a customer bought, as the system that sold it tells it.',
})
@Entity({ tableName: 'customers_purchase' })
@Unique({ properties: ['externalSystem', 'externalId'] })
@Index({ properties: ['customer', 'purchasedAt', 'id'] })
@Index({ properties: ['purchasedAt', 'id'] })
@Index({ properties: ['state', 'purchasedAt', 'id'] })
@Index({ properties: ['channel', 'purchasedAt', 'id'] })
export class Purchase extends Stamped {
  @Id('purchase') id: string = newId('purchase');

  @Field(() => Customer, { nullable: true, description: 'Who bought it.' })
  @ManyToOne(() => Customer)
  customer!: Customer;

  @Field(() => String, { description: 'The system that sold it, as a key such as `shop`.' })
  @Property({ type: 'text' })
  externalSystem!: string;

  @Field(() => String, { description: 'Its id there, such as the number of the order; it is recorded once.' })
  @Property({ type: 'text' })
  externalId!: string;

  @Field(() => Date, { description: 'When it was bought.' })
  @Property({ type: new InstantType() })
  purchasedAt!: Date;

  @Field(() => String, { description: 'What it cost, as a decimal number such as `129.90`.' })
  @Property({ type: 'string', columnType: 'numeric' })
  amount!: string;

  @Field(() => String, { description: 'The currency of all its amounts, in ISO 4217, such as `CNY`.' })
  @Property({ type: 'text' })
  currency!: string;

  @Field(() => String, { description: 'How much of the amount was reversed so far.' })
  @Property({ type: 'string', columnType: 'numeric', default: '0.00' })
  reversedAmount: string = '0.00';

  @Field(() => PurchaseState, { description: 'How much of it stands.' })
  @Enum({ items: () => PurchaseState, type: 'string', columnType: 'text' })
  state: PurchaseState = PurchaseState.RECORDED;

  @Field(() => String, { description: 'Where it was bought, as a key such as `store`, `web` or `phone`.' })
  @Property({ type: 'text' })
  channel!: string;
}
