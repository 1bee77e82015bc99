import { Id, InstantType, Node, newId, Stamped } from '@candor/kernel/database';
import { JsonType } from '@mikro-orm/core';
import { Entity, Enum, Index, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Contradiction } from './contradiction.js';
import { LintFinding } from './lint-finding.js';
import { Survey } from './survey.js';

/** Whether an edition can still be changed. */
export enum QuestionnaireState {
  DRAFT = 'DRAFT',
  PUBLISHED = 'PUBLISHED',
}

registerEnumType(QuestionnaireState, {
  name: 'QuestionnaireState',
  description: 'Whether an edition of the questions can still be changed.',
  valuesConfig: {
    DRAFT: { description: 'It is being written.' },
    PUBLISHED: { description: 'It never changes any more; a change is the next edition.' },
  },
});

/** One edition of the questions of a survey. Whoever began with an edition ends with it. */
@ObjectType({
  implements: Node,
  description:
    'One edition of the questions of a survey. Once published it never changes; whoever began with it ends with it.',
})
@Entity({ tableName: 'survey_questionnaire' })
@Index({ properties: ['createdAt', 'id'] })
@Unique({ properties: ['survey', 'number'] })
export class Questionnaire extends Stamped {
  @Id('questionnaire') id: string = newId('questionnaire');

  @Field(() => Survey, { nullable: true, description: 'The survey.' })
  @ManyToOne(() => Survey)
  survey!: Survey;

  @Field(() => Int, { description: 'Which edition it is, from 1.' })
  @Property({ type: 'integer' })
  number!: number;

  @Field(() => QuestionnaireState, { description: 'Whether it can still be changed.' })
  @Enum({ items: () => QuestionnaireState, type: 'string', columnType: 'text' })
  state: QuestionnaireState = QuestionnaireState.DRAFT;

  @Field(() => [String], { description: 'The languages it is complete in, such as `en` and `zh-CN`.' })
  @Property({ type: 'text[]' })
  languages!: string[];

  @Field(() => [String], {
    nullable: true,
    description:
      'Facts that are kept with each response without being asked, such as `tier` or `region`. For staff.',
  })
  @Property({ type: 'text[]' })
  hiddenFields: string[] = [];

  @Field(() => [Contradiction], {
    nullable: true,
    description: 'Pairs of answers that cannot both be meant. For staff.',
  })
  @Property({ type: new JsonType() })
  contradictions: Contradiction[] = [];

  @Field(() => [LintFinding], {
    nullable: true,
    description: 'Where the wording is long or full of jargon; empty for a plain one. For staff.',
  })
  @Property({ type: new JsonType() })
  lintFindings: LintFinding[] = [];

  @Field(() => Date, { nullable: true, description: 'When it was published; null for a draft.' })
  @Property({ type: new InstantType(), nullable: true })
  publishedAt: Date | null = null;
}
