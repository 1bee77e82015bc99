import { cpuSeconds } from './cpu.js';
import { Installation } from './installation.js';
import { profileOf, profiling } from './profile.js';
import { type BenchOptions, median, type Report } from './report.js';
import { Appender } from './watching/appender.js';
import { Crowd, type Watching } from './watching/crowd.js';
import { DOCUMENT, furnish } from './watching/furniture.js';

const BOARDS = 1_000;
const WATCHERS = 10;
const ROUNDS = 5;
const SECONDS = 8;
/** Updates a second, and milliseconds between the batches that they come in. */
const RATE = 1_000;
const EVERY = 20;
const PROCESSES = 2;

interface Round {
  readonly p50: number;
  readonly p99: number;
  readonly cpu: number;
  readonly share: number;
}

/**
 * Many boards with a few watchers each. The bench appends to their streams itself, in batches, and wakes the server
 * by NOTIFY as another process of the platform would; measured is the time from the commit of a batch until the
 * watcher has the message. No watcher may miss a number.
 */
export default async function boards({ root, args }: BenchOptions): Promise<Report> {
  const isProfiling = args.includes('--profile');
  const installation = await Installation.make(root);
  const crowd = new Crowd(root, PROCESSES);
  try {
    const furniture = await furnish(installation, { boards: BOARDS, links: 0 });
    const { child, url } = await installation.serve([], isProfiling ? profiling(installation.home) : []);
    const openings = Array.from({ length: BOARDS * WATCHERS }, (_, n): Watching => {
      const subject = n % BOARDS;
      const variables = { board: furniture.boards[subject] };
      return { subject, url: url.href, token: furniture.token, query: DOCUMENT, variables };
    });
    await crowd.open('boards', openings);
    const appender = await Appender.on(installation, furniture.boards);
    const rounds: Round[] = [];
    for (let n = 0; n < ROUNDS; n++) rounds.push(await measured(crowd, appender, child.pid!));
    await crowd.close('boards');
    await installation.end(child);
    if (isProfiling) process.stdout.write(`${profileOf(installation.home)}\n`);
    const of = (figure: keyof Round) => median(rounds.map((one) => one[figure]));
    return {
      title: `${BOARDS} boards with ${WATCHERS} watchers each, ${RATE} updates a second, medians of ${ROUNDS} rounds`,
      measures: [
        {
          row: 'speed-4',
          name: 'p99 from append to watcher',
          value: of('p99'),
          unit: 'ms',
          atMost: 25,
          aim: 10,
        },
        { name: 'p50 from append to watcher', value: of('p50'), unit: 'ms' },
        { name: 'processor time of the server a message', value: of('cpu'), unit: 'µs' },
        { name: 'share of one processor that the server takes', value: of('share'), unit: '%' },
      ],
    };
  } finally {
    crowd.end();
    await installation.remove();
  }
}

async function measured(crowd: Crowd, appender: Appender, server: number): Promise<Round> {
  await crowd.collect('boards');
  const cpu = cpuSeconds(server);
  const appended = await appender.run({ seconds: SECONDS, rate: RATE, every: EVERY });
  const expected = SECONDS * RATE * WATCHERS;
  await crowd.settled('boards', expected);
  const seconds = cpuSeconds(server) - cpu;
  const { seen, gaps } = await crowd.collect('boards');
  if (gaps > 0 || seen.length !== expected)
    throw new Error(`${seen.length} of ${expected} messages came, with ${gaps} gaps`);
  const latencies = Float64Array.from(
    seen,
    ({ subject, offset, at }) => at - appended(subject, offset),
  ).sort();
  return {
    p50: latencies[Math.floor(expected * 0.5)]!,
    p99: latencies[Math.floor(expected * 0.99)]!,
    cpu: (1e6 * seconds) / expected,
    share: (100 * seconds) / SECONDS,
  };
}
