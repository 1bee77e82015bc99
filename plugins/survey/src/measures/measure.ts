import { StaffMember } from '@candor/core/people';
import { Id, InstantType, Node, newId, Stamped } from '@candor/kernel/database';
import { Entity, Enum, Index, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { Survey } from '../questionnaires/survey.js';

/** Whether a measure is done. */
export enum MeasureState {
  OPEN = 'OPEN',
  DONE = 'DONE',
}

registerEnumType(MeasureState, {
  name: 'SurveyMeasureState',
  description: 'Whether a measure is done.',
  valuesConfig: {
    OPEN: { description: 'It is still to be done.' },
    DONE: { description: 'It is done, and what came of it is written down.' },
  },
});

/** What is done so that a low item of a survey becomes better. */
@ObjectType('SurveyMeasure', {
  implements: Node,
  description: 'What somebody does, and by when, so that a low item of a survey becomes better. For staff.',
})
@Entity({ tableName: 'survey_measure' })
@Index({ properties: ['createdAt', 'id'] })
@Index({ properties: ['dueAt', 'id'] })
@Index({ properties: ['survey', 'dueAt', 'id'] })
@Index({ properties: ['owner', 'dueAt', 'id'] })
@Index({ properties: ['state', 'dueAt', 'id'] })
export class SurveyMeasure extends Stamped {
  @Id('survey_measure') id: string = newId('survey_measure');

  @Field(() => Survey, { nullable: true, description: 'The survey.' })
  @ManyToOne(() => Survey)
  survey!: Survey;

  @Field(() => String, { description: 'The key of the question.' })
  @Property({ type: 'text' })
  questionKey!: string;

  @Field(() => String, {
    description: 'Of a matrix: the key of the statement; empty for any other question.',
  })
  @Property({ type: 'text' })
  itemKey: string = '';

  @Field(() => String, { description: 'What is done.' })
  @Property({ type: 'text' })
  action!: string;

  @Field(() => StaffMember, { nullable: true, description: 'Who does it.' })
  @ManyToOne(() => StaffMember)
  owner!: StaffMember;

  @Field(() => Date, { description: 'By when.' })
  @Property({ type: new InstantType() })
  dueAt!: Date;

  @Field(() => MeasureState, { description: 'Whether it is done.' })
  @Enum({ items: () => MeasureState, type: 'string', columnType: 'text' })
  state: MeasureState = MeasureState.OPEN;

  @Field(() => Date, { nullable: true, description: 'When it was done.' })
  @Property({ type: new InstantType(), nullable: true })
  doneAt: Date | null = null;

  @Field(() => String, { nullable: true, description: 'What came of it.' })
  @Property({ type: 'text', nullable: true })
  outcome: string | null = null;
}
