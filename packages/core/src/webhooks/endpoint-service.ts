import { newId, type Tx } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { UserError } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import { StaffMember } from '../people/index.js';
import { PING } from './sending/claiming.js';
import { newSecret } from './sending/signature.js';
import { type Allowance, faultOf } from './sending/target.js';
import { WebhookDelivery } from './webhook-delivery.js';
import { WebhookEndpoint } from './webhook-endpoint.js';
import type {
  ArchiveWebhookEndpointInput,
  CreateWebhookEndpointInput,
  PingWebhookEndpointInput,
  RotateWebhookSecretInput,
  UpdateWebhookEndpointInput,
} from './webhook-inputs.js';
import { WebhookDeliveryState, WebhookEndpointState } from './webhook-kinds.js';

/** The secret is in clear here and nowhere else. */
interface WithSecret {
  readonly endpoint: WebhookEndpoint;
  readonly secret: string;
}

const LONGEST_OVERLAP = 7 * 86_400_000;

export async function createWebhookEndpoint(
  tx: Tx,
  input: CreateWebhookEndpointInput,
  allowance: Allowance,
): Promise<WithSecret> {
  assertAllowed(input.url, allowance);
  const id = newId('webhook_endpoint');
  const secret = newSecret();
  const { actor } = tx;
  const ownerId = input.ownerId ?? (actor.kind === 'staff' ? actor.id : null);
  const endpoint = tx.em.create(
    WebhookEndpoint,
    {
      id,
      url: input.url,
      description: input.description ?? null,
      events: input.events,
      owner: await ownerOf(tx, ownerId),
      secret: await sealed(tx, id, 'secret', secret),
    },
    { partial: true },
  );
  audit(tx, { action: 'webhook.create', subject: id, after: { events: input.events } });
  changed(tx, endpoint);
  return { endpoint, secret };
}

export async function updateWebhookEndpoint(
  tx: Tx,
  input: UpdateWebhookEndpointInput,
  allowance: Allowance,
): Promise<WebhookEndpoint> {
  const endpoint = await endpointToChange(tx, input);
  const { url, events, description, ownerId, isEnabled } = input;
  const before = { events: endpoint.events, state: endpoint.state };
  // Also an address that stays is looked at again: what is allowed may have changed.
  if (url !== undefined || isEnabled) assertAllowed(url ?? endpoint.url, allowance);
  if (url !== undefined) endpoint.url = url;
  if (events !== undefined) endpoint.events = events;
  if (description !== undefined) endpoint.description = description;
  if (ownerId !== undefined) endpoint.owner = await ownerOf(tx, ownerId);
  if (isEnabled === true && endpoint.state !== WebhookEndpointState.ENABLED) {
    Object.assign(endpoint, { state: WebhookEndpointState.ENABLED, ...HEALTHY });
  }
  if (isEnabled === false) endpoint.state = WebhookEndpointState.DISABLED;
  // A new address has no past.
  if (url !== undefined) Object.assign(endpoint, HEALTHY);
  audit(tx, {
    action: 'webhook.update',
    subject: endpoint.id,
    before,
    after: { events: endpoint.events, state: endpoint.state, hasNewAddress: url !== undefined },
  });
  changed(tx, endpoint);
  return endpoint;
}

/** From now on a new secret counts, and for a while the one before as well, so that nothing is refused meanwhile. */
export async function rotateWebhookSecret(tx: Tx, input: RotateWebhookSecretInput): Promise<WithSecret> {
  const endpoint = await endpointToChange(tx, input);
  const keepFor = overlapOf(input.keepPreviousFor);
  const secret = newSecret();
  const previous = await tx.open(placeOf(endpoint.id, 'secret'), endpoint.secret);
  const isKept = keepFor > 0 && previous !== null;
  endpoint.previousSecret = isKept ? await sealed(tx, endpoint.id, 'previous_secret', previous) : null;
  endpoint.previousSecretEndsAt = isKept ? new Date(tx.now.getTime() + keepFor) : null;
  endpoint.secret = await sealed(tx, endpoint.id, 'secret', secret);
  audit(tx, {
    action: 'webhook.rotateSecret',
    subject: endpoint.id,
    after: { previousUntil: endpoint.previousSecretEndsAt?.toISOString() ?? null },
  });
  changed(tx, endpoint);
  return { endpoint, secret };
}

