import { MetricDefinition } from '@candor/core/feedback';
import type { RequestContext } from '@candor/kernel';
import { Field, Float, ObjectType } from 'type-graphql';
import { rounded, SurveyScore } from '../figures/score.js';
import { difference } from '../statistics/difference.js';

/** A figure then and now. */
@ObjectType({
  description: 'A figure then and now, and how it changed with the 95 % interval of the change.',
})
export class SurveyDelta {
  @Field(() => SurveyScore, { description: 'Then.' })
  before!: SurveyScore;

  @Field(() => SurveyScore, { description: 'Now.' })
  now!: SurveyScore;

  @Field(() => Float, { nullable: true, description: 'Now less then; null where one of them has no answer.' })
  value!: number | null;

  @Field(() => Float, { nullable: true, description: 'The lower end of the 95 % interval of the change.' })
  low!: number | null;

  @Field(() => Float, { nullable: true, description: 'The upper end of the 95 % interval of the change.' })
  high!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'The change in percent of what it was; null where it was 0 or below.',
  })
  changePct!: number | null;

  @Field(() => MetricDefinition, { description: 'What it means.' })
  metricDefinition!: MetricDefinition;
}

type DeltaName = 'csatDelta12m' | 'csat100Delta12m' | 'npsDelta12m' | 'pointsDelta12m' | 'measureEffect';

export function delta(
  { services, locale }: RequestContext,
  name: DeltaName,
  before: SurveyScore,
  now: SurveyScore,
): SurveyDelta {
  const { value, low, high } = difference(now, before);
  const id = `survey.${name}`;
  const base = before.value;
  return {
    before,
    now,
    value: rounded(value),
    low: rounded(low),
    high: rounded(high),
    changePct: value === null || base === null || base <= 0 ? null : rounded((100 * value) / base),
    metricDefinition: { key: id, version: 1, text: services.text(locale, `metric.${id}`) },
  };
}

export function itemDelta(context: RequestContext, before: SurveyScore, now: SurveyScore): SurveyDelta {
  return delta(context, 'measureEffect', before, now);
}
