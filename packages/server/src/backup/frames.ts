import { createHash } from 'node:crypto';
import { Notice } from '../notice.js';

/**
 * A backup is a gzip file of frames: a letter, the length of what follows as four bytes, and that. One `H` says
 * what it is, then for each table a `T`, its rows as `D` in PostgreSQL's text form, and an `E` with their number;
 * the last, `Z`, has the SHA-256 of everything before it.
 */
export type FrameType = 'H' | 'T' | 'D' | 'E' | 'Z';

export interface Frame {
  readonly type: FrameType;
  readonly payload: Buffer;
}

/** Bytes before a frame's payload. */
const LEAD = 5;
/** Larger frames are never written; a length beyond it is damage. */
const LARGEST = 2 ** 26;
const TYPES = 'HTDEZ';

/** The file is not what was written. */
export class DamagedBackup extends Notice {
  constructor(reason: string) {
    super(`The backup is damaged or not a backup at all: ${reason}. Take another one; nothing was changed.`);
  }
}

/** Frames as bytes, with the closing checksum behind them. */
export async function* written(frames: AsyncIterable<Frame>): AsyncGenerator<Buffer, void, void> {
  const hash = createHash('sha256');
  for await (const frame of frames) {
    const lead = leadOf(frame);
    hash.update(lead).update(frame.payload);
    yield lead;
    yield frame.payload;
  }
  const last: Frame = { type: 'Z', payload: hash.digest() };
  yield leadOf(last);
  yield last.payload;
}

/** The frames of a file without the closing one; throws `DamagedBackup` where they are not as they were written. */
export async function* read(chunks: AsyncIterable<Buffer>): AsyncGenerator<Frame, void, void> {
  const hash = createHash('sha256');
  let rest: Buffer = Buffer.alloc(0);
  let isClosed = false;
  try {
    for await (const chunk of chunks) {
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      for (let frame = firstOf(rest); frame; frame = firstOf(rest)) {
        if (isClosed) throw new DamagedBackup('something follows its end');
        const bytes = rest.subarray(0, LEAD + frame.payload.length);
        rest = rest.subarray(bytes.length);
        if (frame.type === 'Z') {
          isClosed = true;
          if (!hash.digest().equals(frame.payload)) throw new DamagedBackup('its checksum is another one');
        } else {
          hash.update(bytes);
          yield frame;
        }
      }
    }
  } catch (error) {
    // What unpacking says of a file that was cut or changed.
    if (/^(Z_|ERR_ZLIB)/.test((error as NodeJS.ErrnoException).code ?? ''))
      throw new DamagedBackup((error as Error).message);
    throw error;
  }
  if (!isClosed || rest.length > 0) throw new DamagedBackup('its end is missing');
}

function leadOf({ type, payload }: Frame): Buffer {
  const lead = Buffer.alloc(LEAD);
  lead.write(type, 'latin1');
  lead.writeUInt32BE(payload.length, 1);
  return lead;
}

function firstOf(bytes: Buffer): Frame | undefined {
  if (bytes.length < LEAD) return undefined;
  const type = bytes.toString('latin1', 0, 1);
  const length = bytes.readUInt32BE(1);
  if (!TYPES.includes(type) || length > LARGEST) throw new DamagedBackup('it holds what no backup holds');
  if (bytes.length < LEAD + length) return undefined;
  return { type: type as FrameType, payload: bytes.subarray(LEAD, LEAD + length) };
}
