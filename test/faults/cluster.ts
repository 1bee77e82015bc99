import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Cluster } from '@candor/server/cluster';
import { removeHome } from '@candor/server/embedded';
import { freePort, until } from '@candor/server/processes';
import { type Board, makeBoards, post } from './boards.js';
import { Installation } from './installation.js';
import { FaultProgram } from './program.js';
import { processesWith, Victim } from './victim.js';
import { compare, Watcher } from './watcher.js';
import { BEAT } from './witness.js';

/**
 * Several servers and workers on one database: what is decided is decided once, what follows happens once, and
 * what one of them changes is seen through the others, also while they are killed. Runs on `DATABASE_URL` and
 * `REDIS_URL`, or else on a PostgreSQL of its own.
 */
const program = new FaultProgram();
const SETTLES = 60_000;

await program.run('several processes', severalProcesses);
if (!process.env['DATABASE_URL']) await program.run('a cluster for people', forPeople);
program.finish();

async function severalProcesses(): Promise<void> {
  const installation = await Installation.create();
  program.say(`on ${installation.services}`);
  const cluster = await installation.cluster(2, 2);
  try {
    const customer = await installation.customer();
    const boards = await makeBoards(installation, cluster.url, [customer, customer, customer]);
    await acrossServers(installation, cluster, customer.token, boards[0]!);
    await byTheCalendar(installation);
    await killed(installation, cluster, customer.token, boards.slice(1));
    await followsOnce(installation);
  } finally {
    await cluster.stop();
    await installation.close();
  }
}

/** Posts go to one server and the other in turn; whoever watches either sees all of them in order. */
async function acrossServers(
  installation: Installation,
  cluster: Cluster,
  token: string,
  board: Board,
): Promise<void> {
  const agent = await installation.staff('agent');
  const watchers = cluster.servers.map(({ url }) => new Watcher({ url: () => url, token, board: board.id }));
  await until(() => watchers.every(({ seen }) => seen.length > 0), SETTLES);
  const posts = program.isFull ? 500 : 60;
  const ledger: string[] = [];
  const acknowledgedAt = new Map<string, number>();
  for (let n = 0; n < posts; n++) {
    const change = await post(cluster.servers[n % cluster.servers.length]!.url, agent.token, board);
    acknowledgedAt.set(change, Date.now());
    ledger.push(change);
  }
  const areThere = await until(() => watchers.every(({ changes }) => changes.length >= posts), SETTLES);
  const delays = watchers
    .flatMap(({ changes }) => changes.map(({ change, at }) => at - acknowledgedAt.get(change!)!))
    .sort((a, b) => a - b);
  const found = watchers.map(({ seen }) => compare(seen, ledger));
  program.check(
    'a change on one server reaches the watchers of the other, in order and without a gap',
    areThere && found.every(isWhole) && watchers.every(({ closes }) => closes.length === 0),
    `${posts} changes, at most ${delays.at(-1)} ms after they were acknowledged; ${JSON.stringify(found)}`,
  );
  await Promise.all(watchers.map((watcher) => watcher.stop()));
}

/** Says again and again that the schedule's time has come: each time it happens once. */
async function byTheCalendar(installation: Installation): Promise<void> {
  const rounds = program.isFull ? 30 : 5;
  const beats = () => installation.count(`select count(*) from witness_effect where kind = 'beat'`);
  let isPunctual = true;
  for (let round = 1; round <= rounds; round++) {
    await installation.query(
      `update kernel_due set due_at = clock_timestamp() where kind = 'schedule' and key = $1`,
      [BEAT],
    );
    isPunctual &&= await until(async () => (await beats()) >= round, SETTLES);
  }
  // Both workers have looked at what is due since.
  await pause(2_500);
  const counted = await beats();
  program.check(
    'a schedule fires once for two workers',
    isPunctual && counted === rounds,
    `${counted} runs of ${rounds} occurrences`,
  );
}

