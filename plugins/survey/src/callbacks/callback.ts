import { Customer } from '@candor/core/customers';
import { StaffMember } from '@candor/core/people';
import { Id, InstantType, Node, newId, Stamped } from '@candor/kernel/database';
import { Entity, Enum, Index, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Survey } from '../questionnaires/survey.js';
import { SurveyResponse } from '../responses/response.js';

/** Whether a call-back is done. */
export enum CallbackState {
  OPEN = 'OPEN',
  DONE = 'DONE',
}

registerEnumType(CallbackState, {
  name: 'CallbackState',
  description: 'Whether a call-back is done.',
  valuesConfig: {
    OPEN: { description: 'The customer is still to be called.' },
    DONE: { description: 'The customer was spoken to, and the cause is known.' },
  },
});

/** After a low score somebody speaks to the customer, one to one, and finds the cause. */
@ObjectType('SurveyCallback', {
  implements: Node,
  description:
    'After a low score somebody speaks to the customer, one to one and in time, and finds the cause.',
})
@Entity({ tableName: 'survey_callback' })
@Index({ properties: ['dueAt', 'id'] })
@Index({ properties: ['createdAt', 'id'] })
@Index({ properties: ['survey', 'dueAt', 'id'] })
@Index({ properties: ['customer', 'dueAt', 'id'] })
@Index({ properties: ['owner', 'dueAt', 'id'] })
@Index({ properties: ['state'] })
export class SurveyCallback extends Stamped {
  @Id('survey_callback') id: string = newId('survey_callback');

  @Field(() => Survey, { nullable: true, description: 'The survey.' })
  @ManyToOne(() => Survey)
  survey!: Survey;

  @Field(() => SurveyResponse, { nullable: true, description: 'The response with the low score.' })
  @ManyToOne(() => SurveyResponse, { unique: true })
  response!: SurveyResponse;

  @Field(() => Customer, { nullable: true, description: 'Who is to be called.' })
  @ManyToOne(() => Customer)
  customer!: Customer;

  @Field(() => String, { description: 'The key of the question with the lowest score.' })
  @Property({ type: 'text' })
  questionKey!: string;

  @Field(() => Float, { description: 'The score.' })
  @Property({ type: 'double' })
  score!: number;

  @Field(() => Float, { description: 'Scores below this one lead to a call.' })
  @Property({ type: 'double' })
  threshold!: number;

  @Field(() => CallbackState, { description: 'Whether it is done.' })
  @Enum({ items: () => CallbackState, type: 'string', columnType: 'text' })
  state: CallbackState = CallbackState.OPEN;

  @Field(() => StaffMember, { nullable: true, description: 'Who calls; null for nobody yet.' })
  @ManyToOne(() => StaffMember, { nullable: true })
  owner: StaffMember | null = null;

  @Field(() => Date, { description: 'By when the customer has been spoken to.' })
  @Property({ type: new InstantType() })
  dueAt!: Date;

  @Field(() => Int, { description: 'How often the customer was called in vain.' })
  @Property({ type: 'integer' })
  attempts: number = 0;

  @Field(() => Date, { nullable: true, description: 'When the customer was spoken to.' })
  @Property({ type: new InstantType(), nullable: true })
  doneAt: Date | null = null;

  @Field(() => String, { nullable: true, description: 'What came out of the talk.' })
  @Property({ type: 'text', nullable: true })
  outcome: string | null = null;

  @Field(() => String, { nullable: true, description: 'What the low score came from.' })
  @Property({ type: 'text', nullable: true })
  cause: string | null = null;

  @Field(() => Date, { nullable: true, description: 'When it was found to be late; null if it was not.' })
  @Property({ type: new InstantType(), nullable: true })
  overdueAt: Date | null = null;
}
