import { Id, Node, newId, Stamped } from '@candor/kernel/database';
import { Entity, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { Customer } from '../customer.js';

/** What a customer likes better, in one matter. */
@ObjectType({ implements: Node, description: 'What a customer likes better, in one matter.' })
@Entity({ tableName: 'customers_preference' })
@Unique({ properties: ['customer', 'key'] })
@Index({ properties: ['customer', 'createdAt', 'id'] })
export class CustomerPreference extends Stamped {
  @Id('customer_preference') id: string = newId('customer_preference');

  @Field(() => Customer, { nullable: true, description: 'Whose it is.' })
  @ManyToOne(() => Customer)
  customer!: Customer;

  @Field(() => String, {
    description:
      'The matter, as a key such as `packaging`, `delivery` or `service-need`; the channel for results is `Customer.preferredChannel`.',
  })
  @Property({ type: 'text' })
  key!: string;

  @Field(() => String, { nullable: true, description: 'What is liked better; null for nothing any more.' })
  @Property({ type: 'text', nullable: true })
  value: string | null = null;
}
