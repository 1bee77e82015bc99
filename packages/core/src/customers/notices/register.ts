import type { AccessRule, PluginApi } from '@candor/kernel';
import type { Tx } from '@candor/kernel/database';
import { type SqlBool, sql } from 'kysely';
import { Customer } from '../customer.js';
import { CustomerNotice } from './customer-notice.js';
import { NoticePlan } from './notice-plan.js';
import { NoticeResolver } from './notice-resolver.js';
import { noticeTexts, PLANS } from './notice-texts.js';
import { NotificationPreference } from './notification-preference.js';

declare module '@candor/kernel' {
  interface Events {
    'customer.notice-decided': { customerId: string; noticeId: string; need: string; channel: string };
    'customer.notice-delivered': { customerId: string; noticeId: string; need: string; channel: string };
  }
}

/** What customers can choose from they have to know. */
const planAccess: AccessRule<NoticePlan> = {
  read: (viewer) => viewer.can('customers:read') || viewer.is('customer'),
  write: (viewer) => viewer.can('customers:manage'),
  fields: { provenance: 'customers:read' },
};

const preferenceAccess: AccessRule<NotificationPreference> = {
  read: (viewer, row) =>
    (viewer.can('customers:read') || viewer.is('customer')) && viewer.sees(Customer, row.customer),
  write: () => false,
};

const noticeAccess: AccessRule<CustomerNotice> = {
  read: (viewer, row) =>
    (viewer.can('customers:read') || viewer.is('customer')) && viewer.sees(Customer, row.customer),
  write: (viewer, row) =>
    viewer.can('customers:notify') || (viewer.is('customer') && sql<SqlBool>`${row.customer} = ${viewer.id}`),
};

export const noticeEntities = [NoticePlan, NotificationPreference, CustomerNotice] as const;

/** By which channel customers are told things: by need, preference and consent, with the receipt. */
export function registerNotices(api: PluginApi): void {
  api.access(NoticePlan, planAccess);
  api.access(NotificationPreference, preferenceAccess);
  api.access(CustomerNotice, noticeAccess);
  api.list('noticePlans', NoticePlan, {
    description: 'By which channels customers are told what.',
    orderBy: ['createdAt'],
  });
  api.list('notificationPreferences', NotificationPreference, {
    description: 'By which channel the customer wants to be told what.',
    on: { type: Customer, by: 'customer' },
    orderBy: ['createdAt'],
  });
  api.list('customerNotices', CustomerNotice, {
    description: 'What customers are to be told, and were: to staff all, to a customer its own.',
    filter: ['customer', 'need', 'channel', 'isDelivered', 'decidedAt'],
    orderBy: ['decidedAt'],
  });
  api.graphql.resolvers(NoticeResolver);
  const payload = {
    customerId: 'The customer.',
    noticeId: 'The notice.',
    need: 'The sort of thing, as a key such as `result`.',
    channel: 'The channel, as a key such as `sms`.',
  };
  api.event('customer.notice-decided', {
    description: 'A customer is to be told something by a channel: for whatever sends it there.',
    payload,
  });
  api.event('customer.notice-delivered', { description: 'A customer was told something.', payload });
  api.errors({
    CHANNEL_NOT_PREFERRED: 'The customer wants to be told by another channel; the message says by which.',
  });
  api.texts(noticeTexts);
}

/** The plans to begin with; those that are there stay as they are. */
export async function seedPlans(tx: Tx): Promise<void> {
  for (const plan of PLANS)
    if ((await tx.em.count(NoticePlan, { need: plan.need })) === 0)
      tx.em.create(NoticePlan, plan, { partial: true });
}