/** Servers and workers die at random while a process outside posts through the balancer. */
async function killed(
  installation: Installation,
  cluster: Cluster,
  token: string,
  boards: readonly Board[],
): Promise<void> {
  const agent = await installation.staff('agent');
  const watchers = boards.flatMap((board) =>
    [0, 1].map(() => new Watcher({ url: () => cluster.url, token, board: board.id, silence: 3_000 })),
  );
  await until(() => watchers.every(({ seen }) => seen.length > 0), SETTLES);
  const ledger = new Victim('ledger.ts', [cluster.url, agent.token, JSON.stringify(boards), '20']);
  await ledger.says('posted');
  const kills = program.isFull ? 30 : 2;
  for (let n = 0; n < kills; n++) {
    // Never both of a kind: one goes when the one before it is back.
    const members = n % 2 === 0 ? cluster.servers : cluster.workers;
    const member = members[program.random(members.length)]!;
    await pause(program.random(700));
    const before = member.signal('SIGKILL');
    await until(() => member.pid !== undefined && member.pid !== before, SETTLES);
    if (member.url) await member.ready(SETTLES);
    else await pause(1_500);
  }
  ledger.process.kill('SIGTERM');
  await ledger.says('done', SETTLES);
  const posted = boards.map(({ id }) =>
    ledger
      .lines('posted')
      .map((line) => line.split(' '))
      .filter(([board]) => board === id)
      .map(([, change]) => change!),
  );
  const areThere = await until(
    () => watchers.every(({ changes }, n) => changes.length >= posted[n >> 1]!.length),
    SETTLES,
  );
  const found = watchers.map(({ seen }, n) => compare(seen, posted[n >> 1]!));
  const refetches = watchers.flatMap(({ seen }) => seen.filter(({ kind }) => kind === 'REFETCH')).length;
  program.check(
    'servers and workers are killed: nothing acknowledged is lost to any watcher',
    areThere && found.every(isWhole) && refetches === 0,
    `${kills} kills, ${posted.flat().length} changes, ${ledger.lines('again').length} posts repeated, ${watchers.reduce((sum, { closes }) => sum + closes.length, 0)} lines lost; ${JSON.stringify(found)}`,
  );
  const stored = await installation.count('select count(*) from boards_change where kind = $1', ['PROGRESS']);
  const before = program.isFull ? 500 : 60;
  program.check(
    'servers and workers are killed: a post that was repeated is there once',
    stored === before + posted.flat().length,
    `${stored} stored, ${before + posted.flat().length} acknowledged`,
  );
  await Promise.all(watchers.map((watcher) => watcher.stop()));
}

/** One effect of each hook and of each job, whichever worker died on the way. */
async function followsOnce(installation: Installation): Promise<void> {
  const posts = await installation.count(
    `select count(*) from kernel_outbox where name = 'board.progress-posted'`,
  );
  const effects = (kind: string) =>
    installation.count('select count(*) from witness_effect where kind = $1', [kind]);
  const isDone = await until(async () => (await effects('job')) >= posts, 2 * SETTLES, 500);
  // What would come twice would come now: leases and rings of killed workers run out.
  await pause(program.isFull ? 30_000 : 3_000);
  for (const kind of ['hook', 'job']) {
    const all = await effects(kind);
    const distinct = await installation.count(
      'select count(distinct subject) from witness_effect where kind = $1',
      [kind],
    );
    const processes = await installation.count(
      'select count(distinct process) from witness_effect where kind = $1',
      [kind],
    );
    program.check(
      `each ${kind} has its effect once, with two workers that were killed on the way`,
      isDone && all === posts && distinct === posts,
      `${all} effects on ${distinct} of ${posts} events, by ${processes} processes`,
    );
    program.check(`both workers take part in the ${kind}s`, processes > 1);
  }
}

/** The command that starts one by hand, on the embedded database. */
async function forPeople(): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'candor-cluster-'));
  const port = await freePort();
  const command = new Victim('../../packages/server/dist/cli/bin.js', ['cluster', '--json'], {
    CANDOR_HOME: home,
    PORT: String(port),
    NODE_ENV: 'development',
  });
  try {
    const isUp = await until(() => command.said.includes('"announcement"'), SETTLES);
    const answers = await Promise.all(
      [1, 2].map(async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).status),
    );
    const told = JSON.parse(command.said.slice(command.said.indexOf('{'))) as {
      announcement: string[];
      processes: unknown[];
    };
    program.check(
      'candor cluster says where two servers are reached through one address, and with which tokens',
      isUp &&
        answers.every((status) => status === 200) &&
        told.processes.length === 4 &&
        told.announcement[0]!.includes(`:${port}/board/#token=`),
      answers.join(),
    );
    const began = performance.now();
    const code = await command.end('SIGTERM');
    const took = Math.round(performance.now() - began);
    program.check('candor cluster stops in order', code === 0 && took < 20_000, `code ${code}, ${took} ms`);
    program.check('candor cluster leaves no process behind', processesWith(home).length === 0);
  } finally {
    await command.end('SIGKILL');
    removeHome(home);
  }
}

function isWhole(found: ReturnType<typeof compare>): boolean {
  return Object.values(found).every((count) => count === 0);
}
