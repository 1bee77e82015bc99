import type { DomainEvent } from '@candor/kernel';
import { idOf, newId, type Tx, uuidOf } from '@candor/kernel/database';
import { patternsFor, patternsOf } from '@candor/kernel/events';
import type { WebhookDeliveryState } from './webhook-kinds.js';

/** The id of the handler that hears of what endpoints want. */
export const COLLECT = 'webhooks.collect';

/** Only what some endpoint wants is delivered to that handler. */
export const WANTED = `exists (select from webhooks_endpoint w where w.state = 'ENABLED' and w.archived_at is null
  and w.events && array[${patternsOf('event.name')}])`;

/** A message that an endpoint is to get. */
interface Addressed {
  /** The uuid of the endpoint. */
  readonly endpoint: string;
  readonly event: DomainEvent;
}

/** What a target is told of an event: ids and plain facts as it has them. */
function bodyOf({ id, name, subject, version, at, actor, payload }: DomainEvent): string {
  const occurredAt = at.toISOString();
  const data = { id: idOf('event', id), subject, version, occurredAt, actor, facts: payload };
  return JSON.stringify({ type: name, timestamp: occurredAt, data });
}

/** A delivery to each endpoint that wants the event, once; answers how many there were to add. */
export async function collect(tx: Tx, event: DomainEvent): Promise<number> {
  const endpoints = await tx.query<{ id: string }>(
    // Locked as the rows that point to it will have it: nothing is added to what is being archived just now.
    `select id from webhooks_endpoint where state = 'ENABLED' and archived_at is null and events && $1::text[]
     order by id for key share`,
    [patternsFor(event.name)],
  );
  return address(
    tx,
    endpoints.map(({ id }) => ({ endpoint: id, event })),
  );
}

/**
 * Puts messages on their way; answers how many. One that the endpoint has got before keeps its id and its text; it
 * begins anew if it is in one of the given states, else it stays as it is.
 */
export async function address(
  tx: Tx,
  messages: readonly Addressed[],
  anew: readonly WebhookDeliveryState[] = [],
): Promise<number> {
  if (messages.length === 0) return 0;
  const rows = await tx.query(ADDRESS, [
    messages.map(() => uuidOf('webhook_delivery', newId('webhook_delivery'))),
    messages.map(({ endpoint }) => endpoint),
    messages.map(({ event }) => idOf('event', event.id)),
    messages.map(({ event }) => event.name),
    messages.map(({ event }) => bodyOf(event)),
    tx.now.toISOString(),
    anew,
    tx.trace,
  ]);
  return rows.length;
}

const ADDRESS = `insert into webhooks_delivery as d
    (id, endpoint_id, message_id, event_name, body, state, attempt_count, round, created_at, next_attempt_at, claim, trace)
  select id, endpoint, message, name, body, 'PENDING', 0, 0, $6, $6, 0, $8
  from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[]) as m (id, endpoint, message, name, body)
  on conflict (endpoint_id, message_id) do update
    set state = 'PENDING', round = 0, next_attempt_at = $6, delivered_at = null, trace = $8
    where d.state = any($7::text[])
  returning id`;
