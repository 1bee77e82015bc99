import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { type Board, makeBoards, post, side } from './boards.js';
import type { Person } from './installation.js';
import { reportOf, type Scene, SETTLES, startCrowd, startLedger } from './live-scene.js';
import { percentile } from './percentile.js';
import type { Victim } from './victim.js';

const BACK_WITHIN = 60_000;
/** Longer than a token that was checked is remembered: whoever comes back then is looked at anew. */
const FORGOTTEN_AFTER = 31_000;

/** fault-10: all watchers lose their lines in one moment, and come back, each with a token of its own. */
export async function storm(scene: Scene): Promise<void> {
  const { program, installation, cluster } = scene;
  const row = program.row('fault-10');
  const count = program.isFull ? 10_000 : 200;
  const customers: Person[] = [];
  while (customers.length < count / 20) customers.push(await installation.customer());
  const boards = await makeBoards(installation, cluster.url, customers);
  const pids = cluster.servers.map(({ pid }) => pid);
  const crowds = await gather(scene, customers, boards, count);
  const readyAt = performance.now();
  const unheard = knocksUnheard();
  try {
    await pause(program.isFull ? FORGOTTEN_AFTER - (performance.now() - readyAt) : 0);
    const idle = await committed(scene, () => pause(3_000));
    await away(scene, crowds, boards);
    let took = 0;
    const began = performance.now();
    const commits = await committed(scene, async () => {
      took = await back(crowds);
      await pause(1_000);
    });
    const meanwhile = (idle / 3_000) * (performance.now() - began);
    const queries = (commits - meanwhile) / count;
    program.check(`${row} all are back within 60 s`, took <= BACK_WITHIN, `${count} watchers in ${took} ms`);
    program.check(
      `${row} a resume costs at most one query of the database`,
      queries <= 1,
      `${queries.toFixed(2)} each, with tokens that ${program.isFull ? 'had been forgotten' : 'may be remembered'}`,
    );

    const ledger = await startLedger(scene, boards.slice(0, 20), 20);
    await away(scene, crowds, boards);
    const quiet = ledger.durations;
    const tookAgain = await back(crowds);
    const during = ledger.durations.slice(quiet.length);
    await ledger.stop();
    program.check(
      `${row} commands are carried out in the storm`,
      during.length > 0 && percentile(during, 0.99) < 1_000,
      `${during.length} in ${tookAgain} ms, p99 ${percentile(during, 0.99)} ms; before it ${percentile(quiet, 0.99)} ms`,
    );
    if (unheard !== undefined) {
      const more = knocksUnheard()! - unheard;
      program.check(`${row} whoever knocks is heard the first time`, more === 0, `${more} were not`);
    }
    await seesAll(scene, crowds, boards);
    program.check(
      `${row} no server has died`,
      cluster.servers.every(({ pid }, n) => pid === pids[n]),
    );
  } finally {
    for (const crowd of crowds) crowd.process.kill('SIGKILL');
  }
}

/** The watchers, in a process for each two and a half thousand. */
async function gather(
  scene: Scene,
  customers: readonly Person[],
  boards: readonly Board[],
  count: number,
): Promise<Victim[]> {
  const { installation, cluster } = scene;
  const tokens = await side(
    Array.from({ length: count }, (_, n) => n),
    (n) => installation.token('customer', customers[n % customers.length]!.id),
  );
  const watchers = tokens.map((token, n) => ({ token, board: boards[n % boards.length]!.id }));
  const each = 2_500;
  const shares = Array.from({ length: Math.ceil(count / each) }, (_, n) =>
    watchers.slice(n * each, (n + 1) * each),
  );
  const urls = cluster.servers.map(({ url }) => url);
  return Promise.all(
    shares.map((share) => startCrowd(scene, { urls, watchers: share, spread: 1_000, atOnce: 100 })),
  );
}

/** All lose their lines, and every board changes before they are back. */
async function away(
  { cluster, agent }: Scene,
  crowds: readonly Victim[],
  boards: readonly Board[],
): Promise<void> {
  for (const crowd of crowds) {
    const times = crowd.lines('away').length + 1;
    crowd.process.kill('SIGUSR2');
    await crowd.says('away', SETTLES, times);
  }
  await side(boards, (board) => post(cluster.url, agent.token, board));
  await pause(1_000);
}

/** All come back; answers after how many milliseconds the last of them had what it missed. */
async function back(crowds: readonly Victim[]): Promise<number> {
  const began = performance.now();
  await Promise.all(
    crowds.map((crowd) => {
      const times = crowd.lines('back').length + 1;
      crowd.process.kill('SIGUSR2');
      return crowd.says('back', 3 * BACK_WITHIN, times);
    }),
  );
  return Math.round(performance.now() - began);
}

const COUNTERS = '/proc/net/netstat';

/** How many connections the system has refused because a queue was full; undefined where it does not say. */
function knocksUnheard(): number | undefined {
  if (!existsSync(COUNTERS)) return undefined;
  const [names = [], values = []] = readFileSync(COUNTERS, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('TcpExt:'))
    .map((line) => line.split(' '));
  const count = values[names.indexOf('ListenOverflows')];
  return count === undefined ? undefined : Number(count);
}

/** How many transactions were committed while the work went on: outside of one, each statement is its own. */
async function committed({ installation }: Scene, work: () => Promise<unknown>): Promise<number> {
  const total = () =>
    installation.count('select xact_commit from pg_stat_database where datname = current_database()');
  const before = await total();
  await work();
  return (await total()) - before;
}

/** Compares what the crowds have reached with where the streams stand. */
async function seesAll(scene: Scene, crowds: readonly Victim[], boards: readonly Board[]): Promise<void> {
  const { program, installation } = scene;
  await pause(2_000);
  const heads = new Map(
    (await installation.query<{ name: string; head: number }>('select name, head from kernel_stream')).map(
      ({ name, head }) => [name, head],
    ),
  );
  const reports = await Promise.all(crowds.map(reportOf));
  const behind = reports.flatMap(({ reached }) =>
    boards.filter(({ id }) => id in reached && reached[id] !== heads.get(`board:${id}`)),
  );
  const sum = (of: 'events' | 'gaps' | 'duplicates' | 'refetches' | 'refused' | 'lost') =>
    reports.reduce((all, report) => all + report[of], 0);
  program.check(
    `${program.row('fault-10')} nobody misses an event, and nobody is locked out`,
    behind.length + sum('gaps') + sum('duplicates') + sum('refetches') + sum('refused') === 0,
    `${sum('events')} events, ${sum('lost')} lines lost, ${behind.length} boards behind, ${sum('gaps')} missed, ${sum('duplicates')} twice, ${sum('refetches')} anew, ${sum('refused')} refused`,
  );
}
