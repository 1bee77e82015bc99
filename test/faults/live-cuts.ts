import { setTimeout as pause } from 'node:timers/promises';
import { renewEpochs, StreamPruner } from '@candor/kernel/live';
import { until } from '@candor/server/processes';
import { BadLine } from './bad-line.js';
import { post } from './boards.js';
import { type Scene, SETTLES, startLedger } from './live-scene.js';
import { compare, type Seen, Watcher } from './watcher.js';

/** What the server may take to let go of a line that is dead, with half a second for its timers. */
const FREED_WITHIN = 24_500;
const PER_SECOND = 50;

/** fault-9: the network loses lines at random while changes are posted; watchers come back and go on. */
export async function cuts(scene: Scene): Promise<void> {
  const { program, cluster, customer } = scene;
  // The first one is for whoever needs only one.
  const boards = scene.boards.slice(1, 6);
  const row = program.row('fault-9');
  const wanted = program.isFull ? 1_000 : 40;
  const line = await BadLine.to(cluster.url);
  const watchers = Array.from({ length: program.isFull ? 30 : 10 }, (_, n) => {
    const board = boards[n % boards.length]!;
    return new Watcher({
      url: () => line.url,
      token: customer.token,
      board: board.id,
      silence: 1_500,
      pauseBefore: () => program.random(100),
    });
  });
  await until(() => watchers.every(({ isOpen, seen }) => isOpen && seen.length > 0), SETTLES);
  const ledger = await startLedger(scene, boards, PER_SECOND);
  const began = performance.now();
  let made = 0;
  while (made < wanted) {
    await pause(program.random(program.isFull ? 270 : 160));
    if (line.cut(program.random(2) === 0 ? 'hole' : 'reset', (count) => program.random(count))) made++;
  }
  const seconds = (performance.now() - began) / 1_000;
  await ledger.stop();
  const ledgers = watchers.map((_, n) => ledger.of(boards[n % boards.length]!));
  const areThere = await until(
    () => watchers.every(({ changes }, n) => changes.length >= ledgers[n]!.length),
    SETTLES,
  );
  const found = watchers.map(({ seen }, n) => compare(seen, ledgers[n]!));
  const sum = (of: keyof (typeof found)[number]) => found.reduce((all, one) => all + one[of], 0);
  const events = watchers.flatMap(({ seen }) => seen);
  const measured = `${made} cuts, ${ledger.size} changes, ${Math.round(ledger.size / seconds)} a second, ${events.length} events, ${events.filter(({ recovered }) => recovered).length} of them made up for`;
  program.check(
    `${row} lines are cut at random: no gap`,
    areThere && sum('gaps') === 0 && sum('missing') === 0,
    measured,
  );
  program.check(`${row} lines are cut at random: nothing comes out of order`, sum('reordered') === 0);
  program.check(`${row} lines are cut at random: nothing comes twice`, sum('duplicates') === 0);
  program.check(
    `${row} lines are cut at random: nobody has to read anew`,
    !events.some(({ kind }) => kind === 'REFETCH'),
  );
  await Promise.all(watchers.map((watcher) => watcher.stop()));
  const areFreed = await until(() => line.held === 0, FREED_WITHIN + 5_000);
  const longest = Math.round(Math.max(0, ...line.freed));
  program.check(
    `${row} the server lets go of a dead line`,
    areFreed && line.freed.length > 0 && longest <= FREED_WITHIN,
    `${line.freed.length} lines, ${longest} ms at most`,
  );
  line.close();
}

type Position = Pick<Seen, 'epoch' | 'offset'>;

interface Case {
  readonly name: string;
  /** Where the watcher comes back from, given where the stream stands. */
  readonly since: (head: Position) => Position;
  /** How many changes it gets at once; `null`: it has to read anew. */
  readonly gets: number | null;
}

const TEN = 10;
const KEPT: readonly Case[] = [
  { name: 'a position in the window', since: (head) => ({ ...head, offset: head.offset - 3 }), gets: 3 },
  {
    name: 'the oldest position that is kept',
    since: (head) => ({ ...head, offset: head.offset - TEN }),
    gets: TEN,
  },
  { name: 'the newest position', since: (head) => head, gets: 0 },
  {
    name: 'a position that is gone',
    since: (head) => ({ ...head, offset: head.offset - TEN - 1 }),
    gets: null,
  },
  { name: 'the very beginning', since: (head) => ({ ...head, offset: 0 }), gets: null },
  {
    name: 'a position beyond the top by one',
    since: (head) => ({ ...head, offset: head.offset + 1 }),
    gets: null,
  },
  { name: 'a position far beyond the top', since: (head) => ({ ...head, offset: 2 ** 30 }), gets: null },
  { name: 'a negative position', since: (head) => ({ ...head, offset: -1 }), gets: null },
  { name: 'another life of the stream', since: (head) => ({ ...head, epoch: 'another' }), gets: null },
];

/** fault-9 and fault-9b over the wire, on both servers: what comes from outside the window is never made up for. */
export async function outsideTheWindow(scene: Scene): Promise<void> {
  const { program, installation, cluster, agent, boards } = scene;
  const { database } = await installation.inside();
  const board = boards[0]!;
  for (let n = 0; n < 2 * TEN; n++) await post(cluster.url, agent.token, board);
  const keep = { entriesFor: 3_600_000, entriesPerStream: TEN, streamsFor: 3_600_000 };
  await new StreamPruner(database, keep).prune(new Date());
  const outside: boolean[] = [];
  for (const { url } of cluster.servers) {
    const [{ epoch, offset }] = (await comesBack(scene, url)) as [Seen];
    const head = { epoch, offset };
    for (const { name, since, gets } of KEPT) {
      const seen = await comesBack(scene, url, since(head));
      const isRight = gets === null ? isRefetch(seen, head) : isMadeUpFor(seen, head, gets);
      if (gets === null) outside.push(isRight);
      program.check(`(fault-9b) ${name}, over the wire`, isRight, JSON.stringify(seen.slice(0, 2)));
    }
    await renewEpochs(database);
    const seen = await comesBack(scene, url, head);
    outside.push(seen[0]?.kind === 'REFETCH' && seen[0].epoch !== head.epoch);
    program.check('(fault-9b) the newest position before a restart, over the wire', outside.at(-1)!);
  }
  program.check(
    `${program.row('fault-9')} outside the window nothing is said to be recovered`,
    outside.every(Boolean),
    `${outside.filter(Boolean).length} of ${outside.length}`,
  );
}

/** What a watcher gets first. */
async function comesBack(
  { customer, boards }: Scene,
  url: string,
  since?: Position,
): Promise<readonly Seen[]> {
  const board = boards[0]!.id;
  const watcher = new Watcher({ url: () => url, token: customer.token, board, ...(since && { since }) });
  await until(() => watcher.isOpen, SETTLES);
  // Whoever has missed nothing gets nothing.
  await until(() => watcher.seen.length > 0, 500);
  await pause(50);
  await watcher.stop();
  return watcher.seen;
}

function isRefetch(seen: readonly Seen[], head: Position): boolean {
  const [first] = seen;
  return seen.length === 1 && first!.kind === 'REFETCH' && !first!.recovered && first!.offset === head.offset;
}

function isMadeUpFor(seen: readonly Seen[], head: Position, gets: number): boolean {
  const isInOrder = seen.every(({ offset }, n) => offset === head.offset - gets + n + 1);
  return (
    seen.length === gets && isInOrder && seen.every(({ kind, recovered }) => kind === 'CHANGE' && recovered)
  );
}
