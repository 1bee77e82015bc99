import type { Database } from '../database/database.js';
import type { SigningKeys } from '../identity/keys.js';
import { CONTENT_ERASED, contentHash } from './audit.js';
import { type ChainedRow, type ChainHead, GENESIS, HEAD_TYPE, linkHash, ROW_COLUMNS } from './audit-chain.js';
import { canonicalJson } from './canonical.js';

/** What is wrong with a row of the trail. */
export type AuditFault =
  /** The row was edited, or the one before it. */
  | 'edited'
  /** The row is gone, or it stands elsewhere in the chain. */
  | 'missing'
  /** Another row claims the same place. */
  | 'duplicate'
  /** The content does not belong to the row. */
  | 'contentEdited'
  /** The content is gone without a row that says it was erased. */
  | 'contentMissing'
  /** No signed head vouches for the row. */
  | 'unsigned'
  /** The signed head at the row was edited, or is signed with a foreign key. */
  | 'badSignature'
  /** The row is not the one that a signed head vouches for. */
  | 'notAsSigned';

export interface AuditReport {
  readonly sealed: number;
  /** Rows that the sealer has not come to yet; nothing vouches for them. */
  readonly unsealed: number;
  /** Sealed rows whose content was erased. */
  readonly erased: number;
  /** The first row at which the chain does not hold, by its number in the chain; `null` when all is well. */
  readonly firstBad: {
    readonly chainNo: number;
    readonly id: string | null;
    readonly fault: AuditFault;
  } | null;
}

export interface VerifyOptions {
  readonly keys: Pick<SigningKeys, 'check'>;
  /** A signed head from `exportHead` that was kept elsewhere: with it, a tail that was cut off is found. */
  readonly head?: string;
  readonly pageSize?: number;
  /** Called after each page with the number of rows seen so far, and of all. */
  readonly progress?: (seen: number, all: number) => void;
}

interface StoredRow extends ChainedRow {
  readonly prev_hash: string | null;
  readonly hash: string | null;
  readonly content: string | null;
  readonly salt: Uint8Array | null;
  readonly erasure_recorded: boolean;
}

interface StoredHead {
  readonly chain_no: number;
  readonly hash: string;
  readonly at: string;
  readonly kid: string;
  readonly signature: string;
}

type Bad = NonNullable<AuditReport['firstBad']>;

/** The newest signed head, to be kept where the database's owner cannot reach it; `null` before the first sealing. */
export async function exportHead(database: Pick<Database, 'query'>): Promise<string | null> {
  const [head] = await database.query<{ signature: string }>(
    'select signature from kernel_audit_head order by chain_no desc limit 1',
  );
  return head?.signature ?? null;
}

/**
 * Walks the chain page by page and answers where it first does not hold. Sealing may go on meanwhile; rows
 * that are sealed after the start are not looked at. Throws when `head` is not signed by this platform.
 */
export async function verifyAudit(
  database: Pick<Database, 'query'>,
  options: VerifyOptions,
): Promise<AuditReport> {
  const kept = options.head === undefined ? null : await options.keys.check(HEAD_TYPE, options.head);
  if (options.head !== undefined && !kept) throw new Error('the given head is not signed by this platform');
  const [start] = await database.query<{ sealed: number; unsealed: number; signed: number }>(
    `select (select coalesce(max(chain_no), 0)::float8 from kernel_audit) as sealed,
       (select count(*)::float8 from kernel_audit where chain_no is null) as unsealed,
       (select coalesce(max(chain_no), 0)::float8 from kernel_audit_head) as signed`,
  );
  const walk = new Walk(database, options, kept as ChainHead | null, start!.signed);
  const firstBad = await walk.toTheEnd(start!.sealed);
  return { sealed: walk.seen, unsealed: start!.unsealed, erased: walk.erased, firstBad };
}

class Walk {
  seen = 0;
  erased = 0;
  #hash = GENESIS;
  #after = { chainNo: 0, seq: '0' };

  constructor(
    private readonly database: Pick<Database, 'query'>,
    private readonly options: VerifyOptions,
    private readonly kept: ChainHead | null,
    private readonly signed: number,
  ) {}

