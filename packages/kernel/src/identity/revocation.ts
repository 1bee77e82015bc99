import type { Tx } from '../database/transaction.js';
import { ACCESS_STREAM, append } from '../live/streams.js';
import type { Services } from '../plugin/contract.js';
import type { CheckedToken } from './tokens.js';

/** The name of the entries in the access stream; their facts are `{ principal }`. */
export const ACCESS_CHANGED = 'access.changed';

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

/** Whether the token was revoked, by itself or with everything of its principal or of whoever minted it. */
export async function isRevoked(
  services: Pick<Services, 'query'>,
  principal: string,
  { tokenId, mintedBy, issuedAt }: Pick<CheckedToken, 'tokenId' | 'mintedBy' | 'issuedAt'>,
): Promise<boolean> {
  const [found] = await services.query(
    `select 1 from kernel_revocation
     where (principal = $1 or principal = $2) and (jti is null and not_before >= $4 or principal = $1 and jti = $3)
     limit 1`,
    [principal, mintedBy, tokenId, issuedAt.toISOString()],
  );
  return found !== undefined;
}
