import { idOf, newUuid, uuidOf } from '../database/ids.js';
import type { Tx } from '../database/tx.js';
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
  const uuid = newUuid();
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

/** Forgets links that ended before an instant, by themselves or by somebody; answers how many. */
export async function pruneShareLinks(on: Pick<Services, 'query'>, before: Date): Promise<number> {
  const gone = await on.query(
    'delete from kernel_share_link where least(expires_at, revoked_at) < $1 returning id',
    [before.toISOString()],
  );
  return gone.length;
}

export async function findShareLink(on: Pick<Services, 'query'>, id: string): Promise<ShareLink | null> {
  return (await findShareLinks(on, [id])).get(id) ?? null;
}

/** Links by their ids; those that do not exist are left out. */
async function findShareLinks(
  on: Pick<Services, 'query'>,
  ids: readonly string[],
): Promise<Map<string, ShareLink>> {
  const rows = await on.query<LinkRow>(
    `select id, subject, mode, created_by, ${milliseconds('created_at')}, ${milliseconds('expires_at')},
       ${milliseconds('revoked_at')}
     from kernel_share_link where id = any($1::uuid[])`,
    [ids.flatMap((id) => uuidOf(TAG, id) ?? [])],
  );
  return new Map(
    rows.map(({ id: uuid, subject, mode, created_by: createdBy, ...row }) => {
      const id = idOf(TAG, uuid);
      const revokedAt = row.revoked_at === null ? null : new Date(row.revoked_at);
      const [createdAt, expiresAt] = [new Date(row.created_at), new Date(row.expires_at)];
      return [id, { id, subject, mode, createdBy, createdAt, expiresAt, revokedAt }];
    }),
  );
}

/** The token that opens the link. It is derived from the link each time it is shown, and stored nowhere. */
export function shareLinkToken(tokens: TokenAuthority, link: ShareLink): Promise<string> {
  const { id, createdAt: issuedAt, expiresAt } = link;
  return tokens.sign({ kind: TAG, id, tokenId: id, issuedAt, expiresAt });
}

/** Who comes with a link: no permission, and the attributes `subject` and `mode`. */
export function shareLinkPrincipal(subjectExists: SubjectExists = async () => true): PrincipalResolver {
  return async (ids, services) => {
    const links = await findShareLinks(services, ids);
    const open = [...links.values()].filter((link) => !link.revokedAt && link.expiresAt > services.now());
    // Many links may open the same record.
    const subjects = [...new Set(open.map(({ subject }) => subject))];
    const exist = await Promise.all(subjects.map((subject) => subjectExists(subject, services)));
    const there = new Set(subjects.filter((_, index) => exist[index]));
    const principals = new Map(
      open
        .filter(({ subject }) => there.has(subject))
        .map(({ id, subject, mode }) => [
          id,
          { id, permissions: new Set<string>(), attributes: { subject, mode } },
        ]),
    );
    return ids.map((id) => principals.get(id) ?? null);
  };
}

interface LinkRow {
  id: string;
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
