import type { PluginApi } from '@candor/kernel';

declare module '@candor/kernel' {
  interface Events {
    'customer.created': { customerId: string; kind: string };
    'customer.changed': { customerId: string; fields: string[] };
    'customer.archived': { customerId: string };
  }
}

const CUSTOMER = 'The customer.';

export function customerEvents(api: PluginApi): void {
  api.event('customer.created', {
    description: 'A customer became known.',
    payload: { customerId: CUSTOMER, kind: '`PERSON` or `COMPANY`.' },
  });
  api.event('customer.changed', {
    description: 'Something about a customer changed, a contact point or a source among it.',
    payload: { customerId: CUSTOMER, fields: 'The fields of `Customer` that changed; not what they hold.' },
  });
  api.event('customer.archived', {
    description: 'A customer was archived: hidden everywhere, and its tokens are worth nothing.',
    payload: { customerId: CUSTOMER },
  });
}
