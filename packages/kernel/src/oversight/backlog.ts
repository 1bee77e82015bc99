import type { Services } from '../plugin/contract.js';

/** What waits behind the API, and what was given up. Ages are in seconds; 0 where nothing waits. */
export interface Backlog {
  /** Events that no process has handed on yet. */
  readonly outbox: number;
  readonly oldestOutbox: number;
  /** Events on their way to handlers, and jobs, that could run now; when the longest of them was asked for. */
  readonly deliveries: number;
  readonly oldestDelivery: number;
  readonly jobs: number;
  readonly oldestJob: number;
  /** How long the first thing that is due is overdue. */
  readonly overdue: number;
  readonly deadDeliveries: number;
  readonly deadJobs: number;
  /** Audit rows that are not linked into the chain yet. */
  readonly unsealed: number;
  readonly oldestUnsealed: number;
}

/** Asked of the database by partial indexes, so that a full history costs nothing. */
export async function backlog(services: Pick<Services, 'query' | 'now'>): Promise<Backlog> {
  const age = (instant: string) =>
    `coalesce(greatest(extract(epoch from $1::timestamptz - min(${instant})), 0), 0)::float8`;
  const [row] = await services.query<Record<keyof Backlog, number>>(
    `select o.*, d.*, j.*, u.*, s.*, dd.*, dj.* from
       (select count(*)::float8 as "outbox", ${age('at')} as "oldestOutbox" from kernel_outbox where relayed_at is null) o,
       (select count(*)::float8 as "deliveries", ${age('enqueued_at')} as "oldestDelivery" from kernel_delivery
        where state = 'PENDING' and enqueued_at is not null) d,
       (select count(*)::float8 as "jobs", ${age('enqueued_at')} as "oldestJob" from kernel_job
        where state = 'PENDING' and enqueued_at is not null) j,
       (select ${age('due_at')} as "overdue" from kernel_due) u,
       (select count(*)::float8 as "unsealed", ${age('at')} as "oldestUnsealed" from kernel_audit where chain_no is null) s,
       (select count(*)::float8 as "deadDeliveries" from kernel_delivery where state = 'DEAD') dd,
       (select count(*)::float8 as "deadJobs" from kernel_job where state = 'DEAD') dj`,
    [services.now().toISOString()],
  );
  return row!;
}
