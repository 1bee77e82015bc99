import { HistoryEntry, Id, Node, newId } from '@candor/kernel/database';
import { Entity, Enum, Index, ManyToOne } from '@mikro-orm/decorators/legacy';
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
export class FeedbackChange extends HistoryEntry {
  @Id('feedback_change') id: string = newId('feedback_change');

  @Field(() => Feedback, { nullable: true, description: 'The feedback that changed.' })
  @ManyToOne(() => Feedback)
  feedback!: Feedback;

  @Field(() => FeedbackChangeKind, { description: 'What changed.' })
  @Enum({ items: () => FeedbackChangeKind, type: 'string', columnType: 'text' })
  kind!: FeedbackChangeKind;
}
