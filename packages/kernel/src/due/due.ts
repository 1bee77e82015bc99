import { newUuid } from '../database/ids.js';
import type { Tx } from '../database/tx.js';

/** Plain values and ids, no personal data. */
export type DuePayload = Readonly<Record<string, unknown>>;

export interface DueOptions {
  /** What is due, among others of its kind: a second `schedule` with the key moves the first. */
  readonly key?: string;
  readonly at: Date;
  readonly payload: DuePayload;
}

/** One thing whose time has come, as the function of its kind gets it. */
export interface DueItem {
  readonly key: string | null;
  /** The instant it was due, which may lie back. */
  readonly dueAt: Date;
  readonly payload: DuePayload;
}

/**
 * What happens when something of a kind is due, in the transaction that takes it off the table: it happens
 * once, or is tried again later. An answered instant keeps the item for then.
 */
// biome-ignore lint/suspicious/noConfusingVoidType: most kinds answer nothing
export type DueKind = (tx: Tx, item: DueItem) => Promise<Date | void>;

/** Puts something on the one table of all that is due. It holds once the transaction is committed. */
export async function schedule(tx: Tx, kind: string, { key, at, payload }: DueOptions): Promise<void> {
  await tx.query(
    `insert into kernel_due (id, kind, key, due_at, payload) values ($1, $2, $3, $4, $5)
     on conflict (kind, key) where key is not null
     do update set due_at = excluded.due_at, payload = excluded.payload, attempts = 0, last_error = null`,
    [newUuid(), kind, key ?? null, at.toISOString(), JSON.stringify(payload)],
  );
}

/** Takes something off the table again; says whether it was still there. */
export async function cancel(tx: Tx, kind: string, key: string): Promise<boolean> {
  const gone = await tx.query('delete from kernel_due where kind = $1 and key = $2 returning id', [
    kind,
    key,
  ]);
  return gone.length > 0;
}
