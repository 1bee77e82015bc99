import type { DomainEvent } from '@candor/kernel';
import { type Tx, uuidOf } from '@candor/kernel/database';
import { emit, pastEvents } from '@candor/kernel/events';
import { UserError } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import { z } from 'zod';
import { endpointToChange, requestDelivery } from './endpoint-service.js';
import { address } from './webhook-collecting.js';
import { WebhookDelivery } from './webhook-delivery.js';
import { WebhookEndpoint } from './webhook-endpoint.js';
import type { ReplayWebhookDeliveryInput, ReplayWebhookEventsInput } from './webhook-inputs.js';
import { WebhookDeliveryState, WebhookEndpointState } from './webhook-kinds.js';

/** How many events are looked at in one transaction. */
const PAGE = 500;

/** A span of time that an endpoint is told of once more, and how far that is. */
export const Replay = z.object({
  endpointId: z.string(),
  from: z.string(),
  before: z.string(),
  includeDelivered: z.boolean(),
  after: z.object({ at: z.string(), id: z.string() }).nullable(),
});

export type Replay = z.infer<typeof Replay>;

/** The same message, with the same id, as if it were new. */
export async function replayWebhookDelivery(
  tx: Tx,
  { deliveryId }: ReplayWebhookDeliveryInput,
): Promise<WebhookDelivery> {
  const field = ['deliveryId'];
  const known = await tx.see(WebhookDelivery, deliveryId, field);
  const endpoint = await tx.get(WebhookEndpoint, known.endpoint.id, { field });
  const delivery = await tx.get(WebhookDelivery, deliveryId, { field });
  assertEnabled(endpoint, field);
  delivery.state = WebhookDeliveryState.PENDING;
  delivery.round = 0;
  delivery.nextAttemptAt = tx.now;
  delivery.deliveredAt = null;
  delivery.trace = tx.trace;
  audit(tx, { action: 'webhook.replay', subject: endpoint.id, after: { delivery: delivery.id } });
  requestDelivery(tx, delivery);
  return delivery;
}

/** Has the events of a time be told once more; `replayPage` does it, page by page. */
export async function replayWebhookEvents(tx: Tx, input: ReplayWebhookEventsInput): Promise<WebhookEndpoint> {
  const { includeDelivered } = input;
  const endpoint = await endpointToChange(tx, input);
  assertEnabled(endpoint, ['endpointId']);
  const before = input.before ?? tx.now;
  if (input.from >= before) throw new UserError('INVALID', ['from'], 'The time ends after it has begun.');
  const span = { from: input.from.toISOString(), before: before.toISOString(), includeDelivered };
  audit(tx, { action: 'webhook.replay', subject: endpoint.id, after: span });
  emit(tx, 'webhook.replay-requested', {
    subject: endpoint.id,
    payload: { endpointId: endpoint.id, ...span },
  });
  return endpoint;
}

/** A page of a replay; answers the rest, or null where nothing is left. */
export async function replayPage(tx: Tx, replay: Replay): Promise<Replay | null> {
  const endpoint = await tx.em.findOne(WebhookEndpoint, { id: replay.endpointId, archivedAt: null });
  if (endpoint?.state !== WebhookEndpointState.ENABLED) return null;
  const events = await pastEvents(tx, {
    names: endpoint.events,
    from: new Date(replay.from),
    before: new Date(replay.before),
    after: replay.after ?? undefined,
    limit: PAGE,
  });
  const uuid = uuidOf('webhook_endpoint', endpoint.id)!;
  const others = events.filter(({ name }) => !isOwn(name));
  await address(
    tx,
    others.map((event) => ({ endpoint: uuid, event })),
    replay.includeDelivered
      ? [WebhookDeliveryState.FAILED, WebhookDeliveryState.DELIVERED]
      : [WebhookDeliveryState.FAILED],
  );
  const last = events.at(-1);
  return last && events.length === PAGE
    ? { ...replay, after: { at: last.at.toISOString(), id: last.id } }
    : null;
}

/** What this module says in answer is not sent: it would never end. */
function isOwn(name: DomainEvent['name']): boolean {
  return name.startsWith('webhook.');
}

function assertEnabled({ state }: WebhookEndpoint, field: readonly string[]): void {
  if (state !== WebhookEndpointState.ENABLED)
    throw new UserError(
      'WEBHOOK_ENDPOINT_STOPPED',
      field,
      'Enable the endpoint first: nothing is sent to it.',
    );
}
