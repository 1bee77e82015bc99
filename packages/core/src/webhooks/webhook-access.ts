import type { AccessRule } from '@candor/kernel';
import { type SqlBool, sql } from 'kysely';
import type { WebhookAttempt } from './webhook-attempt.js';
import type { WebhookDelivery } from './webhook-delivery.js';
import type { WebhookEndpoint } from './webhook-endpoint.js';

/** Who may have the platform tell others what happens, and see what it told them; an archived endpoint nobody sees. */
export const WEBHOOKS_MANAGE = 'webhooks:manage';

export const webhookEndpointAccess: AccessRule<WebhookEndpoint> = {
  read: (viewer, { archivedAt }) => viewer.can(WEBHOOKS_MANAGE) && sql<SqlBool>`${archivedAt} is null`,
  write: (viewer, { archivedAt }) => viewer.can(WEBHOOKS_MANAGE) && sql<SqlBool>`${archivedAt} is null`,
};

export const webhookDeliveryAccess: AccessRule<WebhookDelivery> = {
  read: (viewer) => viewer.can(WEBHOOKS_MANAGE),
  write: (viewer) => viewer.can(WEBHOOKS_MANAGE),
};

export const webhookAttemptAccess: AccessRule<WebhookAttempt> = {
  read: (viewer) => viewer.can(WEBHOOKS_MANAGE),
};
