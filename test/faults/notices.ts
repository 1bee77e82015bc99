import { setTimeout as pause } from 'node:timers/promises';
import { newId } from '@candor/kernel/database';
import { append, onAppended, Waker } from '@candor/kernel/live';
import pg from 'pg';
import { pino } from 'pino';
import type { Installation } from './installation.js';
import { percentile } from './percentile.js';
import type { FaultProgram } from './program.js';

const STREAMS = 200;
const LONGEST_PAYLOAD = 8_000;

/** A thousand commits a second that wake the other processes, and as many that do not, in turns. */
export async function notifyStorm(
  program: FaultProgram,
  installation: Installation,
  row: (id: string) => string,
): Promise<void> {
  const { database, services } = await installation.inside();
  const rounds = 5;
  // The short tier runs beside other things.
  const rate = program.isFull ? 1_000 : 300;
  const seconds = program.isFull ? 5 : 1;
  const payloads: string[] = [];
  const listener = new pg.Client(database.options.connection);
  await listener.connect();
  listener.on('notification', ({ payload = '' }) => payloads.push(payload));
  await listener.query('listen candor_live');
  const waker = new Waker({ database, logger: pino({ level: 'silent' }), woken: () => undefined });
  const streams = Array.from({ length: STREAMS }, () => `board:${newId('board')}`);
  const storm = async (times: number[]): Promise<number> => {
    const before = times.length;
    const startedAt = performance.now();
    const commits: Promise<void>[] = [];
    for (let sent = 0; sent < rate * seconds; ) {
      const due = Math.min(rate * seconds, ((performance.now() - startedAt) * rate) / 1_000);
      for (; sent < due; sent++) {
        const stream = streams[sent % STREAMS]!;
        const began = performance.now();
        const done = services.command(async (tx) => append(tx, stream, 'PROGRESS', { n: 1 }));
        commits.push(done.then(() => void times.push(performance.now() - began)));
      }
      await pause(1);
    }
    await Promise.all(commits);
    return (1_000 * (times.length - before)) / (performance.now() - startedAt);
  };
  const silent = () => onAppended(database, () => undefined);
  const loud = () => onAppended(database, (grown) => void waker.notify(grown));
  const times = { with: [] as number[], without: [] as number[] };
  const rates: number[] = [];
  silent();
  await storm([]);
  for (let round = 0; round < rounds; round++) {
    silent();
    await storm(times.without);
    loud();
    rates.push(await storm(times.with));
  }
  silent();
  await waker.close();
  // What was sent last is on its way.
  await pause(200);
  await listener.end();
  const name = row('fault-23');
  const ratio = percentile(times.with, 0.99) / percentile(times.without, 0.99);
  program.check(
    `${name} commits that wake others take no longer than those that do not, 99 of 100 times`,
    // In the short tier fifteen commits decide, beside whatever else the machine does.
    !program.isFull || ratio <= 1.5,
    `${ratio.toFixed(2)} times, at ${Math.round(percentile(rates, 0.5))} commits a second`,
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
    `${payloads.length} wake-ups for ${rounds * rate * seconds} commits, ${longest} bytes at most`,
  );
}
