import { Id, Node, newId, Stamped } from '@candor/kernel/database';
import { Entity, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { Customer } from './customer.js';

/** What another system calls a customer. Each such name belongs to one customer, whatever happens at once. */
@ObjectType({
  implements: Node,
  description: 'What another system, such as a shop or an ERP, calls a customer.',
})
@Entity({ tableName: 'customers_external_id' })
@Unique({ properties: ['system', 'value'] })
@Index({ properties: ['customer', 'createdAt', 'id'] })
export class ExternalId extends Stamped {
  @Id('external_id') id: string = newId('external_id');

  @Field(() => Customer, { nullable: true, description: 'Who is meant.' })
  @ManyToOne(() => Customer)
  customer!: Customer;

  @Field(() => String, { description: 'The other system, as a key such as `shop`.' })
  @Property({ type: 'text' })
  system!: string;

  @Field(() => String, { description: 'The id in that system; it stands for one customer only.' })
  @Property({ type: 'text' })
  value!: string;
}
