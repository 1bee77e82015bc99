import { createHash } from 'node:crypto';

/** What a link of the chain covers, as text: all that a row says, and the hash of its content. */
export interface ChainedRow {
  readonly chain_no: string;
  readonly seq: string;
  readonly id: string;
  /** Microseconds since the epoch, as exact as the database keeps them. */
  readonly at: string;
  readonly actor: string;
  readonly request_id: string;
  readonly action: string;
  readonly subject: string;
  /** Hexadecimal. */
  readonly content_hash: string;
  readonly sealed_at: string;
}

/** The columns of `ChainedRow` that a row has before it is sealed. */
export const ROW_COLUMNS = `seq::text, id::text, (extract(epoch from at) * 1000000)::bigint::text as at, actor, request_id,
  action, subject, encode(content_hash, 'hex') as content_hash`;

/** What the first link is chained to. */
export const GENESIS = '0'.repeat(64);

/** The hash of a link, from the one before it; both hexadecimal. */
export function linkHash(previous: string, row: ChainedRow): string {
  const covered = [
    row.chain_no,
    row.seq,
    row.id,
    row.at,
    row.actor,
    row.request_id,
    row.action,
    row.subject,
    row.content_hash,
    row.sealed_at,
  ];
  return createHash('sha256').update(previous, 'hex').update(JSON.stringify(covered)).digest('hex');
}

/** What is signed whenever rows were sealed: how long the chain is, and the hash of its last link. */
export interface ChainHead {
  readonly chainNo: number;
  readonly hash: string;
  /** RFC 3339, in UTC. */
  readonly at: string;
}

/** Sets signed heads apart from tokens, which the same keys sign. */
export const HEAD_TYPE = 'candor-audit-head';
