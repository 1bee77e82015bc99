import { Id, InstantType, Node, newId, Stamped } from '@candor/kernel/database';
import type { Opt } from '@mikro-orm/core';
import { Entity, Enum, Index, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Origin } from '../conversations/index.js';
import { Customer } from '../customers/index.js';
import { StaffMember } from '../people/index.js';
import { FeedbackComplexity, FeedbackLevel, FeedbackState, FeedbackVisibility } from './feedback-kinds.js';

/** What a customer told the company about how it works: praise, a problem, an idea. */
@ObjectType({
  implements: Node,
  description:
    'What a customer told the company about how it works: a problem, an idea, praise. Public feedback shows everything but the person.',
})
@Entity({ tableName: 'feedback_feedback' })
@Index({ properties: ['submittedAt', 'id'] })
@Index({ properties: ['voteCount', 'id'] })
@Index({ properties: ['updatedAt', 'id'] })
@Index({ properties: ['customer', 'submittedAt', 'id'] })
@Index({ properties: ['handler', 'submittedAt', 'id'] })
@Index({ properties: ['root', 'submittedAt', 'id'] })
@Index({ properties: ['mergedInto', 'submittedAt', 'id'] })
// Values that few rows may have: alone, so that equal entries share their place and the index stays small.
@Index({ properties: ['level'] })
@Index({ properties: ['complexity'] })
@Index({ properties: ['state'] })
@Index({ properties: ['visibility'] })
@Index({ properties: ['category'] })
@Index({ properties: ['channel'] })
export class Feedback extends Stamped {
  @Id('feedback') id: string = newId('feedback');

  @Field(() => String, {
    description: 'The number on the receipt, unique, such as `F-1024`. Numbers rise; some may be left out.',
  })
  @Property({
    type: 'text',
    unique: true,
    defaultRaw: "('F-'::text || nextval('feedback_number'::regclass))",
  })
  number!: Opt<string>;

  @Field(() => String, { description: 'What it is about, in one line, as the customer wrote it.' })
  @Property({ type: 'text' })
  title!: string;

  @Field(() => String, {
    description: 'What the customer wrote, as plain text. Show it as text, never as HTML.',
  })
  @Property({ type: 'text' })
  body!: string;

  @Field(() => FeedbackLevel, { description: 'How soon it asks for an answer.' })
  @Enum({ items: () => FeedbackLevel, type: 'string', columnType: 'text' })
  level!: FeedbackLevel;

  @Field(() => FeedbackComplexity, { nullable: true, description: 'Who has to deal with it; for staff.' })
  @Enum({ items: () => FeedbackComplexity, type: 'string', columnType: 'text' })
  complexity: FeedbackComplexity = FeedbackComplexity.GENERAL;

  @Field(() => String, {
    nullable: true,
    description: 'The sort of matter, as a key such as `delivery`; null until somebody says.',
  })
  @Property({ type: 'text', nullable: true })
  category: string | null = null;

  @Field(() => String, {
    nullable: true,
    description:
      'The key of the channel it came by, such as `box` or `hotline`; for staff and whoever gave it.',
  })
  @Property({ type: 'text' })
  channel!: string;

  @Field(() => FeedbackVisibility, { description: 'Who may read it.' })
  @Enum({ items: () => FeedbackVisibility, type: 'string', columnType: 'text' })
  visibility: FeedbackVisibility = FeedbackVisibility.PRIVATE;

  @Field(() => FeedbackState, { description: 'How far it is.' })
  @Enum({ items: () => FeedbackState, type: 'string', columnType: 'text' })
  state: FeedbackState = FeedbackState.RECEIVED;

  @Field(() => Customer, { nullable: true, description: 'Who gave it; for staff and for themselves.' })
  @ManyToOne(() => Customer)
  customer!: Customer;

  @Field(() => ID, {
    nullable: true,
    description: 'The ticket, board or message it is about; null for none. For staff and whoever gave it.',
  })
  @Property({ type: 'text', nullable: true })
  aboutId: string | null = null;

  @Field(() => Date, { description: 'When it came in.' })
  @Property({ type: new InstantType() })
  submittedAt!: Date;

  @Field(() => StaffMember, {
    nullable: true,
    description: 'Who deals with it; null for nobody yet. For staff and whoever gave it.',
  })
  @ManyToOne(() => StaffMember, { nullable: true })
  handler: StaffMember | null = null;

  @Field(() => StaffMember, {
    nullable: true,
    description:
      'Whom the routing rules named for it; null where no rule fits. Another handler means that it was misrouted. For staff.',
  })
  @ManyToOne(() => StaffMember, { nullable: true, index: true })
  routedTo: StaffMember | null = null;

  @Field(() => String, { nullable: true, description: 'The official answer; null until there is one.' })
  @Property({ type: 'text', nullable: true })
  answer: string | null = null;

  @Field(() => Date, { nullable: true, description: 'When the official answer was given, or last renewed.' })
  @Property({ type: new InstantType(), nullable: true })
  answeredAt: Date | null = null;

  @Field(() => StaffMember, { nullable: true, description: 'Who gave the official answer.' })
  @ManyToOne(() => StaffMember, { nullable: true, index: true })
  answeredBy: StaffMember | null = null;

  @Field(() => Int, {
    description: 'How many customers voted for it or for what was merged into it; each counts once.',
  })
  @Property({ type: 'integer' })
  voteCount: number = 0;

  @Field(() => Feedback, {
    nullable: true,
    description:
      'The feedback of the same matter that it was merged into: look there. Null where it stands for itself.',
  })
  @ManyToOne(() => Feedback, { nullable: true })
  mergedInto: Feedback | null = null;

  /** Where the chain of mergers ends; null where it stands for itself. Votes are counted there. */
  @ManyToOne(() => Feedback, { nullable: true })
  root: Feedback | null = null;

  @Field(() => Origin, {
    nullable: true,
    description: 'Whether it was given here or taken over from another system; for staff.',
  })
  @Enum({ items: () => Origin, type: 'string', columnType: 'text' })
  origin!: Origin;
}