/** What has not arrived by now will not. */
export async function archiveWebhookEndpoint(
  tx: Tx,
  input: ArchiveWebhookEndpointInput,
): Promise<WebhookEndpoint> {
  const endpoint = await endpointToChange(tx, input);
  endpoint.archivedAt = tx.now;
  endpoint.state = WebhookEndpointState.DISABLED;
  await tx.em.nativeUpdate(
    WebhookDelivery,
    { endpoint: endpoint.id, state: WebhookDeliveryState.PENDING },
    { state: WebhookDeliveryState.CANCELLED, nextAttemptAt: null },
  );
  audit(tx, { action: 'webhook.archive', subject: endpoint.id });
  changed(tx, endpoint);
  return endpoint;
}

/** A message that means nothing, sent once, whatever the state of the endpoint. */
export async function pingWebhookEndpoint(
  tx: Tx,
  input: PingWebhookEndpointInput,
  allowance: Allowance,
): Promise<WebhookDelivery> {
  const endpoint = await endpointToChange(tx, input);
  assertAllowed(endpoint.url, allowance, ['endpointId']);
  const id = newId('webhook_delivery');
  const at = tx.now.toISOString();
  const data = { id, subject: endpoint.id, version: null, occurredAt: at, actor: tx.actor.id, facts: {} };
  audit(tx, { action: 'webhook.ping', subject: endpoint.id });
  const delivery = tx.em.create(
    WebhookDelivery,
    {
      id,
      endpoint,
      messageId: id,
      eventName: PING,
      body: JSON.stringify({ type: PING, timestamp: at, data }),
      createdAt: tx.now,
      nextAttemptAt: tx.now,
      trace: tx.trace,
    },
    { partial: true },
  );
  requestDelivery(tx, delivery);
  return delivery;
}

/** Has a message be sent as soon as the command is done. */
export function requestDelivery(tx: Tx, { id, endpoint }: WebhookDelivery): void {
  emit(tx, 'webhook.delivery-requested', {
    subject: endpoint.id,
    payload: { endpointId: endpoint.id, deliveryId: id },
  });
}

function changed(tx: Tx, { id, state }: WebhookEndpoint): void {
  emit(tx, 'webhook.endpoint-changed', { subject: id, payload: { endpointId: id, state } });
}

export function endpointToChange(
  tx: Tx,
  { endpointId, version }: { readonly endpointId: string; readonly version?: number | null | undefined },
): Promise<WebhookEndpoint> {
  return tx.get(WebhookEndpoint, endpointId, { field: ['endpointId'], version });
}

const HEALTHY = { failures: 0, firstFailedAt: null, resumesAt: null };

function assertAllowed(url: string, allowance: Allowance, field: readonly string[] = ['url']): void {
  const fault = faultOf(url, allowance);
  if (fault !== null) throw new UserError('INVALID', field, fault);
}

async function ownerOf(tx: Tx, id: string | null): Promise<StaffMember | null> {
  const owner = id === null ? null : await tx.see(StaffMember, id, ['ownerId']);
  if (owner && !owner.isActive)
    throw new UserError('INVALID', ['ownerId'], 'Choose somebody who still works here.');
  return owner;
}

/** Milliseconds. */
function overlapOf(duration: string): number {
  const fault = new UserError(
    'INVALID',
    ['keepPreviousFor'],
    'Use an ISO 8601 duration of at most seven days, such as PT24H.',
  );
  let milliseconds: number;
  try {
    milliseconds = Temporal.Duration.from(duration).total({ unit: 'milliseconds' });
  } catch {
    throw fault;
  }
  if (milliseconds < 0 || milliseconds > LONGEST_OVERLAP) throw fault;
  return milliseconds;
}

function placeOf(id: string, column: string) {
  return { owner: id, table: 'webhooks_endpoint', id, column };
}

function sealed(tx: Tx, id: string, column: string, secret: string): Promise<string> {
  return tx.seal(placeOf(id, column), secret);
}
