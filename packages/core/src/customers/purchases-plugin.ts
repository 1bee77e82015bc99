import type { AccessRule, PluginApi } from '@candor/kernel';
import { Customer } from './customer.js';
import { WRITE, WRITE_BUSINESS } from './owners/field-groups.js';
import { Purchase } from './purchase.js';
import { PurchaseItem, PurchaseReversal } from './purchase-parts.js';
import { PurchaseResolver } from './purchase-resolver.js';

declare module '@candor/kernel' {
  interface Events {
    'purchase.recorded': {
      purchaseId: string;
      customerId: string;
      amount: string;
      currency: string;
      channel: string;
      at: string;
    };
    'purchase.reversed': {
      purchaseId: string;
      reversalId: string;
      customerId: string;
      amount: string;
      currency: string;
      left: string;
      total: string;
      at: string;
    };
  }
}

/** Customers see what they bought, staff what all bought; what was recorded changes only by being reversed. */
const purchaseAccess: AccessRule<Purchase> = {
  read: (viewer, row) =>
    (viewer.can('customers:read') || viewer.is('customer')) && viewer.sees(Customer, row.customer),
  write: (viewer) => viewer.can(WRITE) || viewer.can(WRITE_BUSINESS),
};

const partAccess: AccessRule<PurchaseItem | PurchaseReversal> = {
  read: (viewer, row) => viewer.sees(Purchase, row.purchase),
  write: () => false,
};

/** What customers buy. */
export function registerPurchases(api: PluginApi): void {
  api.access(Purchase, purchaseAccess);
  api.access(PurchaseItem, partAccess);
  api.access(PurchaseReversal, partAccess);
  api.list('purchases', Purchase, {
    description: 'All purchases; to a customer, its own.',
    filter: ['customer', 'state', 'channel', 'purchasedAt'],
    orderBy: ['purchasedAt'],
  });
  api.list('purchases', Purchase, {
    description: 'What the customer bought.',
    on: { type: Customer, by: 'customer' },
    filter: ['state', 'channel', 'purchasedAt'],
    orderBy: ['purchasedAt'],
  });
  api.list('items', PurchaseItem, {
    description: 'The lines of the purchase.',
    on: { type: Purchase, by: 'purchase' },
    orderBy: ['position'],
    ascending: true,
  });
  api.list('reversals', PurchaseReversal, {
    description: 'What was taken back of it.',
    on: { type: Purchase, by: 'purchase' },
    orderBy: ['reversedAt'],
  });
  api.graphql.resolvers(PurchaseResolver);
  api.errors({
    PURCHASE_DIFFERS:
      'A purchase of another customer or amount has this external id already; nothing was recorded.',
  });
  const facts = {
    purchaseId: 'The purchase.',
    customerId: 'Who bought it.',
    currency: 'The currency of the amounts, in ISO 4217.',
  };
  api.event('purchase.recorded', {
    description: 'A purchase was written down.',
    payload: {
      ...facts,
      amount: 'What it cost, as a decimal number.',
      channel: 'Where it was bought, as a key.',
      at: 'When it was bought.',
    },
  });
  api.event('purchase.reversed', {
    description: 'A purchase, or a part of it, was returned, refunded or cancelled.',
    payload: {
      ...facts,
      reversalId: 'The reversal.',
      amount: 'How much was taken back, as a decimal number.',
      left: 'How much of the purchase still stands.',
      total: 'How much it cost at first.',
      at: 'When it happened.',
    },
  });
}
