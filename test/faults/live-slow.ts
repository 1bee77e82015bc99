import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { newId, uuidOf } from '@candor/kernel/database';
import { append } from '@candor/kernel/live';
import { until } from '@candor/server/processes';
import { WebSocket } from 'ws';
import { type Board, post, side } from './boards.js';
import { reportOf, residentBytes, type Scene, SETTLES, startCrowd } from './live-scene.js';
import { percentile } from './percentile.js';
import type { Victim } from './victim.js';

const MEBIBYTE = 2 ** 20;
const CLOSED_WITHIN = 10_000;
/** What a client comes back from by itself: the code for it, or a line that just broke. */
const RETRIABLE = [1013, 1006];

interface Window {
  readonly p50: number;
  readonly p99: number;
  readonly loop: number;
  readonly bytes: number;
}

/** fault-8: clients that never read, beside many that do; the one must not be felt by the other. */
export async function slowConsumer(scene: Scene): Promise<void> {
  const { program, cluster, boards, customer } = scene;
  const row = program.row('fault-8');
  const [server] = cluster.servers;
  const { url, pid } = server!;
  const healthy = program.isFull ? 1_000 : 50;
  const slowAtOnce = 10;
  const crowd = await startCrowd(scene, {
    urls: [url],
    watchers: Array.from({ length: healthy }, (_, n) => ({
      token: customer.token,
      board: boards[n % boards.length]!.id,
    })),
    spread: 1_000,
    atOnce: 100,
  });
  const stream = await startStream(scene, program.isFull ? 200 : 100);
  const seconds = program.isFull ? 15 : 11;
  await measured(scene, crowd, pid!, program.isFull ? 5 : 2);
  const before = stream.size;
  const began = performance.now();
  const without: Window[] = [];
  const beside: Window[] = [];
  const ends: SlowEnd[] = [];
  for (let round = 0; round < (program.isFull ? 3 : 1); round++) {
    without.push(await measured(scene, crowd, pid!, program.isFull ? seconds : 5));
    const over = new AbortController();
    const lanes = Array.from({ length: slowAtOnce }, async () => {
      while (!over.signal.aborted) ends.push(await slow(url, customer.token, boards));
    });
    beside.push(await measured(scene, crowd, pid!, seconds));
    over.abort();
    await Promise.all(lanes);
  }
  const rate = Math.round(((stream.size - before) * 1_000) / (performance.now() - began));
  await stream.stop();
  const report = await reportOf(crowd);
  const each =
    (Math.max(...beside.map(({ bytes }) => bytes)) - Math.max(...without.map(({ bytes }) => bytes))) /
    slowAtOnce;
  program.check(
    `${row} clients that never read are closed within 10 s, with a code to come back from`,
    ends.every(({ code, isServed }) => RETRIABLE.includes(code) && !isServed) &&
      ends.some(({ code }) => code === 1013),
    `${ends.length} clients, codes ${[...new Set(ends.map(({ code }) => code))].join()}, ${ends.filter(({ isServed }) => isServed).length} still served`,
  );
  program.check(
    `${row} one that never reads costs at most 2 MiB`,
    each <= 2 * MEBIBYTE,
    `${(each / MEBIBYTE).toFixed(2)} MiB each, ${Math.round(Math.max(...beside.map(({ bytes }) => bytes)) / MEBIBYTE)} MiB in all`,
  );
  const p99 = (windows: readonly Window[]) =>
    percentile(
      windows.map((window) => window.p99),
      0.5,
    );
  const change = p99(beside) / p99(without) - 1;
  program.check(
    `${row} the others get theirs as before`,
    // In the short tier a handful of milliseconds decide.
    program.isFull ? change <= 0.1 : p99(beside) <= p99(without) + 250,
    `${healthy} watchers, ${rate} changes a second, p99 ${p99(without)} ms without and ${p99(beside)} ms beside ${slowAtOnce} slow ones (${Math.round(change * 100)} %)`,
  );
  const loop = Math.max(...beside.map((window) => window.loop));
  program.check(`${row} the event loop is not held up`, !program.isFull || loop <= 50, `p99 ${loop} ms`);
  program.check(
    `${row} nobody else loses a line or an event, and no promise is left rejected`,
    report.lost + report.gaps + report.duplicates + report.refetches === 0 && server!.pid === pid,
    `${report.events} events`,
  );
}

