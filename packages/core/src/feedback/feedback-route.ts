import { Id, Node, newId, Stamped } from '@candor/kernel/database';
import { Entity, Enum, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { StaffMember } from '../people/index.js';
import { FeedbackComplexity } from './feedback-kinds.js';

/** Who deals with which feedback: one rule. */
@ObjectType({
  implements: Node,
  description:
    'A rule that says who deals with which feedback: a specialist, or the head who leads what is complex.',
})
@Entity({ tableName: 'feedback_route' })
@Unique({ properties: ['complexity', 'category'] })
@Index({ properties: ['createdAt', 'id'] })
export class FeedbackRoute extends Stamped {
  @Id('feedback_route') id: string = newId('feedback_route');

  @Field(() => FeedbackComplexity, { description: 'The feedback it is for.' })
  @Enum({ items: () => FeedbackComplexity, type: 'string', columnType: 'text' })
  complexity!: FeedbackComplexity;

  @Field(() => String, {
    description: 'The category it is for, as a key; empty for all that have no rule of their own.',
  })
  @Property({ type: 'text' })
  category!: string;

  @Field(() => StaffMember, { nullable: true, description: 'Who deals with it.' })
  @ManyToOne(() => StaffMember, { index: true })
  handler!: StaffMember;
}
