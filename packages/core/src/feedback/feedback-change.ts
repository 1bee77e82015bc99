import { Id, InstantType, Node, newId } from '@candor/kernel/database';
import { Entity, Enum, Index, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { Feedback } from './feedback.js';
import { FeedbackChangeKind } from './feedback-kinds.js';

/** One change of feedback. Rows are added, never changed. */
@ObjectType({
  implements: Node,
  description:
    'One change of feedback: what it was, what it became, when and why. Together they are its history.',
})
@Entity({ tableName: 'feedback_change' })
@Index({ properties: ['feedback', 'at', 'id'] })
export class FeedbackChange {
  @Id('feedback_change') id: string = newId('feedback_change');

  @Field(() => Feedback, { nullable: true, description: 'The feedback that changed.' })
  @ManyToOne(() => Feedback)
  feedback!: Feedback;

  @Field(() => Date, { description: 'When it happened.' })
  @Property({ type: new InstantType() })
  at!: Date;

  @Field(() => FeedbackChangeKind, { description: 'What changed.' })
  @Enum({ items: () => FeedbackChangeKind, type: 'string', columnType: 'text' })
  kind!: FeedbackChangeKind;

  @Field(() => String, {
    nullable: true,
    description: 'What it was before; the kind says whether this is an id or a value. Null for nothing.',
  })
  @Property({ type: 'text', nullable: true, fieldName: 'from_value' })
  from: string | null = null;

  @Field(() => String, {
    nullable: true,
    description: 'What it became; the kind says whether this is an id or a value. Null for nothing.',
  })
  @Property({ type: 'text', nullable: true, fieldName: 'to_value' })
  to: string | null = null;

  @Field(() => String, { nullable: true, description: 'Why, as it was written down; for staff.' })
  @Property({ type: 'text', nullable: true })
  reason: string | null = null;

  @Field(() => String, {
    nullable: true,
    description: 'The id of who did it, or what sort of actor; for staff.',
  })
  @Property({ type: 'text' })
  actor!: string;
}