  async toTheEnd(sealed: number): Promise<Bad | null> {
    const pageSize = this.options.pageSize ?? 1_000;
    for (;;) {
      const rows = await this.#rows(sealed, pageSize);
      const heads = await this.#heads(this.seen, Number(rows.at(-1)?.chain_no ?? this.seen));
      for (const row of rows) {
        const bad = this.#checkRow(row) ?? (await this.#checkHeads(row, heads));
        if (bad) return bad;
      }
      this.options.progress?.(this.seen, sealed);
      if (rows.length < pageSize) break;
    }
    const end = Math.max(this.signed, this.kept?.chainNo ?? 0);
    return end > this.seen ? { chainNo: this.seen + 1, id: null, fault: 'missing' } : null;
  }

  #checkRow(row: StoredRow): Bad | null {
    const chainNo = Number(row.chain_no);
    const bad = (fault: AuditFault): Bad => ({ chainNo, id: row.id, fault });
    if (chainNo <= this.seen) return bad('duplicate');
    if (chainNo > this.seen + 1) return { chainNo: this.seen + 1, id: null, fault: 'missing' };
    if (row.prev_hash !== this.#hash || row.hash !== linkHash(this.#hash, row)) return bad('edited');
    if (row.content !== null) {
      const content = canonicalJson(JSON.parse(row.content));
      if (!row.salt || contentHash(row.salt, content).toString('hex') !== row.content_hash)
        return bad('contentEdited');
    } else {
      if (!row.erasure_recorded) return bad('contentMissing');
      this.erased++;
    }
    if (chainNo > this.signed) return bad('unsigned');
    this.seen = chainNo;
    this.#hash = row.hash;
    return null;
  }

  async #checkHeads(row: StoredRow, heads: ReadonlyMap<number, readonly StoredHead[]>): Promise<Bad | null> {
    const bad = (fault: AuditFault): Bad => ({ chainNo: this.seen, id: row.id, fault });
    for (const head of heads.get(this.seen) ?? []) {
      const signed = (await this.options.keys.check(HEAD_TYPE, head.signature)) as
        | (ChainHead & { kid: string })
        | null;
      const asSigned =
        signed?.chainNo === head.chain_no &&
        signed.hash === head.hash &&
        signed.kid === head.kid &&
        Date.parse(signed.at) * 1_000 === Number(head.at);
      if (!asSigned) return bad('badSignature');
      if (head.hash !== row.hash) return bad('notAsSigned');
    }
    if (this.kept?.chainNo === this.seen && this.kept.hash !== row.hash) return bad('notAsSigned');
    return null;
  }

  async #rows(sealed: number, pageSize: number): Promise<StoredRow[]> {
    const rows = await this.database.query<StoredRow>(
      `select chain_no::text, ${ROW_COLUMNS}, (extract(epoch from sealed_at) * 1000000)::bigint::text as sealed_at,
         encode(prev_hash, 'hex') as prev_hash, encode(hash, 'hex') as hash, content::text, salt,
         content is not null or exists (select 1 from kernel_audit e
           where e.subject = a.subject and e.action = $5 and e.seq > a.seq) as erasure_recorded
       from kernel_audit a
       where (chain_no, seq) > ($1::bigint, $2::bigint) and chain_no <= $3
       order by a.chain_no, a.seq limit $4`,
      [this.#after.chainNo, this.#after.seq, sealed, pageSize, CONTENT_ERASED],
    );
    const last = rows.at(-1);
    if (last) this.#after = { chainNo: Number(last.chain_no), seq: last.seq };
    return rows;
  }

  async #heads(after: number, upTo: number): Promise<Map<number, StoredHead[]>> {
    const heads = await this.database.query<StoredHead>(
      `select chain_no::float8, encode(hash, 'hex') as hash, (extract(epoch from at) * 1000000)::bigint::text as at,
         kid, signature
       from kernel_audit_head where chain_no > $1 and chain_no <= $2`,
      [after, upTo],
    );
    return Map.groupBy(heads, (head) => head.chain_no);
  }
}
