import { createHash } from 'node:crypto';
import { chmodSync, chownSync, existsSync, lstatSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Notice } from '../notice.js';
import { type Account, canReach } from './account.js';

/** Where a server's account reaches what we put there; temporary folders are the last resort. */
const SHARED = '/var/lib/candor';
/** The path of a socket has 107 bytes, of which `/.s.PGSQL.5432` takes 14, and a folder of another name 7. */
const LONGEST_SOCKET_FOLDER = 107 - 14 - 7;

/** The folder in which all checkouts of this machine keep what their own place is closed for; root only. */
export function sharedFolder(account: Account): string | undefined {
  try {
    if (mkdirSync(SHARED, { recursive: true })) chmodSync(SHARED, 0o755);
    return canReach(SHARED, account) ? SHARED : undefined;
  } catch {
    return undefined;
  }
}

/** A folder of ours that the account can reach. */
export function reachableFolder(account: Account): string {
  const shared = sharedFolder(account);
  if (shared) return shared;
  for (const parent of temporaryFolders()) {
    if (!canReach(parent, account)) continue;
    const folder = mkdtempSync(join(parent, 'candor-'));
    chmodSync(folder, 0o755);
    return folder;
  }
  throw new Notice(
    `Candor runs as root, and the account ${account.name} can reach no folder to keep a database in.`,
  );
}

/**
 * A short, private folder for the sockets of one server, the same at every start. Its password stands for
 * the server: where the data were deleted and made anew, the old server may still sit on the old folder.
 */
export function socketFolder(
  { data, account }: { data: string; account: Account | undefined },
  password: string,
): string {
  const name = `candor-${digest(`${data} ${password}`)}`;
  for (const parent of temporaryFolders()) {
    const folder = join(parent, name);
    if (Buffer.byteLength(folder) > LONGEST_SOCKET_FOLDER) continue;
    if (!account || canReach(parent, account)) return privateFolder(folder, account);
  }
  throw new Notice('No temporary folder is short enough for a socket. Set TMPDIR to a short path.');
}

/** A fresh folder for a server that lasts as long as this process. */
export function temporaryFolder(account: Account | undefined): string {
  const parent = temporaryFolders().find((folder) => !account || canReach(folder, account)) ?? tmpdir();
  const folder = mkdtempSync(join(parent, 'candor-test-'));
  if (account) chownSync(folder, account.uid, account.gid);
  return folder;
}

export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function temporaryFolders(): string[] {
  return [...new Set([tmpdir(), '/tmp', '/var/tmp'])].filter((folder) => existsSync(folder));
}

/** Only the server's account and root may enter; should somebody else have taken the name, it is another one. */
function privateFolder(path: string, account: Account | undefined): string {
  if (!existsSync(path)) {
    mkdirSync(path, { mode: 0o700 });
    if (account) chownSync(path, account.uid, account.gid);
  }
  if (process.platform === 'win32') return path;
  const found = lstatSync(path);
  const isPrivate = found.isDirectory() && (found.mode & 0o077) === 0;
  if (isPrivate && found.uid === (account?.uid ?? process.getuid?.())) return path;
  const other = mkdtempSync(`${dirname(path)}/candor-`);
  if (account) chownSync(other, account.uid, account.gid);
  return other;
}
