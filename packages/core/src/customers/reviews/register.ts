import { type AccessRule, dailyJob, type PluginApi } from '@candor/kernel';
import { Customer } from '../customer.js';
import { ChangeRecord } from './change-record.js';
import { ReviewResolver } from './review-resolver.js';
import { askForReviews } from './review-service.js';

declare module '@candor/kernel' {
  interface Events {
    'customer.review-due': { customerId: string };
  }
}

const changeAccess: AccessRule<ChangeRecord> = {
  read: (viewer, row) => viewer.can('customers:read') && viewer.sees(Customer, row.customer),
  write: (viewer) => viewer.can('customers:write'),
};

/** Records are looked through from time to time, and their changes verified by a second person. */
export function registerReviews(api: PluginApi): void {
  api.access(ChangeRecord, changeAccess);
  api.list('customerChanges', ChangeRecord, {
    description: 'Changes of customer records, verified or not; for staff.',
    filter: ['state'],
    orderBy: ['changedAt'],
  });
  api.list('changeRecords', ChangeRecord, {
    description: 'Changes of the record of the customer; for staff.',
    on: { type: Customer, by: 'customer' },
    filter: ['state'],
    orderBy: ['changedAt'],
  });
  api.graphql.resolvers(ReviewResolver);
  api.event('customer.review-due', {
    description: 'The record of a customer has not been looked through for as long as the settings allow.',
    payload: { customerId: 'The customer.' },
  });
  dailyJob(
    api,
    'customers.ask-for-reviews',
    { description: 'Says which customer records are due for a review.', at: '02:00', timeout: 'PT10M' },
    (_, services, signal) => askForReviews(services, signal),
  );
  api.texts({
    en: {
      'CustomerChangeState.PENDING': 'To be verified',
      'CustomerChangeState.VERIFIED': 'Verified',
      'metric.customers.overdueReviews':
        'Customer records that were not reviewed for longer than the settings allow, of all.',
      'metric.customers.verifiedChanges':
        'Changes of customer records in the period that a second person has verified, of all but imported ones.',
    },
    'zh-CN': {
      'CustomerChangeState.PENDING': '待核实',
      'CustomerChangeState.VERIFIED': '已核实',
      'metric.customers.overdueReviews': '超过设定期限未复核的客户档案占全部档案的比例。',
      'metric.customers.verifiedChanges': '期间内经第二人核实的档案变更占全部变更(导入除外)的比例。',
    },
  });
}
