import { createRequire } from 'node:module';
import { join } from 'node:path';
import { profileOf, profiling } from './profile.js';
import { type Contestant, contest, type Result, targets } from './reads/contest.js';
import { newest, others, type Question } from './reads/documents.js';
import { ask } from './reads/load.js';
import { type Program, World } from './reads/world.js';
import type { BenchOptions, Measure, Report } from './report.js';

const TICKETS = 100_000;
const ROUNDS = 5;
const TURN = 3_000;
/** V8 compiles what a request runs bit by bit, for some seconds; only then is a side as fast as it stays. */
const WARMING = 12_000;

/** The platform with a plugin of `examples/` beside those of core. */
const WITH_HELLO: Program = (root) => [
  '--import',
  join(root, 'packages/server/scripts/source-hooks.mjs'),
  join(root, 'test/bench/reads/candor-with-hello.ts'),
];

/**
 * A list read against the same statements by hand, Mercurius without authorization and MikroORM's `populate`.
 *
 * `--documents other` asks other documents: deeper ones, with aliases, fragments, other orders and a plugin's
 * list. `--profile` shows where the server's time goes instead of comparing it.
 */
export default async function reads({ root, args }: BenchOptions): Promise<Report> {
  const other = args[args.indexOf('--documents') + 1] === 'other';
  const program = other ? WITH_HELLO : undefined;
  const world = await World.open(root);
  try {
    const place = await world.database('reads', { tickets: TICKETS }, program);
    const questions = other ? others : [newest];
    if (args.includes('--profile')) return await profile(world, place, questions, program);
    const [candor, floor, mercurius] = await Promise.all([
      world.candor(place, program),
      world.peer('floor', place),
      world.peer('mercurius', place),
    ]);
    const populate = other ? null : await world.peer('populate', place);
    const measures: Measure[] = [];
    for (const question of questions) {
      const contestants: Contestant[] = [
        { name: 'Candor', running: candor, target: targets.candor(candor, question) },
        { name: 'by hand', running: floor, target: targets.floor(floor, question) },
        { name: 'Mercurius', running: mercurius, target: targets.graphql(mercurius, question) },
        ...(populate
          ? [{ name: 'populate', running: populate, target: targets.graphql(populate, question) }]
          : []),
      ];
      const results = await contest(contestants, {
        postgres: world.postgres,
        rounds: ROUNDS,
        milliseconds: other ? TURN / 2 : TURN,
        warming: WARMING,
      });
      measures.push(...measuresOf(question, results));
    }
    return {
      title: `Reading a list from ${TICKETS} tickets and ${5 * TICKETS} messages, 50 connections, medians of ${ROUNDS} rounds.
Candor runs with the flags of its launcher (${process.execArgv.join(' ')}), the others as Node comes.`,
      versions: versions(),
      measures,
    };
  } finally {
    await world.close();
  }
}

/** The ratios of the bars, and the figures behind them. */
function measuresOf({ name }: Question, results: ReadonlyMap<string, Result>): Measure[] {
  const candor = results.get('Candor')!;
  const floor = results.get('by hand')!;
  const mercurius = results.get('Mercurius')!;
  const populate = results.get('populate');
  const rate = (peer: Result) => candor.requestsASecond / peer.requestsASecond;
  const row = 'speed-1';
  return [
    {
      row,
      name: `${name}: CPU a request, to by hand`,
      value: candor.cpu / floor.cpu,
      unit: '',
      atMost: 1.7,
      aim: 1.4,
    },
    {
      row,
      name: `${name}: requests a second, to by hand`,
      value: rate(floor),
      unit: '',
      atLeast: 0.5,
      aim: 0.65,
    },
    {
      row,
      name: `${name}: requests a second, to Mercurius`,
      value: rate(mercurius),
      unit: '',
      atLeast: 0.85,
      aim: 1.05,
    },
    ...(populate
      ? [
          {
            row,
            name: `${name}: requests a second, to populate`,
            value: rate(populate),
            unit: '',
            atLeast: 6,
          },
        ]
      : []),
    ...[...results].flatMap(([who, result]): Measure[] => [
      { name: `${name}: ${who}, requests a second`, value: result.requestsASecond, unit: '/s' },
      { name: `${name}: ${who}, CPU a request in Node`, value: result.nodeCpu, unit: 'ms' },
      { name: `${name}: ${who}, CPU a request in PostgreSQL`, value: result.postgresCpu, unit: 'ms' },
      { name: `${name}: ${who}, p50`, value: result.p50, unit: 'ms' },
      { name: `${name}: ${who}, p99`, value: result.p99, unit: 'ms' },
    ]),
  ];
}

/** Runs the server with Node's profiler under the same load. */
async function profile(
  world: World,
  place: Awaited<ReturnType<World['database']>>,
  questions: readonly Question[],
  program: Program | undefined,
): Promise<Report> {
  const folder = join(world.home, 'profile');
  const candor = await world.candor(place, program, profiling(folder));
  const measures: Measure[] = [];
  for (const question of questions) {
    const { requests, seconds } = await ask(targets.candor(candor, question), 50, 4 * TURN);
    measures.push({
      name: `${question.name}: requests a second, profiled`,
      value: requests / seconds,
      unit: '/s',
    });
  }
  await world.end(candor);
  process.stdout.write(profileOf(folder));
  return { title: 'Where the time of the server goes', measures };
}

function versions(): Record<string, string> {
  const require = createRequire(import.meta.url);
  const names = [
    'mercurius',
    '@mikro-orm/core',
    'type-graphql',
    '@apollo/server',
    'fastify',
    'graphql',
    'pg',
  ];
  return Object.fromEntries(
    names.map((name) => {
      const path = join(import.meta.dirname, '../node_modules', name, 'package.json');
      return [name, (require(path) as { version: string }).version];
    }),
  );
}
