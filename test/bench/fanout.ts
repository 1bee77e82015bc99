import { createRequire } from 'node:module';
import { setTimeout as pause } from 'node:timers/promises';
import { Installation } from './installation.js';
import { profileOf, profiling } from './profile.js';
import { type BenchOptions, type Measure, median, type Report } from './report.js';
import { Appender } from './watching/appender.js';
import { Crowd, now, type Watching } from './watching/crowd.js';
import { DOCUMENT, type Furniture, furnish } from './watching/furniture.js';
import { type Round, resident, round, type Side } from './watching/side.js';

const ROUNDS = 5;
const PROCESSES = 4;
/** Principals that share the board among them. */
const LINKS = 500;
/** Milliseconds until a server that nobody asks for anything has tidied up. */
const REST = 4_000;

/** How many watch, and how often there is something to see. */
interface Setting {
  readonly watchers: number;
  readonly updates: number;
  readonly every: number;
}

const SETTINGS: Readonly<Record<string, Setting>> = {
  many: { watchers: 10_000, updates: 5, every: 1_000 },
  few: { watchers: 1_000, updates: 60, every: 50 },
};
/** A tenth of what the others bear: at their pace it does not keep up. */
const MERCURIUS: Setting = { watchers: 1_000, updates: 6, every: 500 };

/**
 * One board that is watched: `candor serve` in production configuration, its watchers behind links to the board,
 * each another principal; bare `ws` that sends the same bytes to as many sockets; and Mercurius. All are connected
 * at the same time and take their turns. `--many` and `--few` measure one of the two settings, `--profile` prints
 * where the time of a long round goes.
 */
export default async function fanout({ root, args }: BenchOptions): Promise<Report> {
  const isProfiling = args.includes('--profile');
  const chosen = Object.keys(SETTINGS).filter((name) => args.includes(`--${name}`));
  const measures: Measure[] = [];
  for (const name of chosen.length > 0 ? chosen : Object.keys(SETTINGS)) {
    const installation = await Installation.make(root);
    const crowd = new Crowd(root, PROCESSES);
    try {
      const bench = new Bench(installation, crowd, SETTINGS[name]!);
      if (isProfiling) await bench.profiled();
      else measures.push(...(await bench.measured()));
    } finally {
      crowd.end();
      await installation.remove();
    }
  }
  const version = (name: string) =>
    (createRequire(import.meta.url)(`${name}/package.json`) as { version: string }).version;
  return {
    title: `One board and its watchers, medians of ${ROUNDS} rounds`,
    versions: { ws: version('ws'), mercurius: version('mercurius') },
    measures,
  };
}

class Bench {
  /** How many updates each side has had. */
  readonly #posted = new Map<Side, number>();

  constructor(
    private readonly installation: Installation,
    private readonly crowd: Crowd,
    private readonly setting: Setting,
  ) {}

