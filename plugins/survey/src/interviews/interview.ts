import { Customer } from '@candor/core/customers';
import { StaffMember } from '@candor/core/people';
import { Id, InstantType, Node, newId, Stamped } from '@candor/kernel/database';
import { Entity, Enum, Index, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { Survey } from '../questionnaires/survey.js';
import { InterviewGuide } from './guide.js';
import { InterviewMode } from './interview-mode.js';

/** Whether an interview has a fixed course. */
export enum InterviewForm {
  STRUCTURED = 'STRUCTURED',
  FREE = 'FREE',
}

registerEnumType(InterviewForm, {
  name: 'InterviewForm',
  description: 'Whether an interview has a fixed course.',
  valuesConfig: {
    STRUCTURED: { description: 'The questions of the guide, one after the other.' },
    FREE: { description: 'A talk along the topics of the guide, or without one.' },
  },
});

/** Whether an interview has taken place. */
export enum InterviewState {
  PLANNED = 'PLANNED',
  HELD = 'HELD',
  CANCELLED = 'CANCELLED',
}

registerEnumType(InterviewState, {
  name: 'InterviewState',
  description: 'Whether an interview has taken place.',
  valuesConfig: {
    PLANNED: { description: 'It is to take place.' },
    HELD: { description: 'It took place; what was seen and heard is noted.' },
    CANCELLED: { description: 'It does not take place.' },
  },
});

/** A talk with one customer, one to one. */
@ObjectType('Interview', { implements: Node, description: 'A talk with one customer, one to one.' })
@Entity({ tableName: 'survey_interview' })
@Index({ properties: ['plannedAt', 'id'] })
@Index({ properties: ['customer', 'plannedAt', 'id'] })
@Index({ properties: ['survey', 'plannedAt', 'id'] })
@Index({ properties: ['state'] })
export class Interview extends Stamped {
  @Id('interview') id: string = newId('interview');

  @Field(() => Customer, { nullable: true, description: 'Who is interviewed.' })
  @ManyToOne(() => Customer)
  customer!: Customer;

  @Field(() => Survey, { nullable: true, description: 'The survey that it deepens; null for none.' })
  @ManyToOne(() => Survey, { nullable: true })
  survey: Survey | null = null;

  @Field(() => InterviewGuide, {
    nullable: true,
    description: 'What is asked; null for a free talk without one.',
  })
  @ManyToOne(() => InterviewGuide, { nullable: true, index: true })
  guide: InterviewGuide | null = null;

  @Field(() => InterviewForm, { description: 'Whether it has a fixed course.' })
  @Enum({ items: () => InterviewForm, type: 'string', columnType: 'text' })
  form!: InterviewForm;

  @Field(() => InterviewMode, { description: 'How one speaks with each other.' })
  @Enum({ items: () => InterviewMode, type: 'string', columnType: 'text' })
  mode!: InterviewMode;

  @Field(() => InterviewState, { description: 'Whether it has taken place.' })
  @Enum({ items: () => InterviewState, type: 'string', columnType: 'text' })
  state: InterviewState = InterviewState.PLANNED;

  @Field(() => Boolean, { description: 'Whether the customer is a core customer, as of then.' })
  @Property({ type: 'boolean' })
  isCoreCustomer: boolean = false;

  @Field(() => StaffMember, { nullable: true, description: 'Who leads it.' })
  @ManyToOne(() => StaffMember, { nullable: true, index: true })
  interviewer: StaffMember | null = null;

  @Field(() => Date, { description: 'When it is to take place.' })
  @Property({ type: new InstantType() })
  plannedAt!: Date;

  @Field(() => Date, { nullable: true, description: 'When it took place.' })
  @Property({ type: new InstantType(), nullable: true })
  heldAt: Date | null = null;

  @Field(() => String, { nullable: true, description: 'What came out of it, in short.' })
  @Property({ type: 'text', nullable: true })
  summary: string | null = null;
}
