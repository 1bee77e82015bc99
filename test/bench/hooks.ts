import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createCustomer } from '@candor/core/customers';
import { newId } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { until } from '@candor/server/processes';
import { Installation } from './installation.js';
import { load } from './load.js';
import { profileOf, profiling } from './profile.js';
import { type BenchOptions, type Measure, median, type Report } from './report.js';

/** How often a command is sent and its hook waited for, and the longest quiet time between, in milliseconds. */
const SAMPLES = 150;
const QUIET = 150;
const ROUNDS = 3;
const EVENTS = 3_000;
const PATIENCE = 60_000;

/** Writes down when the command was committed and when its handler was called, on the clock of this machine. */
const plugin = (home: string) => `import { appendFileSync } from 'node:fs';
const note = (file) => appendFileSync(${JSON.stringify(home)} + '/' + file, (performance.timeOrigin + performance.now()) + '\\n');
export default { name: 'bench-hooks', version: '1.0.0', candor: '^1.0.0', setup(api) {
  api.before('ticket.open', { id: 'bench-hooks.open' }, async (input, tx) => { tx.afterCommit(() => note('committed')); });
  api.after('ticket.opened', { id: 'bench-hooks.opened' }, async () => note('handled'));
  api.after('customer.archived', { id: 'bench-hooks.row' }, async (event, tx) => {
    await tx.query('insert into bench_row (id) values (1)');
  });
} };`;

/**
 * How soon an \`after\` hook follows its commit on the default services, and how many hooks a second a worker
 * gets through, against BullMQ itself on the same backend. With \`--redis\` the queues are those of REDIS_URL.
 */
export default async function hooks({ root, args }: BenchOptions): Promise<Report> {
  const isOnRedis = args.includes('--redis');
  if (isOnRedis && !process.env['REDIS_URL']) throw new Error('--redis needs REDIS_URL');
  if (!isOnRedis) delete process.env['REDIS_URL'];
  const isProfiling = args.includes('--profile');
  const installation = await Installation.make(root);
  try {
    const files = [installation.write('hooks.mjs', plugin(installation.home))];
    const flags = isProfiling ? profiling(installation.home) : [];
    await installation.platform.services.query('create table bench_row (id bigint)');
    const worker = installation.work(files, flags);
    const waits = await commitToHook(installation, files);
    const ours: number[] = [];
    const bare: number[] = [];
    const beside = await installation.beside('hooks-bare.ts');
    for (let round = 0; round <= ROUNDS; round++) {
      const rates = [
        await rowsASecond(installation, () => emitMany(installation)),
        await rowsASecond(installation, () => fetch(new URL(`?count=${EVENTS}`, beside.url))),
      ] as const;
      // The first one warms up.
      if (round === 0) continue;
      ours.push(rates[0]);
      bare.push(rates[1]);
    }
    await Promise.all([installation.end(worker), installation.end(beside.child)]);
    if (isProfiling) process.stdout.write(`${profileOf(installation.home)}\n`);
    return {
      title: `From commit to \`after\` hook on ${isOnRedis ? 'Redis' : 'the default services'}; ${EVENTS} hooks in medians of ${ROUNDS} rounds`,
      measures: [
        ...latency(waits),
        {
          row: 'speed-6',
          name: 'hooks a second to bare BullMQ',
          value: median(ours.map((rate, round) => rate / bare[round]!)),
          unit: '×',
          atLeast: 0.8,
        },
        { name: 'hooks', value: median(ours), unit: '/s' },
        { name: 'jobs of bare BullMQ', value: median(bare), unit: '/s' },
      ],
    };
  } finally {
    await installation.remove();
  }
}

function latency(waits: readonly number[]): Measure[] {
  const sorted = waits.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)]!;
  return [
    { row: 'speed-6', name: 'commit to hook, idle: p95', value: at(0.95), unit: 'ms', atMost: 50 },
    { name: 'commit to hook, idle: p50', value: at(0.5), unit: 'ms' },
    { name: 'commit to hook, idle: longest', value: sorted.at(-1)!, unit: 'ms' },
  ];
}

/** One command after the other, each sent when the hook of the last one is done and all is quiet. */
async function commitToHook(installation: Installation, plugins: readonly string[]): Promise<number[]> {
  const { platform, home } = installation;
  const customer = await platform.services.command((tx) => createCustomer(tx, { name: 'Ada' }));
  const token = await platform.tokens.mint({ kind: 'customer', id: customer.id, expiresIn: 3_600 });
  const { child, url } = await installation.serve(plugins);
  const query = `mutation { openTicket(input: { subject: "Lift", channel: "app", intake: { what: "a", when: "b", why: "c" } }) {
    userErrors { code } } }`;
  const lines = (file: string) =>
    existsSync(join(home, file)) ? readFileSync(join(home, file), 'utf8').trim().split('\n').map(Number) : [];
  for (let n = 1; n <= SAMPLES; n++) {
    await load({
      url,
      headers: { authorization: `Bearer ${token}` },
      connections: 1,
      seconds: 0,
      request: () => ({ body: JSON.stringify({ query }) }),
      isGood: (answer) => answer.includes('"userErrors":[]'),
    });
    if (!(await until(() => lines('handled').length === n, PATIENCE, 5)))
      throw new Error('a hook never came');
    await pause(QUIET * Math.random());
  }
  await installation.end(child);
  const [committed, handled] = [lines('committed'), lines('handled')];
  return handled.map((at, n) => at - committed[n]!);
}

/** From the moment in which the work is handed in until its last row is there. */
async function rowsASecond({ platform }: Installation, handIn: () => Promise<unknown>): Promise<number> {
  const { services } = platform;
  await services.query('truncate bench_row');
  const startedAt = performance.now();
  await handIn();
  const isDone = async () => {
    const [row] = await services.query<{ n: number }>('select count(*)::int as n from bench_row');
    return row!.n >= EVENTS;
  };
  if (!(await until(isDone, PATIENCE, 20))) throw new Error('the rows never came');
  return (1_000 * EVENTS) / (performance.now() - startedAt);
}

/** The events of many commands, in commits of a hundred. */
async function emitMany({ platform }: Installation): Promise<void> {
  for (let from = 0; from < EVENTS; from += 100) {
    await platform.services.command(async (tx) => {
      for (let n = 0; n < 100; n++) {
        const customerId = newId('customer');
        emit(tx, 'customer.archived', { subject: customerId, payload: { customerId } });
      }
    });
  }
}
