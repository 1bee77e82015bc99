import { randomUUID } from 'node:crypto';
import { type Transactions, transaction } from '../database/transaction.js';
import type { Tx } from '../database/tx.js';
import { SYSTEM } from '../identity/actor.js';
import type { SigningKeys } from '../identity/keys.js';
import { type ChainHead, GENESIS, HEAD_TYPE, linkHash, ROW_COLUMNS } from './audit-chain.js';

/**
 * Links committed audit rows into the hash chain, in batches, and signs its head: what is sealed can be
 * neither changed nor taken out without a trace. Only one process seals at a time; the others answer 0.
 *
 * The order of the chain is the order of sealing, with a number of its own: a row with a lower `seq` may
 * well be committed after one with a higher.
 */
export class Sealer {
  constructor(
    private readonly transactions: Transactions,
    private readonly keys: Pick<SigningKeys, 'current' | 'sign'>,
    private readonly batch = 2_000,
  ) {}

  /** Seals all that is committed by now, and answers how many rows there were. */
  async sealAll(): Promise<number> {
    let all = 0;
    for (let batch = await this.sealOnce(); batch > 0; batch = await this.sealOnce()) all += batch;
    return all;
  }

  /** Seals one batch and answers how many rows it had. Call it again at once after a full batch. */
  async sealOnce(): Promise<number> {
    const [waiting] = await this.transactions.database.query<{ any: boolean }>(
      'select exists (select 1 from kernel_audit where chain_no is null) as any',
    );
    if (!waiting?.any) return 0;
    // Read now, if they never were: within the transaction it would take a second connection.
    await this.keys.current();
    const context = { actor: SYSTEM, requestId: randomUUID(), origin: 'live' as const };
    return transaction(this.transactions, context, (tx) => this.#seal(tx));
  }

  async #seal(tx: Tx): Promise<number> {
    const [lock] = await tx.query<{ mine: boolean }>(
      `select pg_try_advisory_xact_lock(hashtextextended('candor audit sealer', 0)) as mine`,
    );
    if (!lock?.mine) return 0;
    const rows = await tx.query<Omit<Parameters<typeof linkHash>[1], 'chain_no' | 'sealed_at'>>(
      `select ${ROW_COLUMNS} from kernel_audit a where chain_no is null order by a.seq limit $1`,
      [this.batch],
    );
    if (rows.length === 0) return 0;
    // From the signed head, not from the last row: rows that were cut off leave a gap for the verifier to find.
    const [head] = await tx.query<{ chain_no: number; hash: string }>(
      `select chain_no::float8, encode(hash, 'hex') as hash from kernel_audit_head h order by h.chain_no desc limit 1`,
    );
    let chainNo = head?.chain_no ?? 0;
    let hash = head?.hash ?? GENESIS;
    const sealedAt = `${tx.now.getTime()}000`;
    const links = rows.map((row) => {
      const previous = hash;
      chainNo++;
      hash = linkHash(previous, { ...row, chain_no: String(chainNo), sealed_at: sealedAt });
      return { seq: row.seq, chainNo, previous, hash };
    });
    await tx.query(
      `update kernel_audit a
       set chain_no = l.chain_no, prev_hash = decode(l.previous, 'hex'), hash = decode(l.hash, 'hex'), sealed_at = $5
       from unnest($1::bigint[], $2::bigint[], $3::text[], $4::text[]) l (seq, chain_no, previous, hash)
       where a.seq = l.seq`,
      [
        links.map((link) => link.seq),
        links.map((link) => link.chainNo),
        links.map((link) => link.previous),
        links.map((link) => link.hash),
        tx.now.toISOString(),
      ],
    );
    await this.#sign(tx, { chainNo, hash, at: tx.now.toISOString() });
    return rows.length;
  }

  async #sign(tx: Tx, head: ChainHead): Promise<void> {
    const { kid, signed } = await this.keys.sign(HEAD_TYPE, head);
    await tx.query(
      `insert into kernel_audit_head (chain_no, hash, signature, kid, at) values ($1, decode($2, 'hex'), $3, $4, $5)`,
      [head.chainNo, head.hash, signed, kid, head.at],
    );
  }
}
