import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Notice } from '../notice.js';

/** How the files of backups end that are looked for in a folder. */
export const SUFFIX = '.backup';

interface FoundBackup {
  readonly file: string;
  /** When it was written. */
  readonly at: Date;
}

/** The backup in a folder that was written last; null where there is none. Throws a notice where it cannot be looked into. */
export async function newestBackup(folder: string): Promise<FoundBackup | null> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Notice(`The folder ${folder} cannot be read (${code}). Set BACKUP_FOLDER right.`);
  }
  let newest: FoundBackup | null = null;
  for (const name of names) {
    if (!name.endsWith(SUFFIX)) continue;
    const file = join(folder, name);
    // One that goes meanwhile is not the newest.
    const found = await stat(file).catch(() => undefined);
    if (found?.isFile() && (newest === null || found.mtime > newest.at)) newest = { file, at: found.mtime };
  }
  return newest;
}
