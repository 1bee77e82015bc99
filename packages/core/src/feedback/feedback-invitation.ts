import { Id, InstantType, Node, newId } from '@candor/kernel/database';
import { Entity, Index, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Customer } from '../customers/index.js';

/** What a share link for giving feedback opens: one customer may give feedback with it without signing in. */
@ObjectType({
  implements: Node,
  description: 'An invitation to give feedback without signing in, sent to one customer as a share link.',
})
@Entity({ tableName: 'feedback_invitation' })
@Index({ properties: ['customer', 'createdAt', 'id'] })
@Index({ properties: ['createdAt', 'id'] })
@Index({ properties: ['channel'] })
export class FeedbackInvitation {
  @Id('feedback_invitation') id: string = newId('feedback_invitation');

  @Field(() => Customer, { nullable: true, description: 'Who is invited; for staff.' })
  @ManyToOne(() => Customer)
  customer!: Customer;

  @Field(() => String, { description: 'The key of the channel that feedback given with it counts for.' })
  @Property({ type: 'text' })
  channel!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'What it is about, such as a ticket; null for nothing in particular.',
  })
  @Property({ type: 'text', nullable: true })
  aboutId: string | null = null;

  @Field(() => Date, { description: 'When the customer was invited.' })
  @Property({ type: new InstantType() })
  createdAt!: Date;

  @Field(() => Int, { description: 'How often feedback was given with it.' })
  @Property({ type: 'integer' })
  submissions: number = 0;
}
