export { webhooks, webhooksWith } from './plugin.js';
export type { Outside } from './sending/outside.js';
export { WebhookAttempt } from './webhook-attempt.js';
export { WebhookDelivery } from './webhook-delivery.js';
export { WebhookEndpoint } from './webhook-endpoint.js';
export { WebhookDeliveryState, WebhookEndpointState, WebhookOutcome } from './webhook-kinds.js';
