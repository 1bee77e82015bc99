import { definePlugin, type PluginDefinition } from '@candor/kernel';
import { Webhooks20261122 } from './migrations/webhooks-20261122.js';
import { type Outside, theOutside } from './sending/outside.js';
import {
  WEBHOOKS_MANAGE,
  webhookAttemptAccess,
  webhookDeliveryAccess,
  webhookEndpointAccess,
} from './webhook-access.js';
import { WebhookAttempt } from './webhook-attempt.js';
import { WebhookDelivery } from './webhook-delivery.js';
import { WebhookEndpoint } from './webhook-endpoint.js';
import { webhookEvents } from './webhook-events.js';
import { webhookJobs } from './webhook-jobs.js';
import { WebhookResolver } from './webhook-resolver.js';
import { WebhookSettings } from './webhook-settings.js';
import { webhookTexts } from './webhook-texts.js';

/** Tells other systems what happens: signed, tried again, logged. `outside` is what a test may stand in for. */
export function webhooksWith(outside: Outside): PluginDefinition {
  return definePlugin({
    name: 'webhooks',
    version: '1.0.0',
    candor: '^1.0.0',
    requires: { people: '^1.0.0' },
    settings: WebhookSettings,
    permissions: {
      [WEBHOOKS_MANAGE]: 'Have other systems be told of every event, and see what they were told',
    },
    setup(api) {
      api.store({
        entities: [WebhookEndpoint, WebhookDelivery, WebhookAttempt],
        migrations: [Webhooks20261122],
      });
      api.access(WebhookEndpoint, webhookEndpointAccess);
      api.access(WebhookDelivery, webhookDeliveryAccess);
      api.access(WebhookAttempt, webhookAttemptAccess);
      api.list('webhookEndpoints', WebhookEndpoint, {
        description: 'Where other systems are told what happens.',
        filter: ['state', 'owner'],
        orderBy: ['createdAt'],
        allow: [WEBHOOKS_MANAGE],
      });
      api.list('webhookDeliveries', WebhookDelivery, {
        description:
          'All messages to other systems, and how far each is. Kept for 30 days, unless set otherwise.',
        filter: ['endpoint', 'state', 'eventName', 'createdAt'],
        orderBy: ['createdAt'],
        allow: [WEBHOOKS_MANAGE],
      });
      api.list('deliveries', WebhookDelivery, {
        description: 'The messages to it.',
        on: { type: WebhookEndpoint, by: 'endpoint' },
        filter: ['state', 'eventName', 'createdAt'],
        orderBy: ['createdAt'],
      });
      api.list('attempts', WebhookAttempt, {
        description: 'Each time it was sent.',
        on: { type: WebhookDelivery, by: 'delivery' },
        orderBy: ['at'],
      });
      api.graphql.resolvers(WebhookResolver);
      webhookEvents(api);
      webhookJobs(api, outside);
      api.errors({
        WEBHOOK_ENDPOINT_STOPPED: 'The endpoint is stopped; enable it before anything is replayed.',
      });
      api.texts(webhookTexts);
    },
  });
}

export const webhooks = webhooksWith(theOutside());
