import { Customer } from '@candor/core/customers';
import type { AccessRule, PluginApi } from '@candor/kernel';
import { Compensation } from './compensation.js';
import { CompensationResolver } from './compensation-resolver.js';

declare module '@candor/kernel' {
  interface Events {
    'loyalty.compensation-changed': {
      compensationId: string;
      customerId: string;
      about: string;
      state: string;
    };
  }
}

/** Customers see what they get, staff with `loyalty:read` what all get. */
const access: AccessRule<Compensation> = {
  read: (viewer, row) =>
    (viewer.can('loyalty:read') || viewer.is('customer')) && viewer.sees(Customer, row.customer),
  write: (viewer) => viewer.can('loyalty:adjust') || viewer.can('loyalty:write'),
};

/** What customers get because something went wrong. */
export function registerCompensations(api: PluginApi): void {
  api.access(Compensation, access);
  api.list('compensations', Compensation, {
    description: 'All compensations that you may see; to a customer, its own.',
    filter: ['state', 'about', 'customer', 'promisedAt'],
    orderBy: ['promisedAt'],
  });
  api.graphql.resolvers(CompensationResolver);
  api.event('loyalty.compensation-changed', {
    description: 'A compensation was decided on, issued, or told to the customer.',
    payload: {
      compensationId: 'The compensation.',
      customerId: 'Who gets it.',
      about: 'The id of what went wrong.',
      state: 'A value of `CompensationState`.',
    },
  });
  api.errors({
    ALREADY_COMPENSATED: 'The customer has the compensation for that matter, or its coupon, already.',
    NOT_COMPENSATED: 'There is no coupon yet that the customer could be told of.',
  });
  api.texts({ en, 'zh-CN': zh });
}

const en = {
  'CompensationState.PROMISED': 'Promised',
  'CompensationState.ISSUED': 'Coupon issued',
  'CompensationState.TOLD': 'Customer told',
  'metric.loyalty.compensationIssued':
    'Compensations decided on in the period whose coupon was issued by now, of all that were decided on in it.',
  'metric.loyalty.compensationTold':
    'Compensations decided on in the period that the customer was told of by now, of all that were decided on in it.',
};
const zh = {
  'CompensationState.PROMISED': '已承诺',
  'CompensationState.ISSUED': '已发券',
  'CompensationState.TOLD': '已告知客户',
  'metric.loyalty.compensationIssued': '期间内决定的补偿中至今已发放优惠券的比例。',
  'metric.loyalty.compensationTold': '期间内决定的补偿中至今已告知客户的比例。',
};
