import type { Duplex } from 'node:stream';
import { Round } from '@candor/kernel/live';
import type { WebSocket } from 'ws';
import { CLOSE, closeFor } from './socket-limits.js';

/** A peer is asked whether it reads once so many bytes have been sent to it. */
const ASK_AFTER = 64 * 1024;
/** So many may be on their way to it. The systems in between would take some 4 MB for one that never reads. */
const UNDER_WAY = 256 * 1024;
/** How often in an interval each socket is looked at. */
const BEATS = 12;
/** A beat has so many parts, in each of which others are looked at: a thousand pings in one go hold up all else. */
const PARTS = 10;

/** The one frame of a ping (RFC 6455, 5.5.2). */
const PING = Buffer.from([0x89, 0]);

/** The pulses of all sockets, on one timer. */
export class Pulses {
  readonly #all = new Set<Pulse>();
  readonly #round = new Round(this.#all);
  readonly #timer: NodeJS.Timeout;

  /** `interval` is in milliseconds: whoever is gone is found out within two of them. */
  constructor(private readonly interval: number) {
    // After a time in which the process was held up, answers that have come meanwhile are read first.
    this.#timer = setInterval(() => setImmediate(() => this.#beat()), interval / BEATS / PARTS).unref();
  }

  of(socket: WebSocket, stream: Duplex): Pulse {
    const pulse = new Pulse(socket, stream, this.interval);
    this.#all.add(pulse);
    socket.once('close', () => this.#all.delete(pulse));
    return pulse;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #beat(): void {
    const now = performance.now();
    for (const pulse of this.#round.next(PARTS)) pulse.beat(now);
  }
}

/**
 * Whether the peer of one socket is still there, and reads what it is sent: its answer to a ping comes behind
 * everything that was sent before. It is asked when it has said nothing for a while, and cut off if it does not
 * answer; or when much was sent to it, and then closed, to come back.
 */
export class Pulse {
  #heardAt: number;
  /** When the ping was sent that is not answered yet. */
  #askedAt: number | undefined;
  /** Bytes since the last ping that was answered, and how many of them went before the one that is not. */
  #sent = 0;
  #asked = 0;
  /** For how long it may say nothing, and for how long an answer may take. */
  readonly #silence: number;
  readonly #patience: number;
  #reads: () => void = () => {};

  constructor(
    private readonly socket: WebSocket,
    private readonly stream: Duplex,
    /** Milliseconds. Whoever is gone is found out within two of them. */
    interval: number,
  ) {
    this.#silence = (interval * 4) / 3 - interval / BEATS;
    this.#patience = (interval * 2) / 3 - interval / BEATS;
    // Thousands that open together would be asked together, again and again: each has its own place in the silence.
    this.#heardAt = performance.now() - Math.random() * this.#silence;
    socket.on('pong', () => this.#answered());
  }

  /** Whether so much is on its way that no more may follow until the peer has read of it. */
  get isFull(): boolean {
    return this.#sent >= UNDER_WAY;
  }

  /** Calls back each time that the peer is known to have read something. */
  whenRead(reads: () => void): void {
    this.#reads = reads;
  }

  /** So many bytes have been written. */
  wrote(bytes: number): void {
    this.#sent += bytes;
    if (this.#sent >= ASK_AFTER && this.#askedAt === undefined) this.#ask();
  }

  /** Looks how it is; to be called in every beat. */
  beat(now: number): void {
    if (this.#askedAt === undefined) {
      if (now - this.#heardAt >= this.#silence) this.#ask();
      return;
    }
    if (now - this.#askedAt < this.#patience) return;
    if (this.#sent >= ASK_AFTER) closeFor(this.socket, CLOSE.tryLater, 'Too slow');
    else this.socket.terminate();
  }

  #ask(): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    this.#askedAt = performance.now();
    this.#asked = this.#sent;
    this.stream.write(PING);
  }

  #answered(): void {
    this.#heardAt = performance.now();
    if (this.#askedAt === undefined) return;
    this.#askedAt = undefined;
    this.#sent -= this.#asked;
    // What was sent meanwhile may be much again.
    this.wrote(0);
    this.#reads();
  }
}
