import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { newId, uuidOf } from '@candor/kernel/database';
import { append } from '@candor/kernel/live';
import { until } from '@candor/server/processes';
import { type Board, post, side } from './boards.js';
import type { SlowEnd } from './deaf.js';
import { reportOf, residentBytes, type Scene, SETTLES, startCrowd } from './live-scene.js';
import { percentile } from './percentile.js';
import { Victim } from './victim.js';

const MEBIBYTE = 2 ** 20;
/** What a client comes back from by itself: the code for it, or a line that just broke. */
const RETRIABLE = [1013, 1006];

interface Window {
  readonly p50: number;
  readonly p99: number;
  readonly loop: number;
  readonly bytes: number;
}

/** By turns, without the one and beside it: five minutes in all. */
const TURNS = 10;
const TURN_SECONDS = 15;
/** Changes a second. */
const RATE = 200;
const HEALTHY = 1_000;
/** So many at once tell what one costs, which is less than the server's memory moves by itself. */
const MANY = 10;

/**
 * fault-8: a client that never reads, beside many that do, which are not to feel it. What it costs is seen of several
 * at once: each watches every board twice, so these are work as so many more readers would be.
 */
export async function slowConsumer(scene: Scene): Promise<void> {
  const { program, cluster, boards, customer } = scene;
  const row = program.row('fault-8');
  const [server] = cluster.servers;
  const { url, pid } = server!;
  const crowd = await startCrowd(scene, {
    urls: [url],
    watchers: Array.from({ length: HEALTHY }, (_, n) => ({
      token: customer.token,
      board: boards[n % boards.length]!.id,
    })),
    spread: 1_000,
    atOnce: 100,
  });
  const stream = await startStream(scene, RATE);
  const look = (seconds = TURN_SECONDS) => measured(scene, crowd, pid!, seconds);
  const ends: SlowEnd[] = [];
  /** In a process of their own: what they do in the end must not hold up who posts the changes. */
  const lookBeside = async (atOnce: number): Promise<Window> => {
    const ids = boards.map(({ id }) => id);
    const plan = { url, token: customer.token, boards: ids, atOnce, again: atOnce > 1 };
    const deaf = new Victim('deaf.ts', [JSON.stringify(plan)]);
    await deaf.says('ready');
    deaf.process.kill('SIGUSR2');
    const seen = await look();
    deaf.process.kill('SIGTERM');
    ends.push(...(JSON.parse(await deaf.says('ends', SETTLES)) as SlowEnd[]));
    await deaf.finishes();
    return seen;
  };
  await look(5);
  const before = stream.size;
  const began = performance.now();
  const without: Window[] = [];
  const beside: Window[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    without.push(await look());
    beside.push(await lookBeside(1));
  }
  const besideMany = await lookBeside(MANY);
  const rate = Math.round(((stream.size - before) * 1_000) / (performance.now() - began));
  await stream.stop();
  const report = await reportOf(crowd);
  const each = (besideMany.bytes - Math.max(...without.map(({ bytes }) => bytes))) / MANY;
  program.check(
    `${row} clients that never read are closed within 10 s, with a code to come back from`,
    ends.every(({ code, isServed }) => RETRIABLE.includes(code) && !isServed) &&
      ends.some(({ code }) => code === 1013),
    `${ends.length} clients, codes ${[...new Set(ends.map(({ code }) => code))].join()}, ${ends.filter(({ isServed }) => isServed).length} still served`,
  );
  program.check(
    `${row} one that never reads costs at most 2 MiB`,
    each <= 2 * MEBIBYTE,
    `${(each / MEBIBYTE).toFixed(2)} MiB each, ${Math.round(besideMany.bytes / MEBIBYTE)} MiB in all`,
  );
  const p99 = (windows: readonly Window[]) =>
    percentile(
      windows.map((window) => window.p99),
      0.5,
    );
  const change = p99(beside) / p99(without) - 1;
  program.check(
    `${row} the others get theirs as before`,
    change <= 0.1,
    `${HEALTHY} watchers, ${rate} changes a second, p99 ${p99(without)} ms without and ${p99(beside)} ms beside it (${Math.round(change * 100)} %), ${besideMany.p99} ms beside ${MANY}`,
  );
  const loop = Math.max(...[...beside, besideMany].map((window) => window.loop));
  program.check(`${row} the event loop is not held up`, loop <= 50, `p99 ${loop} ms`);
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

/** So much text an event that what the systems in between hold for a client, some 4 MB, is full within a second. */
const LETTERS = 2_000;
const COPY = `insert into boards_change select (jsonb_populate_record(c,
  jsonb_build_object('id', $2::uuid, 'at', clock_timestamp()))).* from boards_change c where c.id = $1`;
