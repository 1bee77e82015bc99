import { idOf, type Tx } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { audit } from '@candor/kernel/privacy';
import { WebhookAttempt } from '../webhook-attempt.js';
import { WebhookDelivery } from '../webhook-delivery.js';
import { WebhookDeliveryState, WebhookEndpointState, WebhookOutcome } from '../webhook-kinds.js';
import type { Claimed } from './claiming.js';
import type { Posted } from './post.js';
import { pauseBeforeRetry, pauseOfTarget } from './retry-plan.js';

const DAY = 86_400_000;

/** The target says with this status that it is gone for good. */
const GONE = 410;

/**
 * Notes what came of an attempt and what follows from it. Answers when the endpoint has to be looked at again, at
 * no, one or two instants. What another process has taken over in the meantime is left to it.
 */
export async function settle(
  tx: Tx,
  message: Claimed,
  posted: Posted,
  { sentAt, suspendAfterDays }: { sentAt: Date; suspendAfterDays: number },
): Promise<readonly Date[]> {
  const isAccepted = posted.outcome === WebhookOutcome.ACCEPTED;
  // The endpoint first and then its messages, as every command does, so that none waits for another in a circle.
  await tx.query('select 1 from webhooks_endpoint where id = $1 for no key update', [message.endpoint]);
  const [mine] = await tx.query<{ round: number; attempt_count: number }>(
    `update webhooks_delivery set attempt_count = attempt_count + 1, round = round + 1, lease_ends_at = null
     where id = $1 and claim = $2 and state = 'PENDING' returning round, attempt_count`,
    [message.id, message.claim],
  );
  if (!mine) return [];
  tx.em.create(
    WebhookAttempt,
    {
      delivery: tx.em.getReference(WebhookDelivery, idOf('webhook_delivery', message.id)),
      number: mine.attempt_count,
      at: sentAt,
      outcome: posted.outcome,
      status: posted.status,
      duration: posted.duration,
    },
    { partial: true },
  );
  if (isAccepted) {
    await end(tx, message, WebhookDeliveryState.DELIVERED);
    await tx.query(
      `update webhooks_endpoint set failures = 0, first_failed_at = null, resumes_at = null
       where id = $1 and (failures > 0 or first_failed_at is not null)`,
      [message.endpoint],
    );
    return [];
  }
  if (message.isPing) {
    await end(tx, message, WebhookDeliveryState.FAILED);
    return [];
  }
  const next = await planRetry(tx, message, mine.round, posted.notBefore);
  const paused = await countFailure(tx, message, posted, suspendAfterDays);
  // What else waits for the endpoint is due with the end of its pause.
  if (paused === null) return next ? [next] : [];
  return next && next > paused ? [paused, next] : [paused];
}

async function end(tx: Tx, { id }: Claimed, state: WebhookDeliveryState): Promise<void> {
  await tx.query(
    `update webhooks_delivery set state = $2, next_attempt_at = null,
       delivered_at = case when $2 = 'DELIVERED' then $3::timestamptz end where id = $1`,
    [id, state, tx.now.toISOString()],
  );
}

async function planRetry(
  tx: Tx,
  message: Claimed,
  failed: number,
  notBefore: number | null,
): Promise<Date | null> {
  const pause = pauseBeforeRetry(failed);
  if (pause === null) {
    await end(tx, message, WebhookDeliveryState.FAILED);
    return null;
  }
  const at = new Date(tx.now.getTime() + Math.max(pause, notBefore ?? 0));
  await tx.query('update webhooks_delivery set next_attempt_at = $2 where id = $1', [
    message.id,
    at.toISOString(),
  ]);
  return at;
}

/** The endpoint's own count, which all its messages share: it is paused, and after days of failure suspended. */
async function countFailure(
  tx: Tx,
  { endpoint }: Claimed,
  { status }: Posted,
  suspendAfterDays: number,
): Promise<Date | null> {
  const [row] = await tx.query<{ failures: number; first_failed_at: string; resumes_at: string | null }>(
    `update webhooks_endpoint set first_failed_at = coalesce(first_failed_at, $2),
       failures = failures + case when resumes_at > $2 then 0 else 1 end
     where id = $1 and state = 'ENABLED' returning failures, first_failed_at, resumes_at`,
    [endpoint, tx.now.toISOString()],
  );
  if (!row) return null;
  const firstFailedAt = new Date(row.first_failed_at);
  const isGone = status === GONE;
  if (isGone || tx.now.getTime() - firstFailedAt.getTime() >= suspendAfterDays * DAY) {
    await suspend(tx, endpoint, isGone ? 'GONE' : 'FAILING', firstFailedAt);
    return null;
  }
  // What was under way already when the pause began does not make it longer.
  const paused = row.resumes_at === null ? null : new Date(row.resumes_at);
  if (paused && paused > tx.now) return paused;
  const pause = pauseOfTarget(row.failures);
  if (pause === null) return null;
  const until = new Date(tx.now.getTime() + pause);
  await tx.query('update webhooks_endpoint set resumes_at = $2 where id = $1', [
    endpoint,
    until.toISOString(),
  ]);
  return until;
}

async function suspend(
  tx: Tx,
  endpoint: string,
  reason: 'FAILING' | 'GONE',
  firstFailedAt: Date,
): Promise<void> {
  const [row] = await tx.query<{ owner_id: string | null; version: number }>(
    `update webhooks_endpoint set state = $2, version = version + 1, updated_at = $3
     where id = $1 returning owner_id, version`,
    [endpoint, WebhookEndpointState.SUSPENDED, tx.now.toISOString()],
  );
  const endpointId = idOf('webhook_endpoint', endpoint);
  audit(tx, { action: 'webhook.suspend', subject: endpointId, after: { reason } });
  emit(tx, 'webhook.endpoint-suspended', {
    subject: endpointId,
    version: row!.version,
    payload: {
      endpointId,
      ownerId: row!.owner_id === null ? null : idOf('staff', row!.owner_id),
      reason,
      firstFailedAt: firstFailedAt.toISOString(),
    },
  });
}
