import type { MutationContext, RequestContext } from '@candor/kernel';
import { payloadOf } from '@candor/kernel/graphql';
import { Allow } from '@candor/kernel/identity';
import { Arg, Args, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { MetricPeriod } from '../metric-ratio.js';
import { WRITE, WRITE_BASIC } from '../owners/field-groups.js';
import { CustomerNotice } from './customer-notice.js';
import {
  ConfirmCustomerNoticeInput,
  IssueCustomerNoticeInput,
  SetNoticePlanInput,
  SetNotificationPreferenceInput,
} from './notice-inputs.js';
import { CustomerNoticeMetrics, customerNoticeMetrics } from './notice-metrics.js';
import { NoticePlan } from './notice-plan.js';
import * as notices from './notice-service.js';
import { NotificationPreference } from './notification-preference.js';

const SetNoticePlanPayload = payloadOf('setNoticePlan', { noticePlan: NoticePlan });
const SetNotificationPreferencePayload = payloadOf('setNotificationPreference', {
  notificationPreference: NotificationPreference,
});
const IssueCustomerNoticePayload = payloadOf('issueCustomerNotice', { notice: CustomerNotice });
const ConfirmCustomerNoticePayload = payloadOf('confirmCustomerNotice', { notice: CustomerNotice });

@Resolver()
export class NoticeResolver {
  @Query(() => CustomerNoticeMetrics, {
    nullable: true,
    description: 'Whether customers are told what they are to be told, and by the channel they want.',
  })
  @Allow('customers:read')
  customerNoticeMetrics(
    @Args(() => MetricPeriod) period: MetricPeriod,
    @Ctx() context: RequestContext,
  ): Promise<CustomerNoticeMetrics> {
    return customerNoticeMetrics(context, period);
  }

  @Mutation(() => SetNoticePlanPayload, {
    nullable: true,
    description: 'Says by which channels customers are told something of one sort from now on.',
  })
  @Allow('customers:manage')
  async setNoticePlan(
    @Arg('input', () => SetNoticePlanInput) input: SetNoticePlanInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { noticePlan: (await notices.setNoticePlan(tx, input)).id };
  }

  @Mutation(() => SetNotificationPreferencePayload, {
    nullable: true,
    description:
      'Says by which channel a customer wants to be told one sort of thing. Customers say so themselves.',
  })
  @Allow(WRITE, WRITE_BASIC, 'kind:customer')
  async setNotificationPreference(
    @Arg('input', () => SetNotificationPreferenceInput) input: SetNotificationPreferenceInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { notificationPreference: (await notices.setNotificationPreference(tx, input)).id };
  }

  @Mutation(() => IssueCustomerNoticePayload, {
    nullable: true,
    description:
      'Decides that a customer is told something, and picks the channel by need, preference and consent. What sends it hears `customer.notice-decided`, as a webhook or a plugin.',
  })
  @Allow('customers:notify')
  async issueCustomerNotice(
    @Arg('input', () => IssueCustomerNoticeInput) input: IssueCustomerNoticeInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { notice: (await notices.issueCustomerNotice(tx, input)).id };
  }

  @Mutation(() => ConfirmCustomerNoticePayload, {
    nullable: true,
    description: 'Says that a customer was told, with the receipt; customers confirm what they have read.',
  })
  @Allow('customers:notify', 'kind:customer')
  async confirmCustomerNotice(
    @Arg('input', () => ConfirmCustomerNoticeInput) input: ConfirmCustomerNoticeInput,
    @Ctx() { tx }: MutationContext,
  ) {
    return { notice: (await notices.confirmCustomerNotice(tx, input)).id };
  }
}
