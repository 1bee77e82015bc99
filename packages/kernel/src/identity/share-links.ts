import { uuidv7 } from 'uuidv7';
import { idOf, uuidOf } from '../database/ids.js';
import type { Tx } from '../database/transaction.js';
import { UserError } from '../graphql/errors.js';
import type { PrincipalResolver, Services } from '../plugin/contract.js';
import { accessChanged } from './revocation.js';
import type { TokenAuthority } from './tokens.js';

export type ShareMode = 'READ' | 'ANSWER';

/** Whoever holds the link's token may see one record, or answer it, until the link expires or is revoked. */
export interface ShareLink {
  /** `share_…` */
  readonly id: string;
  /** The public id of the record it opens. */
  readonly subject: string;
  readonly mode: ShareMode;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
}

/** Whether the record that a link opens is still there. */
export type SubjectExists = (subject: string, services: Services) => Promise<boolean>;

const TAG = 'share';

/** Makes a link. Whether the actor may share the record is the caller's to ask. */
export async function createShareLink(
  tx: Tx,
  { subject, mode, expiresAt }: { subject: string; mode: ShareMode; expiresAt: Date },
): Promise<ShareLink> {
  if (!(expiresAt > tx.now)) throw new UserError('INVALID', ['expiresAt'], 'A link expires in the future.');
  const createdBy = tx.actor.id ?? tx.actor.kind;
  const uuid = uuidv7();
  await tx.query(
    `insert into kernel_share_link (id, subject, mode, created_by, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6)`,
    [uuid, subject, mode, createdBy, tx.now.toISOString(), expiresAt.toISOString()],
  );
  return { id: idOf(TAG, uuid), subject, mode, createdBy, createdAt: tx.now, expiresAt, revokedAt: null };
}

/** Ends a link for good; `false` when there is none of that id, or it has ended before. */
export async function revokeShareLink(tx: Tx, id: string): Promise<boolean> {
  const rows = await tx.query(
    'update kernel_share_link set revoked_at = $2 where id = $1 and revoked_at is null returning id',
    [uuidOf(TAG, id) ?? null, tx.now.toISOString()],
  );
  if (rows.length > 0) accessChanged(tx, id);
  return rows.length > 0;
}

export async function findShareLink(on: Pick<Services, 'query'>, id: string): Promise<ShareLink | null> {
  const uuid = uuidOf(TAG, id);
  if (!uuid) return null;
  const [row] = await on.query<LinkRow>(
    `select subject, mode, created_by, ${milliseconds('created_at')}, ${milliseconds('expires_at')},
       ${milliseconds('revoked_at')}
     from kernel_share_link where id = $1`,
    [uuid],
  );
  if (!row) return null;
  const { subject, mode, created_by: createdBy } = row;
  const revokedAt = row.revoked_at === null ? null : new Date(row.revoked_at);
  return {
    id,
    subject,
    mode,
    createdBy,
    createdAt: new Date(row.created_at),
    expiresAt: new Date(row.expires_at),
    revokedAt,
  };
}

/** The token that opens the link. It is derived from the link each time it is shown, and stored nowhere. */
export function shareLinkToken(tokens: TokenAuthority, link: ShareLink): Promise<string> {
  const { id, createdAt: issuedAt, expiresAt } = link;
  return tokens.sign({ kind: TAG, id, tokenId: id, issuedAt, expiresAt });
}

/** Who comes with a link: no permission, and the attributes `subject` and `mode`. */
export function shareLinkPrincipal(subjectExists: SubjectExists = async () => true): PrincipalResolver {
  return async (id, services) => {
    const link = await findShareLink(services, id);
    if (!link || link.revokedAt || link.expiresAt <= services.now()) return null;
    if (!(await subjectExists(link.subject, services))) return null;
    return { id, permissions: new Set<string>(), attributes: { subject: link.subject, mode: link.mode } };
  };
}

interface LinkRow {
  subject: string;
  mode: ShareMode;
  created_by: string;
  created_at: number;
  expires_at: number;
  revoked_at: number | null;
}

function milliseconds(column: string): string {
  return `extract(epoch from ${column})::float8 * 1000 as ${column}`;
}
