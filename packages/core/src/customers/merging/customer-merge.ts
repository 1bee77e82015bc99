import { Id, InstantType, Node, newId, Stamped } from '@candor/kernel/database';
import { Entity, Index, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { Customer } from '../customer.js';

/** That one customer was merged into another, and may be taken apart again. */
@ObjectType({
  implements: Node,
  description: 'That a customer was merged into another, and may be taken apart again.',
})
@Entity({ tableName: 'customers_merge' })
@Index({ properties: ['into', 'mergedAt', 'id'] })
@Index({ properties: ['customer'] })
export class CustomerMerge extends Stamped {
  @Id('customer_merge') id: string = newId('customer_merge');

  @Field(() => Customer, {
    nullable: true,
    description: 'Who was merged; null as long as it is, for whoever is merged exists no more.',
  })
  @ManyToOne(() => Customer)
  customer!: Customer;

  @Field(() => String, { description: 'What the merged customer was called.' })
  @Property({ type: 'text' })
  customerName!: string;

  @Field(() => Customer, { nullable: true, description: 'The customer who stands for both.' })
  @ManyToOne(() => Customer)
  into!: Customer;

  @Field(() => Date, { description: 'When.' })
  @Property({ type: new InstantType() })
  mergedAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When it was undone; null while it holds.' })
  @Property({ type: new InstantType(), nullable: true })
  undoneAt: Date | null = null;
}
