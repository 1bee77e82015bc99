import { boundsOf, type MetricPeriod, MetricRatio, ratio } from '@candor/core/customers';
import type { RequestContext } from '@candor/kernel';
import { Field, ObjectType } from 'type-graphql';

/** Whether customers got what was decided on, and know of it. */
@ObjectType({ description: 'Whether customers got the compensation that was decided on, and know of it.' })
export class CompensationMetrics {
  @Field(() => MetricRatio, {
    description: 'Of the compensations decided on in the period, those whose coupon was issued.',
  })
  issued!: MetricRatio;

  @Field(() => MetricRatio, {
    description: 'Of the compensations decided on in the period, those that the customer was told of.',
  })
  told!: MetricRatio;
}

const COUNTS = `select count(*)::int as promised,
    count(issued_at)::int as issued, count(told_at)::int as told
  from loyalty_compensation where promised_at >= $1 and promised_at < $2 and ($3::text is null or about = $3)`;

/** The figures of a period: of one matter, or of all. */
export async function compensationMetrics(
  context: RequestContext,
  period: MetricPeriod,
  about: string | null,
): Promise<CompensationMetrics> {
  const [counts] = await context.services.query<Record<'promised' | 'issued' | 'told', number>>(COUNTS, [
    ...boundsOf(period),
    about,
  ]);
  const { promised, issued, told } = counts!;
  const figure = (id: string, numerator: number) => ratio(context, { id, version: 1 }, numerator, promised);
  return {
    issued: figure('loyalty.compensationIssued', issued),
    told: figure('loyalty.compensationTold', told),
  };
}
