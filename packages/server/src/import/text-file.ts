import { createReadStream, type ReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Notice } from '../notice.js';

export interface Line {
  /** As an editor counts, from 1. */
  readonly number: number;
  /** Without its end; cut where it is too long. */
  readonly text: string;
  readonly isTooLong: boolean;
}

/** In UTF-16 units. The rows of an incident log have some hundreds; a file without line ends must not fill the memory. */
export const LONGEST_LINE = 65_536;

/** A text file, read piece by piece however long it is. */
export class TextFile {
  #source: ReadStream | undefined;

  private constructor(
    readonly path: string,
    /** In bytes. */
    readonly size: number,
  ) {}

  /** Throws a notice where there is no such file. */
  static async at(path: string): Promise<TextFile> {
    const found = await stat(path).catch(() => undefined);
    if (!found) throw new Notice(`There is no file ${path}.`);
    if (!found.isFile()) throw new Notice(`${path} is no file.`);
    return new TextFile(path, found.size);
  }

  /** In bytes, so far. */
  get bytesRead(): number {
    return this.#source?.bytesRead ?? 0;
  }

  /** Lines end with LF or CRLF. A byte order mark is left out. */
  async *lines(): AsyncGenerator<Line, void, void> {
    this.#source = createReadStream(this.path, 'utf8');
    let number = 0;
    let begun = '';
    let isTooLong = false;
    const line = (text: string): Line => {
      number += 1;
      return {
        number,
        text: (number === 1 ? text.replace(/^\uFEFF/, '') : text).replace(/\r$/, ''),
        isTooLong: isTooLong || text.length > LONGEST_LINE,
      };
    };
    for await (const chunk of this.#source as AsyncIterable<string>) {
      const [rest, ...others] = chunk.split('\n') as [string, ...string[]];
      begun += rest;
      for (const next of others) {
        yield line(begun);
        begun = next;
        isTooLong = false;
      }
      if (begun.length > LONGEST_LINE) {
        // What comes after it up to the end of the line is dropped as well.
        begun = begun.slice(0, LONGEST_LINE);
        isTooLong = true;
      }
    }
    if (begun !== '') yield line(begun);
  }
}
