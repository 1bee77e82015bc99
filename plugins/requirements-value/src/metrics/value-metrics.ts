import { boundsOf, type MetricPeriod, MetricRatio, ratio } from '@candor/core/feedback';
import type { RequestContext } from '@candor/kernel';
import { Field, Float, ObjectType } from 'type-graphql';
import { settingsOf } from '../value-settings.js';
import { conversionBetween } from './conversion.js';

@ObjectType({ description: 'A share that is to be reached, with where it comes from.' })
export class ValueGoal {
  @Field(() => Float, { description: 'The share, in percent.' })
  percent!: number;

  @Field(() => Boolean, { description: 'Whether the figure has reached it; false where there is no figure.' })
  isReached!: boolean;

  @Field(() => String, { description: 'Where the number comes from.' })
  provenance!: string;
}

@ObjectType({ description: 'What becomes of requirements, and how their value is looked after.' })
export class ValueMetrics {
  @Field(() => MetricRatio, {
    description: 'Of the requirements captured in the period, duplicates left out, those delivered by now.',
  })
  conversion!: MetricRatio;

  @Field(() => ValueGoal, { description: 'What share the settings want to be converted.' })
  conversionGoal!: ValueGoal;

  @Field(() => MetricRatio, {
    description: 'Of the requirements planned first in the period, those judged feasible or not before that.',
  })
  assessedBeforePlan!: MetricRatio;

  @Field(() => MetricRatio, {
    description: 'Of the requirements captured in the period, duplicates left out, those that were scored.',
  })
  scored!: MetricRatio;

  @Field(() => MetricRatio, {
    description: 'Of the requirements delivered in the period, those whose value was estimated before.',
  })
  estimatedBeforeDelivery!: MetricRatio;

  @Field(() => MetricRatio, {
    description: 'Of the quarters that ended in the period since the first requirement, those assessed.',
  })
  quartersAssessed!: MetricRatio;

  @Field(() => MetricRatio, {
    description: 'Of the years that ended in the period since the first requirement, those with a report.',
  })
  reportsPublished!: MetricRatio;
}

interface Pair {
  readonly name: Exclude<keyof ValueMetrics, 'conversion' | 'conversionGoal'>;
  readonly numerator: number;
  readonly denominator: number;
}

/** Calendar periods in the zone of the settings that began when there was a requirement and ended by now. */
const ended = (unit: 'quarter' | 'year', length: string) => `
  select p.begun, p.begun + interval '${length}' as ended from (
    select min(captured_at) at time zone $4 as first from requirements_requirement
  ) r, generate_series(date_trunc('${unit}', r.first), $3::timestamptz at time zone $4, interval '${length}') p(begun)
  where (p.begun + interval '${length}') at time zone $4 <= $3
    and (p.begun + interval '${length}') at time zone $4 >= $1::timestamptz
    and (p.begun + interval '${length}') at time zone $4 < $2::timestamptz`;

/** `$1` from, `$2` before, `$3` now, `$4` the time zone. */
const PAIRS = `
  select 'assessedBeforePlan' as name, (count(*) filter (where exists (
    select 1 from requirements_value_feasibility f
    where f.requirement_id = planned.requirement_id and f.assessed_at <= planned.at)))::int as numerator,
    count(*)::int as denominator
  from (select requirement_id, min(at) as at from requirements_change where kind = 'PLAN' group by 1) planned
  where planned.at >= $1 and planned.at < $2
  union all
  select 'scored', (count(*) filter (where exists (
    select 1 from requirements_value_score s where s.requirement_id = r.id)))::int, count(*)::int
  from requirements_requirement r
  where r.state <> 'DUPLICATE' and r.captured_at >= $1 and r.captured_at < $2
  union all
  select 'estimatedBeforeDelivery', (count(*) filter (where exists (
    select 1 from requirements_value_estimate e
    where e.requirement_id = r.id and e.estimated_at <= r.delivered_at)))::int, count(*)::int
  from requirements_requirement r
  where r.state = 'DELIVERED' and r.delivered_at >= $1 and r.delivered_at < $2
  union all
  select 'quartersAssessed', (count(*) filter (where exists (
    select 1 from requirements_value_assessment a
    where a.year = extract(year from q.begun) and a.quarter = extract(quarter from q.begun))))::int, count(*)::int
  from (${ended('quarter', '3 months')}) q
  union all
  select 'reportsPublished', (count(*) filter (where exists (
    select 1 from requirements_value_report a where a.year = extract(year from y.begun))))::int, count(*)::int
  from (${ended('year', '1 year')}) y`;

/** The figures of a period. */
export async function valueMetrics(context: RequestContext, period: MetricPeriod): Promise<ValueMetrics> {
  const { services } = context;
  const [from, to] = boundsOf(period);
  const { conversion: goal, timeZone } = settingsOf(services);
  const { captured, converted } = await conversionBetween(services, { from, to });
  const pairs = await services.query<Pair>(PAIRS, [from, to, services.now().toISOString(), timeZone]);
  const figure = (name: keyof ValueMetrics, numerator: number, denominator: number) =>
    ratio(context, { id: `requirements-value.${name}`, version: 1 }, numerator, denominator);
  const figures = Object.fromEntries(
    pairs.map(({ name, numerator, denominator }) => [name, figure(name, numerator, denominator)]),
  );
  const conversion = figure('conversion', converted, captured);
  return {
    ...(figures as Record<Pair['name'], MetricRatio>),
    conversion,
    conversionGoal: {
      percent: goal.goalPercent,
      isReached: conversion.percent !== null && conversion.percent >= goal.goalPercent,
      provenance: goal.provenance,
    },
  };
}
