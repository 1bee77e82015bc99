import { Id, InstantType, Node, newId } from '@candor/kernel/database';
import { Entity, Enum, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType } from 'type-graphql';
import { Customer } from '../customers/index.js';
import { Feedback } from './feedback.js';
import { FeedbackChange } from './feedback-change.js';
import { FeedbackConcern } from './feedback-kinds.js';

/** That a customer is to be told a result, how, and whether they were. */
@ObjectType({
  implements: Node,
  description:
    'That one customer is to be told the result of feedback, by which channel, and the receipt for it.',
})
@Entity({ tableName: 'feedback_notice' })
@Unique({ properties: ['change', 'customer'] })
@Index({ properties: ['feedback', 'owedAt', 'id'] })
@Index({ properties: ['customer', 'owedAt', 'id'] })
@Index({ properties: ['owedAt', 'id'] })
@Index({ properties: ['isTold', 'owedAt', 'id'] })
@Index({ properties: ['concern'] })
@Index({ properties: ['channel'] })
export class FeedbackNotice {
  @Id('feedback_notice') id: string = newId('feedback_notice');

  @Field(() => Feedback, { nullable: true, description: 'The feedback whose result it is.' })
  @ManyToOne(() => Feedback)
  feedback!: Feedback;

  @Field(() => FeedbackChange, { nullable: true, description: 'The answer that is to be told.' })
  @ManyToOne(() => FeedbackChange)
  change!: FeedbackChange;

  @Field(() => Customer, { nullable: true, description: 'Who is to be told.' })
  @ManyToOne(() => Customer)
  customer!: Customer;

  @Field(() => FeedbackConcern, { description: 'Why they are told.' })
  @Enum({ items: () => FeedbackConcern, type: 'string', columnType: 'text' })
  concern!: FeedbackConcern;

  @Field(() => String, {
    description:
      'The channel to tell them by, as a key such as `sms`: the one they prefer; else what `noticePlans` says of `result`.',
  })
  @Property({ type: 'text' })
  channel!: string;

  @Field(() => Date, { description: 'Since when there is a result to tell.' })
  @Property({ type: new InstantType() })
  owedAt!: Date;

  @Field(() => Boolean, { description: 'Whether they were told.' })
  @Property({ type: 'boolean' })
  isTold: boolean = false;

  @Field(() => Date, { nullable: true, description: 'When they were told; null while they are not.' })
  @Property({ type: new InstantType(), nullable: true })
  toldAt: Date | null = null;

  @Field(() => String, { nullable: true, description: 'The channel by which they were told.' })
  @Property({ type: 'text', nullable: true })
  toldBy: string | null = null;

  @Field(() => String, {
    nullable: true,
    description: 'The proof, such as the number that a text message was accepted under.',
  })
  @Property({ type: 'text', nullable: true })
  receipt: string | null = null;
}
