import type { RequestContext } from '@candor/kernel';
import { Field, ObjectType } from 'type-graphql';
import { boundsOf, type MetricPeriod, MetricRatio, ratio } from '../metric-ratio.js';
import { RESULT } from './choose-channel.js';

/** Whether customers are told things, and by the channel they want. */
@ObjectType({
  description:
    'Whether customers are told what they are to be told, and by the channel they want. `feedbackMetrics` says the same of the results of feedback.',
})
export class CustomerNoticeMetrics {
  @Field(() => MetricRatio, {
    description: 'Of the notices that were decided in the period, those that were delivered.',
  })
  delivered!: MetricRatio;

  @Field(() => MetricRatio, {
    description:
      'Of the results that customers with a preference were told in the period, those that came by that channel.',
  })
  resultViaPreferredChannel!: MetricRatio;
}

const COUNTS = `select count(*)::int as decided,
    (count(*) filter (where is_delivered))::int as delivered,
    (select count(*)::int from customers_notice where need = $3 and is_delivered
      and delivered_at >= $1 and delivered_at < $2 and preferred_channel is not null) as results,
    (select count(*)::int from customers_notice where need = $3 and is_delivered
      and delivered_at >= $1 and delivered_at < $2 and delivered_by = preferred_channel) as preferred
  from customers_notice where decided_at >= $1 and decided_at < $2`;

interface Counts {
  readonly decided: number;
  readonly delivered: number;
  readonly results: number;
  readonly preferred: number;
}

export async function customerNoticeMetrics(
  context: RequestContext,
  period: MetricPeriod,
): Promise<CustomerNoticeMetrics> {
  const [counts] = await context.services.query<Counts>(COUNTS, [...boundsOf(period), RESULT]);
  const { decided, delivered, results, preferred } = counts!;
  const figure = (name: string, numerator: number, denominator: number) =>
    ratio(context, { id: `customers.${name}`, version: 1 }, numerator, denominator);
  return {
    delivered: figure('noticesDelivered', delivered, decided),
    resultViaPreferredChannel: figure('resultViaPreferredChannel', preferred, results),
  };
}
