import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { idOf, newUuid, uuidOf } from '../database/ids.js';
import type { Tx } from '../database/tx.js';
import { CodedError, UserError } from '../graphql/errors.js';
import type { Services } from '../plugin/contract.js';
import { type Actor, can } from './actor.js';
import { revoke } from './revocation.js';
import type { TokenAuthority } from './tokens.js';
import { unauthenticated } from './unauthenticated.js';

const TAG = 'service';
const KEY = /^candor_([0-9a-z]{26})_([\w-]{43})$/;
const SECRET_BYTES = 32;

/** What an actor needs to mint tokens for others. */
export const MINT_PERMISSION = 'tokens:mint';
/** The longest life of a token that an integration mints, in seconds. */
export const LONGEST_MINTED = 3_600;

export interface ServiceKey {
  /** `service_…` */
  readonly id: string;
  /** What the integration sends as its bearer token. Shown this once: only its hash is stored. */
  readonly key: string;
}

/** Makes a key for an integration. Nobody can give it more than they may do themselves. */
export async function createServiceKey(
  tx: Tx,
  { name, scopes, expiresAt = null }: { name: string; scopes: readonly string[]; expiresAt?: Date | null },
): Promise<ServiceKey> {
  const beyond = scopes.filter((scope) => !can(tx.actor, scope));
  if (beyond.length > 0)
    throw new CodedError('FORBIDDEN', `You cannot hand on what you do not hold: ${beyond.join(', ')}.`);
  if (expiresAt && expiresAt <= tx.now)
    throw new UserError('INVALID', ['expiresAt'], 'A key expires in the future.');
  const uuid = newUuid();
  const id = idOf(TAG, uuid);
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  await tx.query(
    `insert into kernel_service_key (id, name, hash, scopes, created_at, expires_at) values ($1, $2, $3, $4, $5, $6)`,
    [uuid, name, hashOf(secret), scopes, tx.now.toISOString(), expiresAt?.toISOString() ?? null],
  );
  return { id, key: `candor_${id.slice(TAG.length + 1)}_${secret}` };
}

/** Ends a key, and the tokens minted with it; `false` when there is none of that id, or it has ended before. */
export async function revokeServiceKey(tx: Tx, id: string): Promise<boolean> {
  const rows = await tx.query(
    'update kernel_service_key set revoked_at = $2 where id = $1 and revoked_at is null returning id',
    [uuidOf(TAG, id) ?? null, tx.now.toISOString()],
  );
  if (rows.length > 0) await revoke(tx, { principal: id });
  return rows.length > 0;
}

/** Whether a bearer token has the form of a service key, so that it is no JWT. */
export function isServiceKey(token: string): boolean {
  return KEY.test(token);
}

/** The integration behind a key. Throws UNAUTHENTICATED for a key that is not valid. */
export async function authenticateService(
  token: string,
  services: Pick<Services, 'query' | 'now'>,
): Promise<Actor> {
  const [, letters = '', secret = ''] = KEY.exec(token) ?? [];
  const id = `${TAG}_${letters}`;
  const [row] = await services.query<KeyRow>(
    `select hash, scopes, extract(epoch from expires_at)::float8 * 1000 as expires_at, revoked_at
     from kernel_service_key where id = $1`,
    [uuidOf(TAG, id) ?? null],
  );
  // Compared also where there is no such key, so that the time taken does not say which ids exist.
  const matches = timingSafeEqual(hashOf(secret), row?.hash ?? Buffer.alloc(SECRET_BYTES));
  const expired = row?.expires_at != null && row.expires_at <= services.now().getTime();
  if (!row || !matches || expired || row.revoked_at) throw unauthenticated();
  const expiresAt = row.expires_at === null ? null : new Date(row.expires_at);
  return { kind: TAG, id, permissions: new Set(row.scopes), attributes: {}, expiresAt };
}

/**
 * A short token for a principal, minted by an integration that has checked on its own who it is. `kinds` are
 * those that this installation lets integrations speak for. Throws FORBIDDEN without the permission.
 */
export async function mintFor(
  tokens: TokenAuthority,
  actor: Actor,
  of: { readonly kind: string; readonly id: string; readonly expiresIn: number },
  kinds: readonly string[],
): Promise<string> {
  if (!can(actor, MINT_PERMISSION))
    throw new CodedError('FORBIDDEN', `This needs the permission ${MINT_PERMISSION}.`);
  if (!kinds.includes(of.kind))
    throw new CodedError('FORBIDDEN', `Tokens of the kind "${of.kind}" are not minted here.`);
  if (!(of.expiresIn > 0 && of.expiresIn <= LONGEST_MINTED)) {
    throw new UserError('INVALID', ['expiresIn'], `A token lives up to ${LONGEST_MINTED} seconds.`);
  }
  return tokens.mint({ ...of, ...(actor.id && { mintedBy: actor.id }) });
}

interface KeyRow {
  hash: Uint8Array;
  scopes: string[];
  expires_at: number | null;
  revoked_at: string | null;
}

/** No slow hash: the secret is 256 random bits, which nobody guesses. */
function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
