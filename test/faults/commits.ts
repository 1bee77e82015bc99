import type { Tx } from '@candor/kernel/database';
import { newId } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { append, type Position, StreamReader } from '@candor/kernel/live';
import { until } from '@candor/server/processes';
import type { Installation } from './installation.js';
import type { FaultProgram } from './program.js';

const STREAMS = 8;
const SETTLES = 180_000;

/**
 * A transaction takes its numbers first and commits last, while thousands of others overtake it. Whoever reads
 * all the time, as the relay and the watchers do, misses nothing and sees each stream in its order.
 */
export async function heldOpen(
  program: FaultProgram,
  installation: Installation,
  row: (id: string) => string,
): Promise<void> {
  const commits = program.isFull ? 10_000 : 400;
  const heldFor = program.isFull ? 5_000 : 500;
  const platform = await installation.inside();
  const { command } = platform.services;
  const [placed, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const before = await installation.count('select count(*) from kernel_outbox');
  const effectsBefore = await installation.count(EFFECTS);
  const reader = new Follower(platform.database);
  const reading = reader.follow();
  // It follows from where it stands first, which is to be before all of them.
  await Promise.race([reader.reads, reading]);

  const held = command(async (tx) => {
    happen(tx, 'held', 0);
    // Behind the writing of events and, after those, of streams.
    const last = async () => {
      await tx.settled();
      placed.resolve();
      await release.promise;
    };
    tx.beforeCommit(async () => tx.beforeCommit(async () => tx.beforeCommit(last)));
  });
  await placed.promise;
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: STREAMS }, async (_, stream) => {
      for (let n = 0; n < commits / STREAMS; n++) await command(async (tx) => happen(tx, `free${stream}`, n));
    }),
  );
  const took = performance.now() - startedAt;
  await until(() => performance.now() - startedAt >= heldFor, heldFor);
  release.resolve();
  await held;

  const all = commits + 1;
  const [lowest] = await installation.query<{ is_lowest: boolean }>(
    `select (select seq from kernel_outbox where subject = 'held') <
       (select min(seq) from kernel_outbox where subject like 'free%') as is_lowest`,
  );
  const isDone = await until(
    async () =>
      (await installation.count(`select count(*) from kernel_outbox where relayed_at is null`)) === 0 &&
      (await installation.count(EFFECTS)) - effectsBefore >= all,
    SETTLES,
    100,
  );
  reader.stop();
  await reading;
  const effects = (await installation.count(EFFECTS)) - effectsBefore;
  const events = (await installation.count('select count(*) from kernel_outbox')) - before;
  const name = row('fault-18');
  program.check(
    `${name} the outbox skips no event of a transaction that took its number first and committed last`,
    isDone && lowest!.is_lowest && events === all && effects === all,
    `${commits} commits in ${Math.round(took)} ms, ${effects} effects of ${events} events`,
  );
  const streams = ['held', ...Array.from({ length: STREAMS }, (_, n) => `free${n}`)];
  const wrong = streams.filter(
    (stream) => !isWhole(reader.seen.get(stream), stream === 'held' ? 1 : commits / STREAMS),
  );
  program.check(
    `${name} who reads the streams all the time skips no entry and sees each stream in order`,
    wrong.length === 0,
    `${[...reader.seen.values()].reduce((sum, seen) => sum + seen.length, 0)} entries, wrong: ${wrong.join()}`,
  );
}

const EFFECTS = `select count(distinct subject) from witness_effect where kind = 'hook'`;

/** An event that a handler follows, and an entry of a stream. */
function happen(tx: Tx, stream: string, n: number): void {
  const boardId = newId('board');
  const payload = {
    boardId,
    changeId: newId('board_change'),
    stageId: newId('board_stage'),
    stagePercent: 1,
    percent: 1,
  };
  emit(tx, 'board.progress-posted', { subject: stream, version: n, payload });
  append(tx, stream, 'PROGRESS', { n });
}

/** One who writes a stream alone, each entry after the one before it. */
function isWhole(seen: readonly number[] | undefined, length: number): boolean {
  return seen?.length === length && seen.every((n, index) => n === index);
}

/** Reads all streams from where it stands, over and over. */
class Follower {
  readonly seen = new Map<string, number[]>();
  readonly #positions = new Map<string, Position | null>([['held', null]]);
  readonly #reader: StreamReader;
  readonly #first = Promise.withResolvers<void>();
  #stopped = false;

  constructor(database: ConstructorParameters<typeof StreamReader>[0]['database']) {
    for (let n = 0; n < STREAMS; n++) this.#positions.set(`free${n}`, null);
    this.#reader = new StreamReader({ database, limit: 100_000 });
  }

  /** Resolves when it has read once. */
  get reads(): Promise<void> {
    return this.#first.promise;
  }

  async follow(): Promise<void> {
    let isLast = false;
    while (!isLast) {
      isLast = this.#stopped;
      const asked = [...this.#positions].map(([stream, since]) => ({ stream, since }));
      const answers = await this.#reader.recoverAll(asked);
      for (const [index, { stream }] of asked.entries()) {
        const { epoch, head, entries, recovered } = answers[index]!;
        const known = this.seen.get(stream) ?? [];
        this.seen.set(stream, [...known, ...entries.map(({ facts }) => facts['n'] as number)]);
        const since = this.#positions.get(stream);
        if (since && !recovered) throw new Error(`the reader of ${stream} was sent away`);
        this.#positions.set(stream, { epoch, offset: head });
      }
      this.#first.resolve();
    }
  }

  stop(): void {
    this.#stopped = true;
  }
}
