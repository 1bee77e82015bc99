import type { Tx } from '../database/tx.js';
import type { DomainEvent } from '../plugin/contract.js';
import { patternsOf } from './event-patterns.js';

export interface PastEventsWanted {
  /** Names or patterns, such as `ticket.*`. */
  readonly names: readonly string[];
  readonly from: Date;
  /** Earlier than this instant. */
  readonly before: Date;
  /** The last event of the page before, if any. */
  readonly after?: { readonly at: string; readonly id: string } | undefined;
  readonly limit: number;
}

/**
 * What happened in a span of time, the earliest first, a page of it; without imported facts, and no longer back than
 * events are kept (30 days).
 */
export async function pastEvents(
  tx: Tx,
  { names, from, before, after, limit }: PastEventsWanted,
): Promise<DomainEvent[]> {
  const rows = await tx.query<Row>(
    `select id, name, subject, version, payload, actor, origin, at from kernel_outbox
     where at >= $1 and at < $2 and (at, id) > ($3, $4) and origin = 'live' and array[${patternsOf('name')}] && $5::text[]
     order by at, id limit $6`,
    [
      from.toISOString(),
      before.toISOString(),
      after?.at ?? '-infinity',
      after?.id ?? '00000000-0000-0000-0000-000000000000',
      names,
      limit,
    ],
  );
  return rows.map(({ at, ...event }) => ({ ...event, at: new Date(at) }) as DomainEvent);
}

interface Row extends Omit<DomainEvent, 'at'> {
  readonly at: string;
}
