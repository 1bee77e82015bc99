import type { RequestContext } from '@candor/kernel';
import { idOf } from '@candor/kernel/database';
import { Field, Float, ID, ObjectType } from 'type-graphql';
import type { SurveyScores } from '../figures/headline.js';
import { rounded, type SurveyScore } from '../figures/score.js';
import { BenchmarkKind, BenchmarkMetric } from './benchmark.js';

@ObjectType({ description: 'How a score compares with that of an industry or a competitor.' })
export class SurveyBenchmarkComparison {
  @Field(() => ID, { description: 'The benchmark.' })
  benchmarkId!: string;

  @Field(() => BenchmarkKind, { description: 'Whose figure it is.' })
  kind!: BenchmarkKind;

  @Field(() => BenchmarkMetric, { description: 'Which score.' })
  metric!: BenchmarkMetric;

  @Field(() => String, { description: 'The industry or the competitor.' })
  name!: string;

  @Field(() => Float, { description: 'Their figure.' })
  value!: number;

  @Field(() => String, { description: 'Where it was read.' })
  source!: string;

  @Field(() => Float, { nullable: true, description: 'Ours less theirs; null where nobody answered.' })
  difference!: number | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether theirs lies outside the 95 % interval of ours; null where there is no interval.',
  })
  isSignificant!: boolean | null;
}

interface Row {
  readonly id: string;
  readonly kind: BenchmarkKind;
  readonly metric: BenchmarkMetric;
  readonly name: string;
  readonly value: number;
  readonly source: string;
}

const OWN: Readonly<Record<BenchmarkMetric, (scores: SurveyScores) => SurveyScore>> = {
  [BenchmarkMetric.CSAT100]: ({ csat100 }) => csat100,
  [BenchmarkMetric.CSAT]: ({ csat }) => csat,
  [BenchmarkMetric.NPS]: ({ nps }) => nps,
};

/** The scores against the benchmarks of the survey and of all surveys, the newest first. */
export async function compared(
  { services }: RequestContext,
  survey: string,
  scores: SurveyScores,
): Promise<SurveyBenchmarkComparison[]> {
  const rows = await services.query<Row>(
    `select id, kind, metric, name, value, source from survey_benchmark
     where archived_at is null and (survey_id is null or survey_id = $1) order by observed_at desc, id limit 100`,
    [survey],
  );
  return rows.map(({ id, kind, metric, name, value, source }) => {
    const { value: own, low, high } = OWN[metric](scores);
    return {
      benchmarkId: idOf('survey_benchmark', id),
      kind,
      metric,
      name,
      value,
      source,
      difference: own === null ? null : rounded(own - value),
      isSignificant: low === null || high === null ? null : value < low || value > high,
    };
  });
}
