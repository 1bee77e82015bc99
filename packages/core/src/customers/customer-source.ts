import { Id, InstantType, Node, newId, Stamped } from '@candor/kernel/database';
import { Entity, Index, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { Customer } from './customer.js';

/** Where knowledge of a customer came from, and on what consent it rests. */
@ObjectType({
  implements: Node,
  description: 'Where knowledge of a customer came from, and on what consent it rests.',
})
@Entity({ tableName: 'customers_source' })
@Index({ properties: ['customer', 'collectedAt', 'id'] })
export class CustomerSource extends Stamped {
  @Id('customer_source') id: string = newId('customer_source');

  @Field(() => Customer, { nullable: true, description: 'Who it is about.' })
  @ManyToOne(() => Customer)
  customer!: Customer;

  @Field(() => String, {
    description: 'The way it came, as a key such as `site`, `fair`, `visit` or `third-party`.',
  })
  @Property({ type: 'text' })
  channel!: string;

  @Field(() => Date, { description: 'When it was collected.' })
  @Property({ type: new InstantType() })
  collectedAt!: Date;

  @Field(() => String, {
    nullable: true,
    description: 'Where the consent is filed, such as the number of a form; null without one.',
  })
  @Property({ type: 'text', nullable: true })
  consentRef: string | null = null;
}
