import type { AccessRule, PluginApi } from '@candor/kernel';
import { Customer } from '../customer.js';
import { CustomerMerge } from './customer-merge.js';
import { MergeResolver } from './merge-resolver.js';

declare module '@candor/kernel' {
  interface Events {
    'customer.merged': { mergeId: string; customerId: string; intoId: string };
    'customer.unmerged': { mergeId: string; customerId: string; intoId: string };
  }
}

const mergeAccess: AccessRule<CustomerMerge> = {
  read: (viewer, row) => viewer.can('customers:read') && viewer.sees(Customer, row.into),
  write: (viewer) => viewer.can('customers:write'),
};

/** Two records of one customer become one, and two again. */
export function registerMerging(api: PluginApi): void {
  api.access(CustomerMerge, mergeAccess);
  api.list('merges', CustomerMerge, {
    description: 'Who was merged into the customer; for staff.',
    on: { type: Customer, by: 'into' },
    orderBy: ['mergedAt'],
  });
  api.graphql.resolvers(MergeResolver);
  const payload = {
    mergeId: 'The merger.',
    customerId: 'The customer who was merged.',
    intoId: 'The customer who stands for both.',
  };
  api.event('customer.merged', { description: 'A customer was merged into another.', payload });
  api.event('customer.unmerged', { description: 'A merger of customers was undone.', payload });
}
