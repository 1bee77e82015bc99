import type { Duplex } from 'node:stream';
import type { Flow } from '@candor/kernel/live';
import type { ExecutionResult } from 'graphql';
import type { WebSocket } from 'ws';
import { MAXIMUM_BUFFERED } from './options.js';
import type { Pulse } from './pulse.js';
import { sharedBytes } from './shared-bytes.js';
import { CLOSE, closeFor } from './socket-limits.js';

/** What is behind the id in a message `next`: the same bytes for everybody. */
const behindId = sharedBytes((json) => `,"type":"next","payload":${json}}`);

/** Bytes of the longest header. */
const LONGEST_HEADER = 10;

/** The one complete, unmasked text frame (RFC 6455, 5.2). */
const FINAL_TEXT = 0x81;

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
    pulse.whenRead(() => this.#goOn());
  }

  /** The message `next` of a subscription; answers whether more may follow at once. */
  next(opening: Opening, result: ExecutionResult, flow: Flow): boolean {
    const { socket, stream, pulse } = this;
    // Whoever is closing gets no more, and leaves soon.
    if (socket.readyState !== socket.OPEN) return false;
    const shared = behindId(result);
    // What is still waiting to be written must not be written over.
    const head = opening.before(shared.length, stream.writableLength === 0);
    stream.cork();
    stream.write(head);
    stream.write(shared);
    stream.uncork();
    pulse.wrote(head.length + shared.length);
    if (!stream.writableNeedDrain && !pulse.isFull) return true;
    if (stream.writableLength > MAXIMUM_BUFFERED) closeFor(socket, CLOSE.tryLater, 'Too slow');
    this.#wait(flow);
    return false;
  }

  #wait(flow: Flow): void {
    this.#waiting ??= [];
    // Whoever reads too little gets more when the pulse says so.
    if (this.#waiting.push(flow) === 1 && this.stream.writableNeedDrain)
      this.stream.once('drain', () => this.#goOn());
  }

  #goOn(): void {
    if (!this.#waiting || this.pulse.isFull || this.stream.writableNeedDrain) return;
    const all = this.#waiting;
    this.#waiting = undefined;
    for (const one of all) one.resume();
  }
}

/**
 * What stands before the shared part of each message of one subscription: the header of the frame, and the message up
 * to its id. It is kept and written again, because thousands of new buffers an event are what costs then: memory
 * outside the heap makes the collector look through all of it.
 */
export class Opening {
  #bytes: Buffer;
  /** For how long a shared part the header stands there. */
  #length = -1;
  #head: Buffer;

  constructor(id: string) {
    this.#bytes = Buffer.from(`${' '.repeat(LONGEST_HEADER)}{"id":${JSON.stringify(id)}`);
    this.#head = this.#bytes;
  }

  /** With the header for a shared part of that length; another copy unless nobody holds the last one any more. */
  before(length: number, isFree: boolean): Buffer {
    if (length === this.#length) return this.#head;
    if (!isFree) this.#bytes = Buffer.from(this.#bytes);
    const payload = this.#bytes.length - LONGEST_HEADER + length;
    this.#head = this.#bytes.subarray(LONGEST_HEADER - writeHeader(this.#bytes, payload));
    this.#length = length;
    return this.#head;
  }
}

/** Writes the header of a frame so that it ends where the longest one does; answers how long it is. */
function writeHeader(bytes: Buffer, payload: number): number {
  if (payload < 126) {
    bytes[LONGEST_HEADER - 2] = FINAL_TEXT;
    bytes[LONGEST_HEADER - 1] = payload;
    return 2;
  }
  if (payload < 65_536) {
    bytes[LONGEST_HEADER - 4] = FINAL_TEXT;
    bytes[LONGEST_HEADER - 3] = 126;
    bytes.writeUInt16BE(payload, LONGEST_HEADER - 2);
    return 4;
  }
  bytes[0] = FINAL_TEXT;
  bytes[1] = 127;
  bytes.writeBigUInt64BE(BigInt(payload), LONGEST_HEADER - 8);
  return LONGEST_HEADER;
}
