import { Id, Node, newId, Stamped } from '@candor/kernel/database';
import { Entity, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { Customer } from '../customer.js';

/** By which channel a customer wants to be told one sort of thing. */
@ObjectType({
  implements: Node,
  description:
    'By which channel a customer wants to be told one sort of thing; it goes before `Customer.preferredChannel`.',
})
@Entity({ tableName: 'customers_notice_preference' })
@Unique({ properties: ['customer', 'need'] })
@Index({ properties: ['customer', 'createdAt', 'id'] })
export class NotificationPreference extends Stamped {
  @Id('notification_preference') id: string = newId('notification_preference');

  @Field(() => Customer, { nullable: true, description: 'Whose it is.' })
  @ManyToOne(() => Customer)
  customer!: Customer;

  @Field(() => String, { description: 'The sort of thing: `need` of a `NoticePlan`, such as `result`.' })
  @Property({ type: 'text' })
  need!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The channel, as a key such as `sms`; null where the general one counts again.',
  })
  @Property({ type: 'text', nullable: true })
  channel: string | null = null;
}
