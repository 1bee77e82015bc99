import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { Notice } from '../notice.js';

/** The account that the server runs under; `undefined` is whoever runs Candor. */
export interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL refuses to run as root. In a bare container, where root is all there is, one of these lends its name. */
const CANDIDATES = ['candor', 'postgres', 'nobody'];

/**
 * The account to run under, or `undefined` where we are an ordinary user and can run it ourselves. Data that
 * is there already is served by the account that owns it.
 */
export function serverAccount(data?: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  if (data && existsSync(data)) {
    const { uid, gid } = statSync(data);
    if (uid !== 0) return { name: `number ${uid}`, uid, gid };
  }
  const accounts = readAccounts(readFileSync('/etc/passwd', 'utf8'));
  for (const name of CANDIDATES) {
    const account = accounts.find((known) => known.name === name);
    if (account) return account;
  }
  throw new Notice(
    'Candor runs as root, which PostgreSQL refuses, and there is no other account to run it under. ' +
      'Create one (useradd --system candor) or start Candor as an ordinary user.',
  );
}

function readAccounts(passwd: string): Account[] {
  return passwd
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(({ name, uid, gid }) => name !== '' && uid > 0 && gid > 0);
}

/** Whether the account may walk to a folder: every folder on the way must let it through. */
export function canReach(folder: string, account: Account): boolean {
  const { mode, uid, gid } = statSync(folder);
  const right = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
  if ((mode & right) === 0) return false;
  const above = dirname(folder);
  return above === folder || canReach(above, account);
}
