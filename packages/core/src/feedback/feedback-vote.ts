import { Id, InstantType, Node, newId } from '@candor/kernel/database';
import { Entity, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { Customer } from '../customers/index.js';
import { Feedback } from './feedback.js';

/** One vote of one customer. Merging leaves it where it was given and only counts it elsewhere, so that it can be undone. */
@ObjectType({
  implements: Node,
  description: 'The vote of one customer for feedback. Who voted is for staff, and for the customer.',
})
@Entity({ tableName: 'feedback_vote' })
@Unique({ properties: ['feedback', 'customer'] })
@Index({ properties: ['root', 'votedAt', 'id'] })
@Index({ properties: ['root', 'customer'] })
@Index({ properties: ['customer', 'votedAt', 'id'] })
export class FeedbackVote {
  @Id('feedback_vote') id: string = newId('feedback_vote');

  @Field(() => Feedback, { nullable: true, description: 'What the vote was given for.' })
  @ManyToOne(() => Feedback)
  feedback!: Feedback;

  @Field(() => Feedback, {
    nullable: true,
    description: 'Where it counts: the same, or what that was merged into.',
  })
  @ManyToOne(() => Feedback)
  root!: Feedback;

  @Field(() => Customer, { nullable: true, description: 'Who voted.' })
  @ManyToOne(() => Customer)
  customer!: Customer;

  @Field(() => Date, { description: 'When.' })
  @Property({ type: new InstantType() })
  votedAt!: Date;
}
