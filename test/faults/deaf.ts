import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';

/**
 * Clients that watch all boards and never read: each stays for ten seconds, then looks what has become of it, and
 * another one may come in its place. It says `ready`, and they begin on SIGUSR2; on SIGTERM no more come, and it says
 * how each of them ended.
 */
interface DeafPlan {
  readonly url: string;
  readonly token: string;
  readonly boards: readonly string[];
  readonly atOnce: number;
  /** Whether another one comes in the place of each. */
  readonly again: boolean;
}

export interface SlowEnd {
  readonly code: number;
  /** It went on as if nothing had been, or was left open without a word. */
  readonly isServed: boolean;
}

interface Message {
  readonly type: string;
  readonly payload?: { readonly data?: { boardProgress: { change: { at: string } | null } } };
}

const { url, token, boards, atOnce, again } = JSON.parse(process.argv[2]!) as DeafPlan;
const READS_NOTHING = 10_000;
const WATCH = `subscription ($board: ID!) { boardProgress(board: $board) { kind epoch offset recovered
  change { at } ${Array.from({ length: 25 }, (_, n) => `n${n}: change { note }`).join(' ')} } }`;

// Whoever waits for a signal with nothing else to do would end; and nobody signals when the program was killed.
const parent = process.ppid;
setInterval(() => process.ppid === parent || process.exit(1), 1_000);
writeSync(1, 'ready .\n');
await once(process, 'SIGUSR2');
const over = new AbortController();
process.once('SIGTERM', () => over.abort());
const ends: SlowEnd[] = [];
const lanes = Array.from({ length: atOnce }, async () => {
  do ends.push(await slow());
  while (again && !over.signal.aborted);
});
await Promise.all(lanes);
process.stdout.write(`ends ${JSON.stringify(ends)}\n`, () => process.exit(0));

/** Watches everything, reads nothing for ten seconds, and then looks what has become of it. */
async function slow(): Promise<SlowEnd> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, ['graphql-transport-ws']);
  socket.on('error', () => undefined);
  await once(socket, 'open');
  const send = (message: object) => socket.send(JSON.stringify(message));
  const watched = [...boards, ...boards];
  let answers = 0;
  let looksAt = Number.POSITIVE_INFINITY;
  let isServed = false;
  const begun = Promise.withResolvers<void>();
  socket.on('message', (data) => {
    const { type, payload } = JSON.parse(String(data)) as Message;
    if (type === 'connection_ack') {
      for (const [n, board] of watched.entries())
        send({ id: String(n), type: 'subscribe', payload: { query: WATCH, variables: { board } } });
    }
    if (type === 'next' && ++answers >= watched.length) begun.resolve();
    if (type === 'error') begun.reject(new Error(String(data)));
    // What was made after it had to be closed.
    if (Date.parse(payload?.data?.boardProgress.change?.at ?? '') > looksAt) isServed = true;
    if (isServed) socket.terminate();
  });
  const closed = once(socket, 'close');
  send({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } });
  await Promise.race([begun.promise, closed]);
  socket.pause();
  await pause(READS_NOTHING);
  looksAt = Date.now();
  socket.resume();
  const timer = setTimeout(() => {
    isServed = true;
    socket.terminate();
  }, READS_NOTHING);
  const [code] = (await closed) as [number];
  clearTimeout(timer);
  return { code, isServed };
}
