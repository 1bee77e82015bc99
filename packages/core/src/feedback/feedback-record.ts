import { idOf, type Tx, uuidOf } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { UserError } from '@candor/kernel/graphql';
import { LockMode } from '@mikro-orm/core';
import { Feedback } from './feedback.js';
import { FeedbackChange } from './feedback-change.js';
import type { FeedbackChangeKind } from './feedback-kinds.js';
import { tellChange } from './feedback-live.js';

interface Fact {
  readonly kind: FeedbackChangeKind;
  readonly from?: string | null;
  readonly to?: string | null;
  readonly reason?: string | null | undefined;
}

/** Writes down what changed, tells whoever watches it, and says so to plugins. */
export async function record(
  tx: Tx,
  feedback: Feedback,
  { kind, from = null, to = null, reason }: Fact,
): Promise<FeedbackChange> {
  // A record and no entry at the end of the transaction: notices point to it before that.
  const change = tx.em.create(
    FeedbackChange,
    { feedback, at: tx.now, kind, from, to, reason: reason ?? null, actor: tx.actor.id ?? tx.actor.kind },
    { partial: true },
  );
  await tx.em.flush();
  tellChange(tx, [feedback.id, ...(await mergedInto(tx, feedback.id))], change);
  emit(tx, 'feedback.changed', {
    subject: feedback.id,
    version: feedback.version,
    payload: { feedbackId: feedback.id, changeId: change.id, kind, state: feedback.state },
  });
  return change;
}

/** Feedback in order to change it, under the actor's rules and locked. Throws NOT_FOUND and CONFLICT. */
export function feedbackToChange(
  tx: Tx,
  { feedbackId, version }: { readonly feedbackId: string; readonly version?: number | null },
): Promise<Feedback> {
  return tx.get(Feedback, feedbackId, { field: ['feedbackId'], version });
}

/** Refuses what belongs to the one that stands for both (FEEDBACK_MERGED). */
export function refuseMerged({ root }: Feedback, field: readonly string[] = ['feedbackId']): void {
  if (!root) return;
  throw new UserError('FEEDBACK_MERGED', field, `It was merged: do it with ${root.id}.`);
}

/** Locks feedback in the order of the ids, so that two commands never wait for each other, and reads it anew. */
export async function lock(tx: Tx, ids: readonly string[]): Promise<Map<string, Feedback>> {
  const found = await tx.em.find(
    Feedback,
    { id: { $in: [...new Set(ids)] } },
    { orderBy: { id: 'asc' }, lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
  );
  return new Map(found.map((one) => [one.id, one]));
}

/**
 * Until the end of the transaction nobody moves the place where votes count; others may rely on it as well. To be
 * asked for before any row is locked, or a merger that moves the place would cross with whoever waits for it.
 */
export async function holdPlaces(tx: Tx): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock_shared(hashtextextended('candor feedback places', 0))`);
}

/** The same for one who moves places: waits until nobody relies on them. Mergers are rare, and quick. */
export async function movePlaces(tx: Tx): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('candor feedback places', 0))`);
}

/** The ids of all that was merged into it, directly or by way of others. */
async function mergedInto(tx: Tx, id: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>('select id from feedback_feedback where root_id = $1', [
    uuidOf('feedback', id),
  ]);
  return rows.map((row) => idOf('feedback', row.id));
}
