import type { Clock } from './clocks/clock.js';
import type { Database } from './database/database.js';
import { pruneIdempotency } from './graphql/idempotency.js';
import { pruneMinting, pruneRevocations, pruneShareLinks } from './identity/index.js';
import { Loop } from './jobs/index.js';
import type { KernelSettings } from './kernel-settings.js';
import { DEFAULT_RETENTION, StreamPruner } from './live/index.js';
import { pruneHeads, type Sealer } from './privacy/index.js';

interface UpkeepOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly sealer: Sealer;
  readonly settings: () => KernelSettings;
  /** Forget what is over, by what they keep. */
  readonly deliveries: { prune(before: Date): Promise<number> };
  readonly jobs: { prune(before: Date): Promise<number> };
  readonly report: (error: unknown) => void;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 1_440 * MINUTE;

/** What those who work do again and again: seal the audit trail, and forget what is over. */
export function upkeep(options: UpkeepOptions): Loop[] {
  const { database, clock, sealer, settings, deliveries, jobs, report } = options;
  const streams = new StreamPruner(database, DEFAULT_RETENTION);
  const every = (pause: number, work: (now: Date) => Promise<unknown>) =>
    new Loop(async () => void (await work(clock.now())), pause, report);
  const daysBefore = (now: Date, days: number) => new Date(now.getTime() - days * DAY);
  return [
    every(SECOND / 2, () => sealer.sealAll()),
    every(10 * MINUTE, (now) => streams.prune(now)),
    every(10 * MINUTE, (now) => pruneIdempotency((text, values) => database.query(text, values), now)),
    every(10 * MINUTE, () => pruneMinting(database.pool)),
    every(10 * MINUTE, (now) => deliveries.prune(daysBefore(now, settings().eventsKeptDays))),
    every(10 * MINUTE, (now) => jobs.prune(daysBefore(now, settings().jobsKeptDays))),
    every(60 * MINUTE, (now) => pruneHeads(database, now)),
    every(60 * MINUTE, (now) => pruneRevocations(database, now)),
    every(60 * MINUTE, (now) => pruneShareLinks(database, daysBefore(now, settings().endedLinksKeptDays))),
  ];
}
