import { readFileSync, writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { percentile } from './percentile.js';
import { type Seen, Watcher } from './watcher.js';

/**
 * Many watchers in one process. It says `ready` when all have got their first event. On SIGUSR2 all lose their
 * lines and stay away; on the next one they come back, and it says `back` when each has got what it missed.
 * On SIGHUP it says how long changes took since the last one; on SIGTERM it says what it has seen, and ends.
 */
export interface CrowdPlan {
  readonly urls: readonly string[];
  /** One watcher each. */
  readonly watchers: ReadonlyArray<{ readonly token: string; readonly board: string }>;
  /** Over how many milliseconds they spread when they come back. */
  readonly spread: number;
  /** How many begin at a time. */
  readonly atOnce: number;
}

export interface CrowdReport {
  readonly events: number;
  readonly gaps: number;
  readonly duplicates: number;
  readonly refetches: number;
  readonly refused: number;
  readonly lost: number;
  /** For each board, the offset that every one of its watchers has seen at least. */
  readonly reached: Readonly<Record<string, number>>;
}

const plan = JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as CrowdPlan;
/** Milliseconds from each change to its arrival. */
let delays: number[] = [];
const tally = { events: 0, gaps: 0, duplicates: 0, refetches: 0 };

class One {
  offset: number | undefined;
  /** Has it got anything since it came back? */
  isServed = false;
  readonly watcher: Watcher;

  constructor(
    readonly board: string,
    token: string,
    n: number,
  ) {
    const url = () => plan.urls[n % plan.urls.length]!;
    this.watcher = new Watcher({
      url,
      token,
      board,
      hear: (event) => this.#hear(event),
      pauseBefore: () => Math.random() * plan.spread,
    });
  }

  #hear({ kind, offset, at, madeAt, recovered }: Seen): void {
    this.isServed = true;
    tally.events++;
    if (kind === 'REFETCH') tally.refetches++;
    if (kind === 'CHANGE' && this.offset !== undefined) {
      if (offset <= this.offset) tally.duplicates++;
      else tally.gaps += offset - this.offset - 1;
    }
    this.offset = offset;
    if (madeAt !== null && !recovered) delays.push(at - madeAt);
  }
}

const crowd: One[] = [];
for (const [n, { token, board }] of plan.watchers.entries()) {
  crowd.push(new One(board, token, n));
  if (crowd.length % plan.atOnce === 0) await served();
}
await served();
writeSync(1, 'ready .\n');

// Whoever waits for a signal with nothing else to do would end; and nobody signals when the program was killed.
const parent = process.ppid;
setInterval(() => process.ppid === parent || process.exit(1), 1_000);
let areAway = false;
process.on('SIGUSR2', async () => {
  areAway = !areAway;
  if (areAway) {
    for (const one of crowd) {
      one.isServed = false;
      one.watcher.hold();
    }
    writeSync(1, 'away .\n');
    return;
  }
  for (const { watcher } of crowd) watcher.release();
  const began = performance.now();
  await served();
  writeSync(1, `back ${Math.round(performance.now() - began)}\n`);
});
process.on('SIGHUP', () => {
  const measured = { count: delays.length, p50: percentile(delays, 0.5), p99: percentile(delays, 0.99) };
  delays = [];
  writeSync(1, `measured ${JSON.stringify(measured)}\n`);
});
process.on('SIGTERM', () => {
  const reached: Record<string, number> = {};
  for (const { board, offset = 0 } of crowd) reached[board] = Math.min(reached[board] ?? offset, offset);
  const report: CrowdReport = {
    ...tally,
    refused: crowd.filter(({ watcher }) => watcher.refused !== undefined).length,
    lost: crowd.reduce((sum, { watcher }) => sum + watcher.closes.length, 0),
    reached,
  };
  process.stdout.write(`report ${JSON.stringify(report)}\n`, () => process.exit(0));
});

async function served(): Promise<void> {
  while (crowd.some(({ isServed, watcher }) => !isServed && watcher.refused === undefined)) await pause(20);
}