  async measured(): Promise<Measure[]> {
    const furniture = await furnish(this.installation, { boards: 1, links: LINKS });
    const candor = await this.#candor(furniture);
    const message = await this.#warm(candor);
    const raw = await this.#peer('raw-ws.ts', message);
    await this.#warm(raw);
    const [ours, bare] = [await this.#opened(candor), await this.#opened(raw)];
    const sides = [candor, raw];
    const rounds = sides.map((): Round[] => []);
    for (let n = 0; n < ROUNDS; n++)
      for (const [index, side] of sides.entries()) rounds[index]!.push(await this.#round(side, this.setting));
    const measures = compared(this.setting, rounds[0]!, rounds[1]!);
    const watchers = this.setting.watchers.toLocaleString('en');
    if (this.setting === SETTINGS['many'])
      return [
        ...measures,
        { row: 'speed-3', name: 'memory a watcher', value: ours, unit: 'kB', atMost: 22, aim: 15 },
        { name: `memory a socket of ws, ${watchers}`, value: bare, unit: 'kB' },
      ];
    const mercurius = await this.#peer('mercurius.ts', message, {
      query: DOCUMENT,
      variables: { board: '1' },
    });
    const held = await this.#opened({
      ...mercurius,
      openings: mercurius.openings.slice(0, MERCURIUS.watchers),
    });
    const theirs: Round[] = [];
    for (let n = 0; n < ROUNDS; n++) theirs.push(await this.#round(mercurius, MERCURIUS));
    const of = (all: readonly Round[]) => median(all.map(({ cpu }) => cpu));
    return [
      ...measures,
      {
        row: 'speed-3',
        name: 'processor time of Mercurius to ours',
        value: of(theirs) / of(rounds[0]!),
        unit: '×',
        atLeast: 6,
      },
      { name: 'Mercurius: processor time a message', value: of(theirs), unit: 'µs' },
      { name: 'Mercurius: memory a watcher', value: held, unit: 'kB' },
    ];
  }

  async profiled(): Promise<void> {
    const furniture = await furnish(this.installation, { boards: 1, links: LINKS });
    const candor = await this.#candor(furniture, profiling(this.installation.home));
    await this.crowd.open(candor.name, candor.openings);
    for (let n = 0; n < ROUNDS; n++) await this.#round(candor, this.setting);
    await this.crowd.close(candor.name);
    await this.installation.end(this.#server!);
    process.stdout.write(`${profileOf(this.installation.home)}\n`);
  }

  #server: Awaited<ReturnType<Installation['serve']>>['child'] | undefined;

  async #candor({ boards, links }: Furniture, flags: readonly string[] = []): Promise<Side> {
    const { child, url } = await this.installation.serve([], flags);
    this.#server = child;
    const [board] = boards;
    const openings = Array.from(
      { length: this.setting.watchers },
      (_, n): Watching => ({
        subject: 0,
        url: url.href,
        token: links[n % links.length]!,
        query: DOCUMENT,
        variables: { board },
      }),
    );
    // Appended as another process of the platform does it: what the command costs is another row.
    const appender = await Appender.on(this.installation, [board!]);
    const update = () => appender.append([0]);
    return { name: 'candor', pid: child.pid!, openings, isOrdered: true, update };
  }

  /** A peer that sends what it is told: a message like ours, with the next number. */
  async #peer(
    program: string,
    message: string,
    asked: Partial<Pick<Watching, 'query' | 'variables'>> = {},
  ): Promise<Side> {
    const { child, url } = await this.installation.beside(`watching/${program}`);
    const at = asked.query ? new URL('/graphql', url) : url;
    const openings = Array.from(
      { length: this.setting.watchers },
      (): Watching => ({
        subject: 0,
        url: at.href,
        ...asked,
      }),
    );
    const numbered = (n: number) => message.replace(/"offset":\d+/, `"offset":${100_000 + n}`);
    return {
      name: program,
      pid: child.pid!,
      openings,
      isOrdered: false,
      update: (n) => post(url, numbered(n)),
    };
  }

  /** Some watchers for a while, so that what is measured is not the first time; answers what they were shown. */
  async #warm(side: Side): Promise<string> {
    await this.crowd.open(side.name, side.openings.slice(0, 500));
    const { sample: first } = await this.crowd.collect(side.name);
    for (let n = 0; n < 20; n++) await side.update(this.#next(side));
    await this.crowd.settled(side.name, 500 * 20);
    const { sample } = await this.crowd.collect(side.name);
    await this.crowd.close(side.name);
    return sample || first;
  }

  /** Opens all; answers what each of them holds, in kilobytes. */
  async #opened(side: Side): Promise<number> {
    await pause(REST);
    const before = resident(side.pid);
    await this.crowd.open(side.name, side.openings);
    await side.update(this.#next(side));
    await this.crowd.settled(side.name, side.openings.length);
    await pause(REST);
    return (resident(side.pid) - before) / side.openings.length;
  }

  #next(side: Side): number {
    const n = (this.#posted.get(side) ?? 0) + 1;
    this.#posted.set(side, n);
    return n;
  }

  async #round(side: Side, { updates, every }: Setting): Promise<Round> {
    return round(this.crowd, side, { updates, every, next: () => this.#next(side) });
  }
}

function compared({ watchers, every }: Setting, ours: readonly Round[], bare: readonly Round[]): Measure[] {
  const name = `${watchers.toLocaleString('en')} watchers, ${1_000 / every} a second`;
  // Round by round, because a machine has its moods.
  const ratio = (figure: keyof Round) => median(ours.map((one, at) => one[figure] / bare[at]![figure]));
  const of = (rounds: readonly Round[], figure: keyof Round) => median(rounds.map((one) => one[figure]));
  return [
    {
      row: 'speed-3',
      name: `${name}: processor time to ws`,
      value: ratio('cpu'),
      unit: '×',
      atMost: 1.6,
      aim: 1.2,
    },
    { row: 'speed-3', name: `${name}: p99 to ws`, value: ratio('p99'), unit: '×', atMost: 2, aim: 1.4 },
    ...(
      [
        ['candor', ours],
        ['ws', bare],
      ] as const
    ).flatMap(([side, rounds]): Measure[] => [
      { name: `${name}, ${side}: processor time a message`, value: of(rounds, 'cpu'), unit: 'µs' },
      { name: `${name}, ${side}: p50`, value: of(rounds, 'p50'), unit: 'ms' },
      { name: `${name}, ${side}: p99`, value: of(rounds, 'p99'), unit: 'ms' },
    ]),
  ];
}

/** Answers when it began. */
async function post(url: URL, body: string): Promise<number> {
  const begun = now();
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  if (!answer.ok) throw new Error(`an update failed: ${answer.status} ${await answer.text()}`);
  return begun;
}
