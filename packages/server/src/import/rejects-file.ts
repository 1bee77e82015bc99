import { type FileHandle, open, rm } from 'node:fs/promises';
import { Notice } from '../notice.js';
import type { RejectedRow } from './incident-row.js';

/** The rows that were not taken over, as a CSV file of their line, the reason, and the row as it stood there. */
export class RejectsFile {
  #file: FileHandle | undefined;

  constructor(readonly path: string) {}

  /** The file is made with the first row; what an earlier run left there is replaced. */
  async add(rows: readonly RejectedRow[]): Promise<void> {
    if (rows.length === 0) return;
    if (!this.#file) {
      this.#file = await open(this.path, 'w').catch((error: Error) => {
        throw new Notice(
          `The rejected rows cannot be written to ${this.path} (${error.message}); name another place with --rejects.`,
        );
      });
      await this.#file.write('line,reason,row\n');
    }
    await this.#file.write(
      rows.map(({ line, reason, raw }) => `${line},${quoted(reason)},${quoted(raw)}\n`).join(''),
    );
  }

  /** Without a rejected row there is no file; one of an earlier run would say what is no longer true. */
  async close(): Promise<void> {
    if (this.#file) await this.#file.close();
    else await rm(this.path, { force: true }).catch(() => undefined);
  }
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
