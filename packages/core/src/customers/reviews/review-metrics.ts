import type { RequestContext } from '@candor/kernel';
import { Field, ObjectType } from 'type-graphql';
import type { CustomersSettings } from '../customer-settings.js';
import { boundsOf, type MetricPeriod, MetricRatio, ratio } from '../metric-ratio.js';

/** Whether records are looked after. */
@ObjectType({ description: 'Whether customer records are reviewed in time and their changes verified.' })
export class CustomerReviewMetrics {
  @Field(() => MetricRatio, {
    description: 'Of the records of now, those whose review is overdue; the period does not matter.',
  })
  overdueReviews!: MetricRatio;

  @Field(() => MetricRatio, { description: 'Of the changes of the period, those that were verified.' })
  verifiedChanges!: MetricRatio;
}

export async function customerReviewMetrics(
  context: RequestContext,
  period: MetricPeriod,
): Promise<CustomerReviewMetrics> {
  const { services } = context;
  const { reviewAfterDays } = services.settings<CustomersSettings>('customers');
  const [records] = await services.query<{ all: number; overdue: number }>(
    `select count(*)::int as all, (count(*) filter (where
       coalesce(reviewed_at, created_at) <= $1::timestamptz - $2::int * interval '24 hours'))::int as overdue
     from customers_customer where archived_at is null`,
    [services.now().toISOString(), reviewAfterDays],
  );
  const [changes] = await services.query<{ all: number; verified: number }>(
    `select count(*)::int as all, (count(*) filter (where state = 'VERIFIED'))::int as verified
     from customers_change_record where changed_at >= $1 and changed_at < $2`,
    boundsOf(period),
  );
  return {
    overdueReviews: ratio(
      context,
      { id: 'customers.overdueReviews', version: 1 },
      records!.overdue,
      records!.all,
    ),
    verifiedChanges: ratio(
      context,
      { id: 'customers.verifiedChanges', version: 1 },
      changes!.verified,
      changes!.all,
    ),
  };
}