/** What is seen of the healthy, and of the server, in the next so many seconds. */
async function measured(
  { installation }: Scene,
  crowd: Victim,
  pid: number,
  seconds: number,
): Promise<Window> {
  const told = crowd.lines('measured').length;
  const file = join(installation.environment['CANDOR_HOME']!, `loop-${pid}`);
  const loops = () => (existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').map(Number) : []);
  const known = loops().length;
  crowd.process.kill('SIGHUP');
  process.kill(pid, 'SIGUSR2');
  let bytes = 0;
  for (let n = 0; n < seconds * 4; n++) {
    await pause(250);
    bytes = Math.max(bytes, residentBytes(pid));
  }
  crowd.process.kill('SIGHUP');
  process.kill(pid, 'SIGUSR2');
  const line = await crowd.says('measured', SETTLES, told + 2);
  await until(() => loops().length >= known + 2, SETTLES);
  return { ...(JSON.parse(line) as Pick<Window, 'p50' | 'p99'>), loop: loops().at(-1)!, bytes };
}

/**
 * Lets all boards change at a steady rate, in all of them together: each change a transaction that copies the
 * last one and appends it to the board's stream. Commands at that rate would be all that two cores can do.
 */
async function startStream({ installation, cluster, boards, agent }: Scene, perSecond: number) {
  const { services } = await installation.inside();
  const firsts = await side(boards, (board) => post(cluster.url, agent.token, board, { letters: LETTERS }));
  const over = new AbortController();
  let size = 0;
  const change = async (board: Board, first: string) => {
    const id = newId('board_change');
    await services.command(async (tx) => {
      await tx.query(COPY, [uuidOf('board_change', first), uuidOf('board_change', id)]);
      append(tx, `board:${board.id}`, 'PROGRESS', { change: id });
    });
    size++;
  };
  const running = boards.map(async (board, n) => {
    const every = (1_000 / perSecond) * boards.length;
    let due = performance.now() + (every * n) / boards.length;
    while (!over.signal.aborted) {
      await pause(Math.max(0, due - performance.now()));
      due = Math.max(due + every, performance.now() - every);
      await change(board, firsts[n]!);
    }
  });
  return {
    get size() {
      return size;
    },
    stop: async () => {
      over.abort();
      await Promise.all(running);
    },
  };
}

const COPY = `insert into boards_change select (jsonb_populate_record(c,
  jsonb_build_object('id', $2::uuid, 'at', clock_timestamp()))).* from boards_change c where c.id = $1`;

/** So much text an event that what the systems in between hold for a client, some 4 MB, is full within a second. */
const LETTERS = 2_000;
const WATCH = `subscription ($board: ID!) { boardProgress(board: $board) { kind epoch offset recovered
  change { at } ${Array.from({ length: 25 }, (_, n) => `n${n}: change { note }`).join(' ')} } }`;

/** Watches everything, reads nothing for ten seconds, and then looks what has become of it. */
async function slow(url: string, token: string, boards: readonly Board[]): Promise<SlowEnd> {
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
      for (const [n, { id: board }] of watched.entries())
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
  await pause(CLOSED_WITHIN);
  looksAt = Date.now();
  socket.resume();
  const timer = setTimeout(() => {
    isServed = true;
    socket.terminate();
  }, CLOSED_WITHIN);
  const [code] = (await closed) as [number];
  clearTimeout(timer);
  return { code, isServed, answers };
}

interface SlowEnd {
  readonly code: number;
  /** It went on as if nothing had been, or was left open without a word. */
  readonly isServed: boolean;
  readonly answers: number;
}

interface Message {
  readonly type: string;
  readonly payload?: { readonly data?: { boardProgress: { change: { at: string } | null } } };
}
