import type { RequestContext } from '@candor/kernel';
import { Field, ObjectType } from 'type-graphql';
import { boundsOf, type MetricPeriod, MetricRatio, ratio } from '../feedback/index.js';

/** How well requirements are captured, analysed and delivered. */
@ObjectType({ description: 'How well requirements are captured, filed, analysed and delivered.' })
export class RequirementMetrics {
  @Field(() => MetricRatio, {
    description: 'Of the needs that checks of the period found in records, those that had been captured.',
  })
  captured!: MetricRatio;

  @Field(() => MetricRatio, {
    description:
      'Of the needs much depends on that checks of the period found in records, those that had been missed.',
  })
  keyMisses!: MetricRatio;

  @Field(() => MetricRatio, {
    description: 'Of the requirements captured in the period, those that are filed completely.',
  })
  filingCompleteness!: MetricRatio;

  @Field(() => MetricRatio, {
    description:
      'Of the requirements captured in the period and accepted, those without acceptance criteria.',
  })
  withoutCriteria!: MetricRatio;

  @Field(() => MetricRatio, {
    description:
      'Of the criteria of those requirements that customers answered, those that were right at first.',
  })
  accuracy!: MetricRatio;

  @Field(() => MetricRatio, {
    description:
      'Of the requirements whose first plan promised a date in the period, those delivered by then.',
  })
  onTimeDelivery!: MetricRatio;
}

/** What the filing of a requirement needs; the same as the field `filingGaps`. */
const IS_FILED = `r.source_id is not null and r.description <> '' and (r.source_kind = 'research'
  or exists (select 1 from requirements_customer c where c.requirement_id = r.id))`;

/** A date that has not come counts only once it is kept: nobody is late before. */
const COUNTS = `select needs.*, filed.*, criteria.*, plans.* from (
    select count(*)::int as found,
      (count(*) filter (where is_captured))::int as captured,
      (count(*) filter (where is_key))::int as key_found,
      (count(*) filter (where is_key and not is_captured))::int as key_missed
    from requirements_audited_need where audited_at >= $1 and audited_at < $2
  ) needs, (
    select count(*)::int as all,
      (count(*) filter (where ${IS_FILED}))::int as filed,
      (count(*) filter (where state in ('ACCEPTED', 'ANALYSED', 'PLANNED', 'IN_PROGRESS', 'DELIVERED')))::int as accepted,
      (count(*) filter (where criteria_count = 0
        and state in ('ACCEPTED', 'ANALYSED', 'PLANNED', 'IN_PROGRESS', 'DELIVERED')))::int as bare
    from requirements_requirement r where captured_at >= $1 and captured_at < $2
  ) filed, (
    select count(*)::int as answered, (count(*) filter (where is_right_at_first))::int as right
    from requirements_criterion c join requirements_requirement r on r.id = c.requirement_id
    where is_right_at_first is not null and r.captured_at >= $1 and r.captured_at < $2
  ) criteria, (
    select count(*)::int as promised, (count(*) filter (where delivered_at <= first_due_at))::int as kept
    from requirements_requirement where first_due_at >= $1 and first_due_at < $2
      and (delivered_at is not null or first_due_at < $3)
  ) plans`;

interface Counts {
  readonly found: number;
  readonly captured: number;
  readonly key_found: number;
  readonly key_missed: number;
  readonly all: number;
  readonly filed: number;
  readonly accepted: number;
  readonly bare: number;
  readonly answered: number;
  readonly right: number;
  readonly promised: number;
  readonly kept: number;
}

/** The figures of a period. */
export async function requirementMetrics(
  context: RequestContext,
  period: MetricPeriod,
): Promise<RequirementMetrics> {
  const { services } = context;
  const [row] = await services.query<Counts>(COUNTS, [...boundsOf(period), services.now().toISOString()]);
  const counts = row!;
  const figure = (name: keyof RequirementMetrics, numerator: number, denominator: number) =>
    ratio(context, { id: `requirements.${name}`, version: 1 }, numerator, denominator);
  return {
    captured: figure('captured', counts.captured, counts.found),
    keyMisses: figure('keyMisses', counts.key_missed, counts.key_found),
    filingCompleteness: figure('filingCompleteness', counts.filed, counts.all),
    withoutCriteria: figure('withoutCriteria', counts.bare, counts.accepted),
    accuracy: figure('accuracy', counts.right, counts.answered),
    onTimeDelivery: figure('onTimeDelivery', counts.kept, counts.promised),
  };
}
