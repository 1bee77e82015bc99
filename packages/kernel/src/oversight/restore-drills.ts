import { Field, Float, ObjectType } from 'type-graphql';
import { newUuid } from '../database/ids.js';
import type { Tx } from '../database/tx.js';
import type { Services } from '../plugin/contract.js';
import { audit } from '../privacy/audit.js';

/** How long a drill proves that backups can be restored, in days. */
export const DRILL_COUNTS_FOR = 90;

const DAY = 86_400_000;

@ObjectType({
  description: 'A backup that was restored beside the running database, checked and thrown away again.',
})
export class RestoreDrill {
  @Field(() => Date, { description: 'When it was done.' })
  at!: string;

  @Field(() => Date, {
    nullable: true,
    description: 'When the backup was made; null where it could not be read.',
  })
  backupAt?: string | null;

  @Field(() => Float, { description: 'How long restoring and checking took, in seconds.' })
  seconds!: number;

  @Field(() => Float, { description: 'How many records came back, with what belongs to them.' })
  recordCount!: number;

  @Field(() => String, { nullable: true, description: 'What went wrong; null where all came back.' })
  problem?: string | null;

  @Field(() => Date, { description: `When the next one is due: ${DRILL_COUNTS_FOR} days after this one.` })
  nextDueAt!: string;

  @Field(() => Boolean, { description: 'Whether the next one should have been done by now.' })
  isOverdue!: boolean;
}

/** What a drill found out. */
export interface DrillOutcome {
  readonly backupAt: Date | null;
  readonly seconds: number;
  readonly tables: number;
  readonly rows: number;
  readonly problem: string | null;
}

/** Notes a drill, whether all came back or not. */
export async function noteRestoreDrill(tx: Tx, outcome: DrillOutcome): Promise<void> {
  const { backupAt, seconds, tables, rows, problem } = outcome;
  await tx.query(
    `insert into kernel_restore_drill (id, at, backup_at, seconds, table_count, row_count, problem)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [newUuid(), tx.now.toISOString(), backupAt?.toISOString() ?? null, seconds, tables, rows, problem],
  );
  audit(tx, { action: 'restore.drill', subject: 'backup', after: { tables, rows, problem } });
}

/** The name of the check below. A backup tells of older drills, so it says nothing of what was just restored. */
export const DRILL_CHECK = 'restore drills';

/** What staff are told of drills once there was one: that the last went wrong, or that the next is overdue. */
export async function drillHealth(services: Pick<Services, 'query' | 'now'>): Promise<string | null> {
  const [last] = await restoreDrills(services, 1);
  if (!last) return null;
  if (last.problem != null) return `the last backup could not be restored: ${last.problem}`;
  return last.isOverdue ? `the last one was on ${last.at.slice(0, 10)}` : null;
}

/** The latest drill by which all came back; null before the first. */
export async function lastRestoreDrill(
  services: Pick<Services, 'query' | 'now'>,
): Promise<RestoreDrill | null> {
  const [last] = await restoreDrills(services, 1, 'where problem is null');
  return last ?? null;
}

/** Drills, the latest first, those that failed among them. */
export async function restoreDrills(
  services: Pick<Services, 'query' | 'now'>,
  first: number,
  which: '' | 'where problem is null' = '',
): Promise<RestoreDrill[]> {
  const rows = await services.query<DrillRow>(
    `select extract(epoch from at)::float8 * 1000 as at, extract(epoch from backup_at)::float8 * 1000 as backup_at,
       seconds, row_count::float8 as row_count, problem
     from kernel_restore_drill ${which} order by at desc, id desc limit $1`,
    [first],
  );
  const now = services.now().getTime();
  return rows.map(({ at, backup_at, seconds, row_count, problem }) => ({
    at: instant(at),
    backupAt: backup_at === null ? null : instant(backup_at),
    seconds,
    recordCount: row_count,
    problem,
    nextDueAt: instant(at + DRILL_COUNTS_FOR * DAY),
    isOverdue: now > at + DRILL_COUNTS_FOR * DAY,
  }));
}

interface DrillRow {
  at: number;
  backup_at: number | null;
  seconds: number;
  row_count: number;
  problem: string | null;
}

function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
