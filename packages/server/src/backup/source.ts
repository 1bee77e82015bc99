import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import { Notice } from '../notice.js';
import { FORMAT, Header, TableEnd, TableStart } from './contents.js';
import { DamagedBackup, type Frame, read } from './frames.js';

/** Reads a whole file and nothing else: throws `DamagedBackup` where it is not as it was written. */
export async function assertWhole(file: string, signal?: AbortSignal): Promise<Header> {
  const source = await BackupSource.open(file);
  const end = () => source.close();
  signal?.addEventListener('abort', end);
  try {
    signal?.throwIfAborted();
    for await (const table of source.tables()) await table.skip();
    return source.header;
  } finally {
    signal?.removeEventListener('abort', end);
    source.close();
  }
}

/** A backup that is being read, from its beginning to its end, once. */
export class BackupSource {
  private constructor(
    readonly header: Header,
    private readonly frames: AsyncGenerator<Frame, void, void>,
    private readonly end: () => void,
  ) {}

  static async open(file: string): Promise<BackupSource> {
    const raw = createReadStream(file);
    const unpacked = createGunzip();
    raw.on('error', (error) => unpacked.destroy(error));
    raw.pipe(unpacked);
    const end = () => {
      raw.destroy();
      unpacked.destroy();
    };
    try {
      const frames = read(unpacked);
      const { value: first } = await frames.next();
      if (first?.type !== 'H') throw new DamagedBackup('it does not say what it is');
      return new BackupSource(headerOf(first), frames, end);
    } catch (error) {
      end();
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new Notice(`There is no file ${file}.`);
      throw error;
    }
  }

  /** Its tables one after the other; the rows of each have to be read before the next. Checked to the last byte. */
  async *tables(): AsyncGenerator<StoredTable, void, void> {
    let seen = 0;
    for (let frame = await this.#next(); frame; frame = await this.#next()) {
      if (frame.type !== 'T') throw new DamagedBackup('a table was expected');
      const table = new StoredTable(parsed(frame, TableStart), () => this.#next());
      yield table;
      if (table.expected === undefined) throw new DamagedBackup('a table has no end');
      seen++;
    }
    if (seen !== this.header.tables) throw new DamagedBackup('tables are missing');
  }

  close(): void {
    this.end();
  }

  async #next(): Promise<Frame | undefined> {
    const { value } = await this.frames.next();
    return value ?? undefined;
  }
}

/** One table of a backup. */
export class StoredTable {
  /** How many rows it has; known when they are read. */
  expected: number | undefined;

  constructor(
    readonly start: TableStart,
    private readonly next: () => Promise<Frame | undefined>,
  ) {}

  async *data(): AsyncGenerator<Buffer, void, void> {
    for (let frame = await this.next(); frame; frame = await this.next()) {
      if (frame.type === 'D') yield frame.payload;
      else if (frame.type === 'E') {
        this.expected = parsed(frame, TableEnd).rows;
        return;
      } else throw new DamagedBackup('rows were expected');
    }
  }

  async skip(): Promise<void> {
    const data = this.data();
    while (!(await data.next()).done);
  }
}

function headerOf(frame: Frame): Header {
  const { format } = parsed(frame, z.looseObject({ format: z.number() }));
  if (format > FORMAT)
    throw new Notice('The backup was made by a newer release of Candor; restore it with that release.');
  return parsed(frame, Header);
}

function parsed<Schema extends z.ZodType>({ payload }: Frame, schema: Schema): z.output<Schema> {
  try {
    return schema.parse(JSON.parse(payload.toString()));
  } catch {
    throw new DamagedBackup('a part of it cannot be read');
  }
}
