import { hash } from 'node:crypto';
import { newUuid } from '../database/ids.js';
import { rowsInto } from '../database/insert-rows.js';
import type { Tx } from '../database/tx.js';
import { fewRandomBytes } from '../random.js';
import { canonicalJson } from './canonical.js';

export interface AuditEntry {
  /** What was done, such as `ticket.assign`. */
  readonly action: string;
  /** The public id of the record it was done to. */
  readonly subject: string;
  /**
   * The fields that changed, before and after. A field that is stored sealed is given as its sealed text:
   * the trail holds no personal data in clear.
   */
  readonly before?: Readonly<Record<string, unknown>>;
  readonly after?: Readonly<Record<string, unknown>>;
}

/** The action under which the trail says that the content of a subject's rows was taken out. */
export const CONTENT_ERASED = 'audit.contentErased';

interface CollectedRow {
  readonly action: string;
  readonly subject: string;
  readonly content: string;
}

const COLLECTED = Symbol('audit');
const SALT = 16;

/**
 * Writes down what was done, by whom and in which request. The rows of a transaction go in together at its end,
 * unchained and without a lock; the sealer links them once they are committed.
 */
export function audit(tx: Tx, { action, subject, before, after }: AuditEntry): void {
  const rows = tx.note<CollectedRow[]>(COLLECTED, () => []);
  if (rows.length === 0) tx.sendLast(() => insert(tx, rows.splice(0)));
  // As text at once: the command may go on changing what it has given.
  rows.push({ action, subject, content: canonicalJson({ before, after }) });
}

/**
 * Takes the content out of all rows of the subjects. Their hashes stay, so the chain still verifies; that it
 * was done is a row of the trail itself, without which the verifier takes a missing content for tampering.
 */
export async function eraseAuditContent(tx: Tx, subjects: readonly string[]): Promise<void> {
  await tx.query('update kernel_audit set content = null, salt = null where subject = any($1::text[])', [
    subjects,
  ]);
  for (const subject of subjects) audit(tx, { action: CONTENT_ERASED, subject });
}

/** Salted, because a name or a number could be guessed from its bare hash once the content is gone. */
export function contentHash(salt: Uint8Array, content: string): Buffer {
  return hash('sha256', Buffer.concat([salt, Buffer.from(content)]), 'buffer');
}

const write = rowsInto('kernel_audit', [
  'at',
  'actor',
  'request_id',
  'id',
  'action',
  'subject',
  'content',
  'content_hash',
  'salt',
]);

function insert(tx: Tx, collected: readonly CollectedRow[]): void {
  const common = [tx.now.toISOString(), tx.actor.id ?? tx.actor.kind, tx.context.requestId];
  const rows = collected.map(({ action, subject, content }) => {
    const salt = fewRandomBytes(SALT);
    return [...common, newUuid(), action, subject, content, contentHash(salt, content), salt];
  });
  write(tx, rows);
}
