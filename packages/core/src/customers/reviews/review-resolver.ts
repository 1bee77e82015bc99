import type { MutationContext, RequestContext } from '@candor/kernel';
import { idOf } from '@candor/kernel/database';
import { payloadOf } from '@candor/kernel/graphql';
import { Allow } from '@candor/kernel/identity';
import { Arg, Args, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { Customer } from '../customer.js';
import type { CustomersSettings } from '../customer-settings.js';
import { MetricPeriod } from '../metric-ratio.js';
import { ChangeRecord } from './change-record.js';
import { ConfirmCustomerChangeInput, ReviewCustomerInput } from './review-inputs.js';
import { CustomerReviewMetrics, customerReviewMetrics } from './review-metrics.js';
import * as reviews from './review-service.js';

const ConfirmCustomerRecordPayload = payloadOf('confirmCustomerRecord', { customer: Customer });
const ConfirmCustomerChangePayload = payloadOf('confirmCustomerChange', { change: ChangeRecord });

@Resolver()
export class ReviewResolver {
  @Query(() => [Customer], {
    nullable: true,
    description: 'The customers whose review is overdue, the longest first; at most 100.',
  })
  @Allow('customers:read')
  async customersToReview(@Ctx() { services }: RequestContext): Promise<string[]> {
    const { reviewAfterDays } = services.settings<CustomersSettings>('customers');
    const rows = await services.query<{ id: string }>(
      `select id from customers_customer where archived_at is null
         and coalesce(reviewed_at, created_at) <= $1::timestamptz - $2::int * interval '24 hours'
       order by coalesce(reviewed_at, created_at), id limit 100`,
      [services.now().toISOString(), reviewAfterDays],
    );
    return rows.map(({ id }) => idOf('customer', id));
  }

  @Query(() => CustomerReviewMetrics, {
    nullable: true,
    description: 'Whether customer records are reviewed in time and their changes verified.',
  })
  @Allow('customers:read')
  customerReviewMetrics(
    @Args(() => MetricPeriod) period: MetricPeriod,
    @Ctx() context: RequestContext,
  ): Promise<CustomerReviewMetrics> {
    return customerReviewMetrics(context, period);
  }

  @Mutation(() => ConfirmCustomerRecordPayload, {
    nullable: true,
    description:
      'Says that the record of a customer was looked through and is right; the next review is due later.',
  })
  @Allow('customers:write')
  async confirmCustomerRecord(
    @Arg('input', () => ReviewCustomerInput) input: ReviewCustomerInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { customer: (await reviews.confirmCustomerRecord(tx, input)).id };
  }

  @Mutation(() => ConfirmCustomerChangePayload, {
    nullable: true,
    description: 'Says that a change of a customer record is right; whoever made it cannot.',
  })
  @Allow('customers:write')
  async confirmCustomerChange(
    @Arg('input', () => ConfirmCustomerChangeInput) input: ConfirmCustomerChangeInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { change: (await reviews.confirmCustomerChange(tx, input)).id };
  }
}
