import type { Database } from '../database/database.js';

const DAY = 86_400_000;

/**
 * Takes away signed heads that others stand for, since one is signed whenever something was sealed: a head vouches for
 * all rows before it. Older than a day, the last of each hour is left, for good; answers how many went.
 */
export async function pruneHeads(database: Pick<Database, 'query'>, now: Date): Promise<number> {
  const gone = await database.query(
    `delete from kernel_audit_head h using (
       select chain_no, at, lead(at) over (order by chain_no) as next from kernel_audit_head where at < $1
     ) old
     where old.chain_no = h.chain_no
       and date_bin('1 hour', old.next, 'epoch') = date_bin('1 hour', old.at, 'epoch') returning h.chain_no`,
    [new Date(now.getTime() - DAY).toISOString()],
  );
  return gone.length;
}
