import { Duplex } from 'node:stream';
import type { Flow } from '@candor/kernel/live';
import { expect, it } from '@jest/globals';
import type { WebSocket } from 'ws';
import { FrameWriter } from './frames.js';
import type { Pulse } from './pulse.js';

/** A line that is full: it keeps what it is given, and says only later that it has gone. */
class FullLine extends Duplex {
  readonly held: Buffer[] = [];
  readonly #gone: Array<() => void> = [];

  override _write(chunk: Buffer, _encoding: string, gone: () => void): void {
    this.held.push(chunk);
    this.#gone.push(gone);
  }

  override _read(): void {}

  /** All that waits goes, also what is written after it. */
  open(): void {
    for (let gone = this.#gone.shift(); gone; gone = this.#gone.shift()) gone();
  }
}

const pulse = { whenRead: () => undefined, wrote: () => undefined, isFull: false } as unknown as Pulse;

it('does not write over what is still waiting to go to a slower one', () => {
  const socket = { readyState: 1, OPEN: 1 } as WebSocket;
  const lines = [new FullLine(), new FullLine(), new FullLine()];
  const writers = lines.map((line) => new FrameWriter(socket, line, pulse));
  for (const n of [1, 2]) {
    const result = { data: { n } };
    for (const [index, writer] of writers.entries())
      writer.next(Buffer.from(`"${index}"`), result, {} as Flow);
  }
  for (const [index, line] of lines.entries()) {
    for (let n = 0; n < 4; n++) line.open();
    const text = Buffer.concat(line.held).toString('latin1');
    const messages = [1, 2].map((n) => `{"id":"${index}","type":"next","payload":{"data":{"n":${n}}}}`);
    expect(text).toBe(messages.map((one) => `\x81${String.fromCharCode(one.length)}${one}`).join(''));
  }
});
