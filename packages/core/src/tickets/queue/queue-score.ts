import type { Services } from '@candor/kernel';
import { idOf, type Tx, uuidOf } from '@candor/kernel/database';
import type { TicketPriority } from '../ticket-kinds.js';

/** More than any score, so that ranks are never below 0. */
const ABOVE_ALL_SCORES = 1_001;
/** More seconds than have passed since 1970: one point of score outweighs any time of waiting. */
const SECONDS_A_POINT = 10_000_000_000;

/** The lowest rank of tickets of a score; whoever has a lower rank has a higher score. */
export function firstRankOf(score: number): number {
  return (ABOVE_ALL_SCORES - score) * SECONDS_A_POINT;
}

/** The place in the queue as a number, the lower the earlier: by the score, then by the time of waiting in seconds. */
export function rankOf(score: number, openedAt: Date): number {
  return firstRankOf(score) + Math.floor(openedAt.getTime() / 1000);
}

/** The score by the policy `p`, of a customer `c` and a ticket `t`; the only place where it is computed. */
const SCORE = `(case c.tier when 'CORE' then p.core_weight when 'POTENTIAL' then p.potential_weight else p.base_weight end
  + case t.priority when 'URGENT' then p.urgent_weight when 'HIGH' then p.high_weight
      when 'NORMAL' then p.normal_weight else p.low_weight end)`;
const RANK = `(${ABOVE_ALL_SCORES} - ${SCORE}) * ${SECONDS_A_POINT}::float8 + floor(extract(epoch from t.opened_at))`;
/** What is in the queue, in the words of its indexes. */
const IS_OPEN = "state not in ('RESOLVED', 'CLOSED')";

/** The score of a ticket of a customer by the policy in force; 0 where there is none. */
export async function queueScore(tx: Tx, customerId: string, priority: TicketPriority): Promise<number> {
  const [found] = await tx.query<{ score: number }>(
    `select ${SCORE}::int as score from customers_customer c, tickets_queue_policy p, (select $2::text as priority) t
     where c.id = $1 and p.is_in_force`,
    [uuidOf('customer', customerId) ?? null, priority],
  );
  return found?.score ?? 0;
}

/**
 * Brings the scores of open tickets up to date: in one statement, each ticket locked and looked at as it is by then.
 * Their version and the instant of their last change stay: nobody who edits one is in conflict with it.
 */
async function rescore(tx: Tx, column: 'id' | 'customer_id', uuids: readonly string[]): Promise<void> {
  await tx.query(
    `with locked as (
       select id from tickets_ticket where ${column} = any($1::uuid[]) and ${IS_OPEN} order by id for no key update
     )
     update tickets_ticket t set priority_score = ${SCORE}, queue_rank = ${RANK}
     from locked l, customers_customer c, tickets_queue_policy p
     where t.id = l.id and c.id = t.customer_id and p.is_in_force and t.priority_score is distinct from ${SCORE}`,
    [uuids],
  );
}

export function rescoreTickets(tx: Tx, ticketIds: readonly string[]): Promise<void> {
  return rescore(
    tx,
    'id',
    ticketIds.map((id) => uuidOf('ticket', id)!),
  );
}

export function rescoreCustomer(tx: Tx, customerId: string): Promise<void> {
  return rescore(tx, 'customer_id', [uuidOf('customer', customerId)!]);
}

const BATCH = 500;

/** All open tickets, some in a transaction. Broken off, it is begun anew without harm. */
export async function rescoreAll(services: Services, signal: AbortSignal): Promise<void> {
  let after: string | null = null;
  for (;;) {
    signal.throwIfAborted();
    const rows: Array<{ id: string }> = await services.query<{ id: string }>(
      `select id from tickets_ticket where ${IS_OPEN} and ($1::uuid is null or id > $1) order by id limit ${BATCH}`,
      [after],
    );
    if (rows.length === 0) return;
    after = rows.at(-1)!.id;
    const ids = rows.map(({ id }) => idOf('ticket', id));
    await services.command((tx) => rescoreTickets(tx, ids));
  }
}
