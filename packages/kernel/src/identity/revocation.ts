import type { Tx } from '../database/tx.js';
import { ACCESS_STREAM, append } from '../live/streams.js';
import type { Services } from '../plugin/contract.js';
import { type CheckedToken, LONGEST_LIFE } from './tokens.js';

/** The name of the entries in the access stream; their facts are `{ principal }`. */
export const ACCESS_CHANGED = 'access.changed';

/** Seconds by which clocks may differ, and more. */
const MARGIN = 86_400;

/**
 * Says that what a principal may do has changed: its roles, its suspension, its records. Whoever is connected
 * as that principal is asked again who it is.
 */
export function accessChanged(tx: Tx, principal: string): void {
  append(tx, ACCESS_STREAM, ACCESS_CHANGED, { principal });
}

/**
 * Revokes one token of a principal, or, without `tokenId`, all that were issued up to now. Tokens count time
 * in whole seconds: one that is issued in the very second of the revocation is void as well.
 */
export async function revoke(tx: Tx, of: { principal: string; tokenId?: string }): Promise<void> {
  await tx.query(
    `insert into kernel_revocation (principal, jti, not_before) values ($1, $2, $3)
     on conflict (principal, jti) do update set not_before = greatest(kernel_revocation.not_before, excluded.not_before)`,
    [of.principal, of.tokenId ?? null, tx.now.toISOString()],
  );
  accessChanged(tx, of.principal);
}

/** Forgets revocations of tokens that have all expired by now; answers how many. */
export async function pruneRevocations(database: Pick<Services, 'query'>, now: Date): Promise<number> {
  const gone = await database.query(
    'delete from kernel_revocation where not_before < $1 returning principal',
    [new Date(now.getTime() - (LONGEST_LIFE + MARGIN) * 1_000).toISOString()],
  );
  return gone.length;
}

/** A token, and the public id of whom it speaks for. */
export interface Bearer extends Pick<CheckedToken, 'tokenId' | 'mintedBy' | 'issuedAt'> {
  readonly principal: string;
}

/** Which of the tokens were revoked, by themselves or with everything of their principal or of whoever minted them. */
export async function areRevoked(
  services: Pick<Services, 'query'>,
  bearers: readonly Bearer[],
): Promise<boolean[]> {
  const found = await services.query<{ n: number }>(
    `select b.n::int from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[])
       with ordinality as b (principal, minted_by, jti, issued_at, n)
     where exists (
       select from kernel_revocation r
       where r.principal in (b.principal, b.minted_by)
         and (r.jti is null and r.not_before >= b.issued_at or r.principal = b.principal and r.jti = b.jti)
     )`,
    [
      bearers.map(({ principal }) => principal),
      bearers.map(({ mintedBy }) => mintedBy),
      bearers.map(({ tokenId }) => tokenId),
      bearers.map(({ issuedAt }) => issuedAt.toISOString()),
    ],
  );
  const revoked = new Set(found.map(({ n }) => n));
  return bearers.map((_, index) => revoked.has(index + 1));
}
