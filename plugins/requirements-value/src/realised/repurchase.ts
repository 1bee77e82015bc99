import type { Services } from '@candor/kernel';
import { idOf } from '@candor/kernel/database';

/** Who of the customers behind a delivered requirement bought again, before the delivery and after it. */
export interface Repurchase {
  readonly requirementId: string;
  readonly deliveredAt: Date;
  readonly customersBefore: number;
  readonly repurchasedBefore: number;
  readonly customersAfter: number;
  readonly repurchasedAfter: number;
}

interface Row {
  readonly id: string;
  readonly delivered_at: string;
  readonly customers_before: number;
  readonly repurchased_before: number;
  readonly customers_after: number;
  readonly repurchased_after: number;
}

/** Purchases of which something stands, from the beginning or from an instant until before another. */
const bought = (from: string | null, to: string) => `exists (select 1 from customers_purchase p
      where p.customer_id = behind.customer_id and p.state <> 'REVERSED'
        ${from === null ? '' : `and p.purchased_at >= ${from}`} and p.purchased_at < ${to})`;

/** `$1` and `$2` when the time after the delivery ended, `$3` how many days it has. */
const COUNTS = `with delivered as (
    select id, delivered_at as at, make_interval(hours => 24 * $3::int) as span
    from requirements_requirement
    where state = 'DELIVERED' and delivered_at >= $1::timestamptz - make_interval(hours => 24 * $3::int)
      and delivered_at < $2::timestamptz - make_interval(hours => 24 * $3::int)
  ), people as (
    select d.id, ${bought(null, 'd.at - d.span')} as known_before, ${bought('d.at - d.span', 'd.at')} as bought_before,
      ${bought(null, 'd.at')} as known_after, ${bought('d.at', 'd.at + d.span')} as bought_after
    from delivered d join requirements_customer behind on behind.requirement_id = d.id
  )
  select d.id, d.at as delivered_at,
    (count(*) filter (where known_before))::int as customers_before,
    (count(*) filter (where known_before and bought_before))::int as repurchased_before,
    (count(*) filter (where known_after))::int as customers_after,
    (count(*) filter (where known_after and bought_after))::int as repurchased_after
  from delivered d left join people on people.id = d.id
  group by d.id, d.at order by d.at, d.id`;

/**
 * Repurchase of existing customers over equal times before and after the delivery, for the requirements whose time
 * after it ended in a period. The base of each time are those who had bought something before it began.
 */
export async function repurchases(
  on: Pick<Services, 'query'>,
  { from, to }: { readonly from: Date; readonly to: Date },
  observationDays: number,
): Promise<Repurchase[]> {
  const rows = await on.query<Row>(COUNTS, [from.toISOString(), to.toISOString(), observationDays]);
  return rows.map((row) => ({
    requirementId: idOf('requirement', row.id),
    deliveredAt: new Date(row.delivered_at),
    customersBefore: row.customers_before,
    repurchasedBefore: row.repurchased_before,
    customersAfter: row.customers_after,
    repurchasedAfter: row.repurchased_after,
  }));
}

/**
 * The lift in percentage points: the share of existing customers who bought again after it less the share before
 * it. Null where either share has no base.
 */
export function liftOf(one: Omit<Repurchase, 'requirementId' | 'deliveredAt'>): number | null {
  if (one.customersBefore === 0 || one.customersAfter === 0) return null;
  const before = one.repurchasedBefore / one.customersBefore;
  const after = one.repurchasedAfter / one.customersAfter;
  return 100 * (after - before);
}
