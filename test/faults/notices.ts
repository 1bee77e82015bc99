import { setTimeout as pause } from 'node:timers/promises';
import { newId } from '@candor/kernel/database';
import { append, onAppended, Waker } from '@candor/kernel/live';
import pg from 'pg';
import { pino } from 'pino';
import type { Installation } from './installation.js';
import { percentile } from './percentile.js';
import type { FaultProgram } from './program.js';

const STREAMS = 200;
/** Commits a second. */
const RATE = 1_000;
const LONGEST_PAYLOAD = 8_000;
const MOST_TIMES = 1.5;

/** One round: the 99th percentile of its commits in milliseconds, and how many there were a second. */
interface Storm {
  readonly p99: number;
  readonly rate: number;
}

/** How many times as long the commits of `beside` took, and the factor within which that is sure, 19 of 20 times. */
interface Comparison {
  readonly ratio: number;
  readonly factor: number;
}

/** Round by round, since both of a pair met the same hour of the machine; a mean of logarithms treats ½ and 2 alike. */
function compare(without: readonly Storm[], beside: readonly Storm[]): Comparison {
  const logs = without.map((one, round) => Math.log(beside[round]!.p99 / one.p99));
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const variance = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / Math.max(1, logs.length - 1);
  return {
    ratio: Math.exp(mean),
    factor: Math.exp(1.96 * Math.sqrt(variance / logs.length)),
  };
}

/** Whether so few rounds do not tell yet on which side of the bound the ratio lies. */
function isOpen({ ratio, factor }: Comparison): boolean {
  return ratio / factor < MOST_TIMES && MOST_TIMES < ratio * factor;
}

/** A thousand commits a second that wake the other processes, and as many that do not, in turns. */
export async function notifyStorm(
  program: FaultProgram,
  installation: Installation,
  row: (id: string) => string,
): Promise<void> {
  const { database, services } = await installation.inside();
  // The short tier runs beside other things: many small rounds, so that what else happens spoils few of them.
  const [least, most, seconds] = program.isFull ? [5, 20, 5] : [15, 120, 1 / 3];
  const payloads: string[] = [];
  const listener = new pg.Client(database.options.connection);
  await listener.connect();
  listener.on('notification', ({ payload = '' }) => payloads.push(payload));
  await listener.query('listen candor_live');
  const waker = new Waker({ database, logger: pino({ level: 'silent' }), woken: () => undefined });
  const streams = Array.from({ length: STREAMS }, () => `board:${newId('board')}`);
  const storm = async (): Promise<Storm> => {
    const times: number[] = [];
    const startedAt = performance.now();
    const commits: Promise<void>[] = [];
    for (let sent = 0; sent < RATE * seconds; ) {
      const due = Math.min(RATE * seconds, ((performance.now() - startedAt) * RATE) / 1_000);
      for (; sent < due; sent++) {
        const stream = streams[sent % STREAMS]!;
        const began = performance.now();
        const done = services.command(async (tx) => append(tx, stream, 'PROGRESS', { n: 1 }));
        commits.push(done.then(() => void times.push(performance.now() - began)));
      }
      await pause(1);
    }
    await Promise.all(commits);
    return {
      p99: percentile(times, 0.99),
      rate: (1_000 * times.length) / (performance.now() - startedAt),
    };
  };
  const silent = () => onAppended(database, () => undefined);
  const loud = () => onAppended(database, (grown) => void waker.notify(grown));
  const without: Storm[] = [];
  const beside: Storm[] = [];
  silent();
  await storm();
  let comparison: Comparison;
  do {
    silent();
    without.push(await storm());
    loud();
    beside.push(await storm());
    comparison = compare(without, beside);
  } while (without.length < least || (isOpen(comparison) && without.length < most));
  silent();
  await waker.close();
  // What was sent last is on its way.
  await pause(200);
  await listener.end();
  const name = row('fault-23');
  const median = (storms: readonly Storm[], figure: keyof Storm) =>
    percentile(
      storms.map((one) => one[figure]),
      0.5,
    );
  program.check(
    `${name} commits that wake others take no longer than those that do not, 99 of 100 times`,
    comparison.ratio <= MOST_TIMES,
    `${comparison.ratio.toFixed(2)} times, give or take ${Math.round(100 * (comparison.factor - 1))} % after ${without.length} rounds, ${median(beside, 'p99').toFixed(1)} and ${median(without, 'p99').toFixed(1)} ms, at ${Math.round(median(beside, 'rate'))} commits a second`,
  );
  const longest = Math.max(...payloads.map((payload) => Buffer.byteLength(payload)));
  const known = new Set(streams);
  const areIds = payloads.every((payload) => {
    const [sender, ...names] = JSON.parse(payload) as string[];
    return /^[0-9a-f-]{36}$/.test(sender!) && names.every((stream) => known.has(stream));
  });
  program.check(
    `${name} a wake-up holds ids only, in less than ${LONGEST_PAYLOAD} bytes`,
    payloads.length > 0 && longest < LONGEST_PAYLOAD && areIds,
    `${payloads.length} wake-ups for ${Math.round(without.length * RATE * seconds)} commits, ${longest} bytes at most`,
  );
}
