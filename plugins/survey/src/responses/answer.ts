import { Id, Node, newId } from '@candor/kernel/database';
import { SealedType } from '@candor/kernel/privacy';
import { Entity, Enum, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import { SurveyQuestion } from '../questionnaires/question.js';
import { QuestionType } from '../questionnaires/question-type.js';
import { SurveyResponse } from './response.js';

/** What became of a question that was shown. */
export enum AnswerState {
  SHOWN = 'SHOWN',
  ANSWERED = 'ANSWERED',
  SKIPPED = 'SKIPPED',
  DISMISSED = 'DISMISSED',
}

registerEnumType(AnswerState, {
  name: 'SurveyAnswerState',
  description:
    'What became of a question that was shown. A question that a branch left out has no answer at all.',
  valuesConfig: {
    SHOWN: { description: 'It was shown and nothing came: this is where the person stopped.' },
    ANSWERED: { description: 'It was answered.' },
    SKIPPED: { description: 'The person went on without answering.' },
    DISMISSED: { description: 'The person broke the survey off at it.' },
  },
});

/**
 * The answer to one question, or to one statement of a matrix. There is a row as soon as the question is shown,
 * and none for a question that a branch left out. Of the value columns the type of the question fills one.
 */
@ObjectType('SurveyAnswer', {
  implements: Node,
  description: 'The answer to one question of a survey, or to one statement of a matrix.',
})
@Entity({ tableName: 'survey_answer' })
@Unique({ properties: ['response', 'questionKey', 'itemKey'] })
@Index({ properties: ['response', 'position', 'id'] })
@Index({ properties: ['question', 'position', 'id'] })
export class SurveyAnswer {
  @Id('survey_answer') id: string = newId('survey_answer');

  @Field(() => SurveyResponse, { nullable: true, description: 'The response it belongs to.' })
  @ManyToOne(() => SurveyResponse)
  response!: SurveyResponse;

  @Field(() => SurveyQuestion, { nullable: true, description: 'The question.' })
  @ManyToOne(() => SurveyQuestion)
  question!: SurveyQuestion;

  @Field(() => String, { description: 'The key of the question; the same in all editions.' })
  @Property({ type: 'text' })
  questionKey!: string;

  @Field(() => String, { description: 'The key of the statement of a matrix; empty for any other type.' })
  @Property({ type: 'text' })
  itemKey: string = '';

  @Field(() => QuestionType, { description: 'The type of the question.' })
  @Enum({ items: () => QuestionType, type: 'string', columnType: 'text' })
  type!: QuestionType;

  @Field(() => Int, { description: 'The place of the question in its edition, from 1.' })
  @Property({ type: 'integer' })
  position!: number;

  @Field(() => AnswerState, { description: 'What became of the question.' })
  @Enum({ items: () => AnswerState, type: 'string', columnType: 'text' })
  state: AnswerState = AnswerState.SHOWN;

  @Field(() => Float, { nullable: true, description: 'The value of a scale, or the number.' })
  @Property({ type: 'double', nullable: true })
  number: number | null = null;

  @Field(() => String, { nullable: true, description: 'The answer in own words, or the remark to a choice.' })
  @Property({ type: 'text', nullable: true })
  text: string | null = null;

  @Field(() => [String], {
    nullable: true,
    description: 'Keys of the chosen options; of a ranking all of them, the best first.',
  })
  @Property({ type: 'text[]', nullable: true })
  choices: string[] | null = null;

  @Field(() => String, { nullable: true, description: 'The date, such as `2026-11-22`.' })
  @Property({ type: 'text', nullable: true })
  date: string | null = null;

  @Field(() => String, {
    nullable: true,
    description:
      'The answer to a sensitive question, as text; for its author and for staff who may. The other fields are null then.',
  })
  @Property({ type: new SealedType({ owner: 'dataOwner' }), nullable: true })
  sensitive: string | null = null;

  /** Under whose key a sensitive answer is sealed: the customer, or the survey where it is anonymous. */
  @Property({ type: 'text', nullable: true })
  dataOwner: string | null = null;

  @Field(() => Float, {
    nullable: true,
    description: 'How many seconds it took; null where nobody measured.',
  })
  @Property({ type: 'double', nullable: true })
  seconds: number | null = null;
}
