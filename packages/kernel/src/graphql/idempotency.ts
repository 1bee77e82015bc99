import { hash } from 'node:crypto';
import type { Tx } from '../database/tx.js';
import { canonical } from './canonical.js';
import { CodedError } from './errors.js';

/** How long an answer is kept for repetition. */
const IDEMPOTENCY_HOURS = 24;

type Ids = Record<string, unknown>;

/**
 * Runs a command once per actor, mutation field and key. A repetition within 24 h answers with the ids of
 * the first run, which the caller's selection then reads anew; user errors roll back and are not kept.
 */
export async function onceByKey(
  tx: Tx,
  field: string,
  key: string | undefined,
  args: object,
  run: () => Promise<Ids>,
): Promise<Ids> {
  if (key === undefined) return run();
  const actor = tx.actor.id ?? tx.actor.kind;
  const inputHash = hash('sha256', canonical(args));
  const since = new Date(tx.now.getTime() - IDEMPOTENCY_HOURS * 3_600_000).toISOString();
  // Held to the end of the transaction: a second request with the key is told at once, it does not wait. What
  // is known is read after it, though not waited for between.
  const [[lock], [known]] = await Promise.all([
    tx.query<{ locked: boolean }>('select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as locked', [
      `${actor} ${field} ${key}`,
    ]),
    tx.query<{ input_hash: string; payload: Ids }>(
      `select input_hash, payload from kernel_idempotency
       where actor = $1 and field = $2 and key = $3 and created_at > $4`,
      [actor, field, key, since],
    ),
  ]);
  if (!lock!.locked) throw inProgress();
  if (known) {
    if (known.input_hash === inputHash) return known.payload;
    throw new CodedError(
      'IDEMPOTENCY_KEY_REUSED',
      `The idempotency key was used for another input of ${field}. Take a new key.`,
    );
  }
  const payload = await run();
  tx.sendLast(() =>
    tx.send(
      `insert into kernel_idempotency (actor, field, key, input_hash, payload, created_at) values ($1, $2, $3, $4, $5, $6)
       on conflict (actor, field, key) do update
       set input_hash = excluded.input_hash, payload = excluded.payload, created_at = excluded.created_at`,
      [actor, field, key, inputHash, JSON.stringify(payload), tx.now.toISOString()],
    ),
  );
  return payload;
}

/** Forgets what is older than its time; returns how many were forgotten. */
export async function pruneIdempotency(
  query: <Row extends object>(text: string, values: unknown[]) => Promise<Row[]>,
  now: Date,
): Promise<number> {
  const gone = await query('delete from kernel_idempotency where created_at <= $1 returning 1 as one', [
    new Date(now.getTime() - IDEMPOTENCY_HOURS * 3_600_000).toISOString(),
  ]);
  return gone.length;
}

function inProgress(): CodedError {
  return new CodedError(
    'IDEMPOTENCY_IN_PROGRESS',
    'The first request with this idempotency key is still running. Ask again with the same key.',
    {
      retryAfter: 1,
    },
  );
}
