import type { Duplex } from 'node:stream';
import type { Flow } from '@candor/kernel/live';
import type { ExecutionResult } from 'graphql';
import type { WebSocket } from 'ws';
import { MAXIMUM_BUFFERED } from './options.js';
import type { Pulse } from './pulse.js';
import { sharedBytes, type Written } from './shared-bytes.js';
import { CLOSE, closeFor } from './socket-limits.js';

/** What is behind the id in a message `next`: the same bytes for everybody. */
const behindId = sharedBytes((json) => `,"type":"next","payload":${json}}`);

const BEFORE_ID = Buffer.from('{"id":');

/** The one complete, unmasked text frame (RFC 6455, 5.2). */
const FINAL_TEXT = 0x81;

/** Up to so many bytes a frame is written in one piece. */
const SMALL = 16 * 1024;

/**
 * Writes results to one socket, past `ws`, whose general way costs as much again. That is safe between any two
 * messages of `ws`: without compression it writes each of them whole and at once.
 */
export class FrameWriter {
  /** Who waits until the peer has read what was written. */
  #waiting: Flow[] | undefined;

  constructor(
    private readonly socket: WebSocket,
    private readonly stream: Duplex,
    private readonly pulse: Pulse,
  ) {
    const goOn = () => this.#goOn();
    pulse.whenRead(goOn);
    stream.on('drain', goOn);
  }

  /** The message `next` of the subscription with that id, in JSON; answers whether more may follow at once. */
  next(id: Buffer, result: ExecutionResult, flow: Flow): boolean {
    const { socket, stream, pulse } = this;
    // Whoever is closing gets no more, and leaves soon.
    if (socket.readyState !== socket.OPEN) return false;
    const written = behindId(result);
    const { bytes } = written;
    if (bytes.length <= SMALL && stream.writableLength === 0) {
      stream.write(smallFrame(id, written));
      // What still waits to be written must not be written over.
      if (stream.writableLength > 0) written.frames = undefined;
    } else {
      stream.cork();
      stream.write(beginning(id, bytes));
      stream.write(bytes);
      stream.uncork();
    }
    pulse.wrote(id.length + bytes.length);
    if (!stream.writableNeedDrain && !pulse.isFull) return true;
    if (stream.writableLength > MAXIMUM_BUFFERED) closeFor(socket, CLOSE.tryLater, 'Too slow');
    this.#waiting ??= [];
    this.#waiting.push(flow);
    return false;
  }

  #goOn(): void {
    if (!this.#waiting || this.pulse.isFull || this.stream.writableNeedDrain) return;
    const all = this.#waiting;
    this.#waiting = undefined;
    for (const one of all) one.resume();
  }
}

/**
 * The whole frame of a message. It is the same bytes for everybody with an id of that length, in which only the id is
 * replaced: thousands of new buffers an event are what costs then, and so is a second piece for each of them.
 */
function smallFrame(id: Buffer, written: Written): Buffer {
  written.frames ??= new Map();
  const { bytes, frames } = written;
  const known = frames.get(id.length);
  if (known) {
    id.copy(known, known.length - bytes.length - id.length);
    return known;
  }
  const frame = Buffer.concat([beginning(id, bytes), bytes]);
  frames.set(id.length, frame);
  return frame;
}

/** The header of a frame, and the message up to its id. */
function beginning(id: Buffer, shared: Buffer): Buffer {
  const message = Buffer.concat([BEFORE_ID, id]);
  return Buffer.concat([header(message.length + shared.length), message]);
}

function header(payload: number): Buffer {
  if (payload < 126) return Buffer.from([FINAL_TEXT, payload]);
  if (payload < 65_536) return Buffer.from([FINAL_TEXT, 126, payload >> 8, payload & 0xff]);
  const bytes = Buffer.alloc(10);
  bytes[0] = FINAL_TEXT;
  bytes[1] = 127;
  bytes.writeBigUInt64BE(BigInt(payload), 2);
  return bytes;
}
