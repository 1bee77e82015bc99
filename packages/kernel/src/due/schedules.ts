import { newUuid } from '../database/ids.js';
import type { Tx } from '../database/tx.js';
import type { ScheduleDeclaration } from '../plugin/registry.js';
import { nextOccurrence } from './cron.js';
import type { DueItem, DuePayload } from './due.js';

/** The kind under which schedules lie on the table of all that is due. */
export const SCHEDULE = 'schedule';

/** How late a run may be before it counts as missed; longer than a sweep ever takes. */
const PUNCTUAL = 60_000;

/** All that one occurrence needs, so that any process can let it happen. */
interface Plan extends DuePayload {
  readonly cron: string;
  readonly timeZone: string;
  readonly missed: 'once' | 'skip';
  readonly job: string;
}

export type EnqueueJob = (tx: Tx, job: string, input: Record<string, never>) => void;

/** Refuses a schedule that could never run, when it is declared and not a night later. */
export function checkSchedule({ plugin, name, options }: ScheduleDeclaration): void {
  try {
    nextOccurrence(options.cron, options.timeZone, new Date(0));
  } catch (error) {
    const { cron, timeZone } = options;
    throw new Error(
      `the schedule "${name}" of the plugin "${plugin}" (${cron}, ${timeZone}): ${(error as Error).message}`,
    );
  }
}

/**
 * Writes the declared schedules on the table and takes off those that nobody declares any more. One whose plan
 * has not changed keeps its next instant, so that a run missed while nothing ran is still seen.
 */
export async function installSchedules(tx: Tx, schedules: readonly ScheduleDeclaration[]): Promise<void> {
  await tx.query('delete from kernel_due where kind = $1 and key <> all($2)', [
    SCHEDULE,
    schedules.map(({ name }) => name),
  ]);
  for (const { name, options, job } of schedules) {
    const plan: Plan = { cron: options.cron, timeZone: options.timeZone, missed: options.missed, job };
    const next = nextOccurrence(plan.cron, plan.timeZone, tx.now);
    await tx.query(
      `insert into kernel_due as due (id, kind, key, due_at, payload) values ($1, $2, $3, $4, $5)
       on conflict (kind, key) where key is not null
       do update set due_at = excluded.due_at, payload = excluded.payload where due.payload <> excluded.payload`,
      [newUuid(), SCHEDULE, name, next.toISOString(), JSON.stringify(plan)],
    );
  }
}

/**
 * What happens when an occurrence comes: its job is enqueued and the schedule moves to the next one, in one
 * transaction. Occurrences are instants, not "now": two processes whose clocks differ cannot run one twice.
 */
export function onSchedule(enqueue: EnqueueJob): (tx: Tx, item: DueItem) => Promise<Date> {
  return async (tx, { dueAt, payload }) => {
    const { cron, timeZone, missed, job } = payload as Plan;
    const late = tx.now.getTime() - dueAt.getTime() > PUNCTUAL;
    if (!late || missed === 'once') enqueue(tx, job, {});
    return nextOccurrence(cron, timeZone, new Date(Math.max(tx.now.getTime(), dueAt.getTime())));
  };
}
