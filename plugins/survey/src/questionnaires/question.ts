import { Id, type LocalizedText, LocalizedTextType, Node, newId } from '@candor/kernel/database';
import { JsonType } from '@mikro-orm/core';
import { Entity, Enum, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, Float, Int, ObjectType } from 'type-graphql';
import { Branch } from './condition.js';
import { QuestionType } from './question-type.js';
import { Questionnaire } from './questionnaire.js';

/** An option of a choice, or a statement of a matrix, as it is stored. */
export interface StoredOption {
  readonly key: string;
  readonly text: LocalizedText;
}

/** One question of one edition. It never changes once the edition is published. */
@ObjectType('SurveyQuestion', { implements: Node, description: 'One question of one edition of a survey.' })
@Entity({ tableName: 'survey_question' })
@Unique({ properties: ['questionnaire', 'position'] })
@Unique({ properties: ['questionnaire', 'key'] })
export class SurveyQuestion {
  @Id('survey_question') id: string = newId('survey_question');

  @Field(() => Questionnaire, { nullable: true, description: 'The edition it belongs to.' })
  @ManyToOne(() => Questionnaire)
  questionnaire!: Questionnaire;

  @Field(() => Int, { description: 'Its place, from 1.' })
  @Property({ type: 'integer' })
  position!: number;

  @Field(() => String, {
    description: 'A short name for programs; the same key in two editions is the same question.',
  })
  @Property({ type: 'text' })
  key!: string;

  @Field(() => QuestionType, { description: 'What kind of answer it takes.' })
  @Enum({ items: () => QuestionType, type: 'string', columnType: 'text' })
  type!: QuestionType;

  @Field(() => String, {
    description:
      'The question, in the language of the request. `{{key}}` stands for the answer to the earlier question of that key.',
  })
  @Property({ type: new LocalizedTextType() })
  text!: LocalizedText;

  @Field(() => String, { nullable: true, description: 'What helps to answer it.' })
  @Property({ type: new LocalizedTextType(), nullable: true })
  help: LocalizedText | null = null;

  @Field(() => String, { nullable: true, description: 'What it measures: one of the aspects of the brief.' })
  @Property({ type: 'text', nullable: true })
  aspect: string | null = null;

  @Field(() => Boolean, { description: 'Whether it has to be answered.' })
  @Property({ type: 'boolean' })
  isRequired: boolean = false;

  @Field(() => Boolean, {
    description:
      'Whether the answer is stored encrypted, readable only for staff who may. It is in no figure.',
  })
  @Property({ type: 'boolean' })
  isSensitive: boolean = false;

  @Field(() => Boolean, {
    description: 'Whether a high value is a bad one; figures over several questions turn it round.',
  })
  @Property({ type: 'boolean' })
  isReversed: boolean = false;

  @Field(() => Boolean, {
    description: 'Whether it asks for problems and suggestions, which are to be taken up as improvements.',
  })
  @Property({ type: 'boolean' })
  asksForImprovement: boolean = false;

  @Field(() => Int, { nullable: true, description: 'The lowest value of the scale; null without a scale.' })
  @Property({ type: 'integer', nullable: true })
  scaleMin: number | null = null;

  @Field(() => Int, { nullable: true, description: 'The highest value of the scale; null without a scale.' })
  @Property({ type: 'integer', nullable: true })
  scaleMax: number | null = null;

  @Field(() => String, { nullable: true, description: 'What the lowest value means.' })
  @Property({ type: new LocalizedTextType(), nullable: true })
  lowLabel: LocalizedText | null = null;

  @Field(() => String, { nullable: true, description: 'What the highest value means.' })
  @Property({ type: new LocalizedTextType(), nullable: true })
  highLabel: LocalizedText | null = null;

  /** The field `options` of the API, in one language. */
  @Property({ type: new JsonType() })
  storedOptions: StoredOption[] = [];

  /** The field `statements` of the API, in one language. */
  @Property({ type: new JsonType() })
  storedStatements: StoredOption[] = [];

  @Field(() => Int, { nullable: true, description: 'How many options at least, of several.' })
  @Property({ type: 'integer', nullable: true })
  minChoices: number | null = null;

  @Field(() => Int, { nullable: true, description: 'How many options at most, of several.' })
  @Property({ type: 'integer', nullable: true })
  maxChoices: number | null = null;

  @Field(() => Float, { nullable: true, description: 'The least number that is taken.' })
  @Property({ type: 'double', nullable: true })
  minNumber: number | null = null;

  @Field(() => Float, { nullable: true, description: 'The greatest number that is taken.' })
  @Property({ type: 'double', nullable: true })
  maxNumber: number | null = null;

  @Field(() => Float, {
    nullable: true,
    description: 'A number below is taken but flagged as out of range, since it is likely to be mis-keyed.',
  })
  @Property({ type: 'double', nullable: true })
  plausibleMin: number | null = null;

  @Field(() => Float, {
    nullable: true,
    description: 'A number above is taken but flagged as out of range, since it is likely to be mis-keyed.',
  })
  @Property({ type: 'double', nullable: true })
  plausibleMax: number | null = null;

  @Field(() => Int, { nullable: true, description: 'How many characters a text may have.' })
  @Property({ type: 'integer', nullable: true })
  maxLength: number | null = null;

  @Field(() => Float, {
    nullable: true,
    description: 'A value below opens a call-back; null for none. For staff.',
  })
  @Property({ type: 'double', nullable: true })
  callbackBelow: number | null = null;

  @Field(() => [Branch], {
    nullable: true,
    description: 'Where to go on after certain answers; the first that holds counts. For staff.',
  })
  @Property({ type: new JsonType() })
  branches: Branch[] = [];

  @Field(() => String, {
    nullable: true,
    description:
      'Where to go on if no branch holds: a later key or `END`; null for the following question. For staff.',
  })
  @Property({ type: 'text', nullable: true })
  next: string | null = null;
}
