import type { PluginApi } from '@candor/kernel';

declare module '@candor/kernel' {
  interface Events {
    'webhook.endpoint-changed': { endpointId: string; state: string };
    'webhook.endpoint-suspended': {
      endpointId: string;
      ownerId: string | null;
      reason: 'FAILING' | 'GONE';
      firstFailedAt: string;
    };
    'webhook.delivery-requested': { endpointId: string; deliveryId: string };
    'webhook.replay-requested': {
      endpointId: string;
      from: string;
      before: string;
      includeDelivered: boolean;
    };
  }
}

const ENDPOINT = 'The endpoint.';

export function webhookEvents(api: PluginApi): void {
  api.event('webhook.endpoint-changed', {
    description: 'An endpoint was made, changed, archived, or got a new secret.',
    payload: { endpointId: ENDPOINT, state: 'Its state after the change.' },
  });
  api.event('webhook.endpoint-suspended', {
    description: 'The platform has stopped sending to an endpoint; its owner has to be told.',
    payload: {
      endpointId: ENDPOINT,
      ownerId: 'The staff member who answers for it, if any.',
      reason: '`FAILING`: nothing arrived for days; `GONE`: the target said so with status 410.',
      firstFailedAt: 'Since when nothing had arrived.',
    },
  });
  api.event('webhook.delivery-requested', {
    description: 'Somebody asked for a test, or for one message to be sent again.',
    payload: { endpointId: ENDPOINT, deliveryId: 'The message.' },
  });
  api.event('webhook.replay-requested', {
    description: 'Somebody asked for the messages of a time that has passed to be sent again.',
    payload: {
      endpointId: ENDPOINT,
      from: 'Events from this instant on.',
      before: 'Events before this instant.',
      includeDelivered: 'Whether also what has arrived is sent again.',
    },
  });
}
