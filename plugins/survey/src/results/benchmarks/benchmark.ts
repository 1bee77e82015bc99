import { Id, InstantType, Node, newId, Stamped } from '@candor/kernel/database';
import { Entity, Enum, Index, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Field, Float, ObjectType, registerEnumType } from 'type-graphql';
import { Survey } from '../../questionnaires/survey.js';

/** Whose figure a benchmark is. */
export enum BenchmarkKind {
  INDUSTRY = 'INDUSTRY',
  COMPETITOR = 'COMPETITOR',
}

registerEnumType(BenchmarkKind, {
  name: 'SurveyBenchmarkKind',
  description: 'Whose figure a benchmark is.',
  valuesConfig: {
    INDUSTRY: { description: 'The mean of an industry.' },
    COMPETITOR: { description: 'One competitor.' },
  },
});

/** Which score a benchmark is compared with. */
export enum BenchmarkMetric {
  CSAT100 = 'CSAT100',
  CSAT = 'CSAT',
  NPS = 'NPS',
}

registerEnumType(BenchmarkMetric, {
  name: 'SurveyBenchmarkMetric',
  description: 'Which score a benchmark is compared with.',
  valuesConfig: {
    CSAT100: { description: 'Satisfaction in points of 100.' },
    CSAT: { description: 'The share of the satisfied, in percent.' },
    NPS: { description: 'The net promoter score.' },
  },
});

/** A figure of others, which results are seen against. */
@ObjectType('SurveyBenchmark', {
  implements: Node,
  description: 'A figure of an industry or a competitor, which results are seen against. For staff.',
})
@Entity({ tableName: 'survey_benchmark' })
@Index({ properties: ['createdAt', 'id'] })
@Index({
  properties: ['createdAt', 'id'],
  name: 'survey_benchmark_shown_index',
  where: 'archived_at is null',
})
@Index({ properties: ['kind', 'createdAt', 'id'], where: 'archived_at is null' })
@Index({ properties: ['metric', 'createdAt', 'id'], where: 'archived_at is null' })
export class SurveyBenchmark extends Stamped {
  @Id('survey_benchmark') id: string = newId('survey_benchmark');

  @Field(() => Survey, {
    nullable: true,
    description: 'The survey that it is compared with; null for all of them.',
  })
  @ManyToOne(() => Survey, { nullable: true, index: true })
  survey: Survey | null = null;

  @Field(() => BenchmarkKind, { description: 'Whose figure it is.' })
  @Enum({ items: () => BenchmarkKind, type: 'string', columnType: 'text' })
  kind!: BenchmarkKind;

  @Field(() => BenchmarkMetric, { description: 'Which score it is compared with.' })
  @Enum({ items: () => BenchmarkMetric, type: 'string', columnType: 'text' })
  metric!: BenchmarkMetric;

  @Field(() => String, { description: 'The industry or the competitor.' })
  @Property({ type: 'text' })
  name!: string;

  @Field(() => Float, { description: 'The figure, in the unit of the score.' })
  @Property({ type: 'double' })
  value!: number;

  @Field(() => String, { description: 'Where it was read, so that a reader can check it.' })
  @Property({ type: 'text' })
  source!: string;

  @Field(() => Date, { description: 'Of which time it is.' })
  @Property({ type: new InstantType() })
  observedAt!: Date;

  /** No field of the API: an archived benchmark does not exist there. */
  @Property({ type: new InstantType(), nullable: true })
  archivedAt: Date | null = null;
}
