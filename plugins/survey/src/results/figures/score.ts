import { MetricDefinition } from '@candor/core/feedback';
import type { RequestContext } from '@candor/kernel';
import { Field, Float, Int, ObjectType } from 'type-graphql';
import type { Estimate } from '../statistics/interval.js';

/** A figure with its interval, its n and what it means. */
@ObjectType({
  description: 'A figure with the n it rests on, its 95 % confidence interval and what it means.',
})
export class SurveyScore {
  @Field(() => Float, { nullable: true, description: 'The figure; null where nobody answered.' })
  value!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'The lower end of the 95 % interval; null where there is none, as for a mean of one answer.',
  })
  low!: number | null;

  @Field(() => Float, { nullable: true, description: 'The upper end of the 95 % interval.' })
  high!: number | null;

  @Field(() => Int, { description: 'How many answers or people it rests on.' })
  n!: number;

  @Field(() => MetricDefinition, { description: 'What it means.' })
  metricDefinition!: MetricDefinition;
}

/** The figures that have a definition of their own; their texts are kept under `metric.survey.`. */
export type ScoreName = 'csat100' | 'points' | 'csat' | 'nps' | 'ces' | 'cesEasy' | 'top2' | 'bottom2';

/** Rounded to four places: what is beyond them is not in the data. */
export function score(
  { services, locale }: RequestContext,
  name: ScoreName,
  { n, value, low, high }: Estimate,
): SurveyScore {
  const id = `survey.${name}`;
  const text = services.text(locale, `metric.${id}`);
  return {
    n,
    value: rounded(value),
    low: rounded(low),
    high: rounded(high),
    metricDefinition: { key: id, version: 1, text },
  };
}

export function rounded(figure: number | null): number | null {
  return figure === null ? null : Math.round(figure * 10_000) / 10_000;
}
