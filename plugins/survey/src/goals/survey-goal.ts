import { Id, InstantType, Node, newId, Stamped } from '@candor/kernel/database';
import { JsonType } from '@mikro-orm/core';
import { Entity, Enum, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Survey } from '../questionnaires/survey.js';

/** Which score a goal is about. */
export enum SurveyGoalMetric {
  CSAT100 = 'CSAT100',
  CSAT = 'CSAT',
  NPS = 'NPS',
  POINTS = 'POINTS',
}

registerEnumType(SurveyGoalMetric, {
  name: 'SurveyGoalMetric',
  description: 'Which score a goal is about.',
  valuesConfig: {
    CSAT100: { description: 'Satisfaction in points of 100.' },
    CSAT: { description: 'The share of the satisfied, in percent.' },
    NPS: { description: 'The net promoter score.' },
    POINTS: { description: 'One question or statement, in points of 100.' },
  },
});

/** Where a score is to be, from where, and by when. How far it is is computed when it is asked for. */
@ObjectType('SurveyGoal', {
  implements: Node,
  description: 'Where a score of a survey is to be, from where, and by when. For staff.',
})
@Entity({ tableName: 'survey_goal' })
@Unique({ properties: ['key'] })
@Index({ properties: ['createdAt', 'id'] })
@Index({ properties: ['dueAt', 'id'] })
@Index({ properties: ['survey', 'createdAt', 'id'] })
export class SurveyGoal extends Stamped {
  @Id('survey_goal') id: string = newId('survey_goal');

  @Field(() => String, { description: 'What programs call it, such as `loyalty-nps`.' })
  @Property({ type: 'text' })
  key!: string;

  @Field(() => Survey, { nullable: true, description: 'The survey that measures it.' })
  @ManyToOne(() => Survey)
  survey!: Survey;

  @Field(() => SurveyGoalMetric, { description: 'Which score.' })
  @Enum({ items: () => SurveyGoalMetric, type: 'string', columnType: 'text' })
  metric!: SurveyGoalMetric;

  @Field(() => String, { nullable: true, description: 'With `POINTS`: the key of the question.' })
  @Property({ type: 'text', nullable: true })
  question: string | null = null;

  @Field(() => String, {
    nullable: true,
    description: 'With `POINTS` of a matrix: the key of the statement.',
  })
  @Property({ type: 'text', nullable: true })
  statement: string | null = null;

  /** In the API as `segments`. */
  @Property({ type: new JsonType() })
  segmentFacts: Record<string, string> = {};

  @Field(() => [String], { description: 'Only matters of these channels; none: all of them.' })
  @Property({ type: 'text[]' })
  channels: string[] = [];

  @Field(() => Float, {
    nullable: true,
    description: 'Where it stood at the beginning; null: what was measured in the window before it.',
  })
  @Property({ type: 'double', nullable: true })
  baseline: number | null = null;

  @Field(() => Float, { nullable: true, description: 'Where it is to be; null where `changePct` says it.' })
  @Property({ type: 'double', nullable: true })
  target: number | null = null;

  @Field(() => Float, {
    nullable: true,
    description: 'By how many percent of the baseline it is to change; null where `target` says it.',
  })
  @Property({ type: 'double', nullable: true })
  changePct: number | null = null;

  @Field(() => Boolean, { description: 'Whether it has to be past the target, and not just at it.' })
  @Property({ type: 'boolean' })
  isBeyond: boolean = false;

  @Field(() => Date, { description: 'The beginning.' })
  @Property({ type: new InstantType() })
  startsAt!: Date;

  @Field(() => Date, { description: 'By when.' })
  @Property({ type: new InstantType() })
  dueAt!: Date;

  @Field(() => String, { description: 'Over how long a time it is measured: an ISO 8601 duration.' })
  @Property({ type: 'text' })
  window: string = 'P3M';

  @Field(() => Int, { description: 'From how many answers on it is judged.' })
  @Property({ type: 'integer' })
  minimumN: number = 5;

  @Field(() => String, { description: 'Where the numbers come from, such as a plan or a decision.' })
  @Property({ type: 'text' })
  provenance!: string;
}
