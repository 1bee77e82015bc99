import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Account } from './account.js';
import { digest, reachableFolder } from './folders.js';

/** Lies in a home whose data a start as root had to put elsewhere, and says where. */
const POINTER = 'postgres.elsewhere';
/** Lies beside such data, and says whose it is. */
const OWNER = 'belongs-to';

/** The folder that holds the data of this home, if it was moved out. */
export function followPointer(home: string): string | undefined {
  const elsewhere = readLine(join(home, POINTER));
  const owner = elsewhere && readLine(join(elsewhere, OWNER));
  if (!elsewhere || !owner) return undefined;
  if (owner !== home) {
    // A checkout that was copied has data of its own; one that was renamed takes its data along.
    if (readLine(join(owner, POINTER)) === elsewhere) return undefined;
    writeFileSync(join(elsewhere, OWNER), `${home}\n`);
  }
  return elsewhere;
}

/** Makes a folder for the data of this home where the account can reach it. */
export function moveOut(home: string, account: Account): string {
  const elsewhere = join(reachableFolder(account), `${digest(home)}-${randomBytes(4).toString('hex')}`);
  mkdirSync(elsewhere);
  chmodSync(elsewhere, 0o755);
  writeFileSync(join(elsewhere, OWNER), `${home}\n`);
  writeFileSync(join(home, POINTER), `${elsewhere}\n`);
  return elsewhere;
}

/** Removes a home with the data that were moved out of it: for one that served a test, and that nothing runs on any more. */
export function removeHome(home: string): void {
  const elsewhere = followPointer(home);
  if (elsewhere) rmSync(elsewhere, { recursive: true, force: true });
  rmSync(home, { recursive: true, force: true });
}

function readLine(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}
