import type { Services } from '@candor/kernel';
import { boughtUntil } from './purchase-sql.js';
import type { IndicatorWindow } from './window.js';

/** What indicators are computed from. */
export interface Counts {
  readonly customers: number;
  readonly buyers: number;
  readonly repeaters: number;
  readonly purchases: number;
  readonly existing: number;
  readonly existingAgain: number;
  readonly solved: number;
  readonly solvedAgain: number;
  readonly activeBefore: number;
  readonly lost: number;
  readonly renewable: number;
  readonly renewed: number;
  readonly payers: number;
  readonly orders: number;
  readonly spend: number;
  readonly asked: number;
  readonly promoters: number;
  readonly detractors: number;
  readonly referrals: number;
  readonly decidedWinBacks: number;
  readonly wonBack: number;
  readonly shown: number;
  readonly taken: number;
  readonly dueReviews: number;
  readonly reviewsOnTime: number;
  readonly dueDecisions: number;
  readonly carriedOut: number;
}

/** What the counts are asked for besides the window. */
export interface CountsOf {
  readonly currency: string;
  /** Renewals count purchases of this category of products only; null for all. */
  readonly renewalCategory: string | null;
}

/** Counts everything in one statement in the database; no purchase is loaded. */
export async function countsOf(
  services: Pick<Services, 'query'>,
  { before, from, to }: IndicatorWindow,
  { currency, renewalCategory }: CountsOf,
): Promise<Counts> {
  const instants = [from, to, before].map((instant) => instant.toISOString());
  const [counts] = await services.query<Counts>(COUNTS, [...instants, currency, renewalCategory]);
  return counts!;
}

/** A ticket is solved at the first time in the window after which nobody took it up again until its end. */
const SOLVED = `solved as (
    select t.customer_id, min(x.at) as at
    from tickets_transition x join tickets_ticket t on t.id = x.ticket_id
    where x.kind = 'STATE' and x.to_value in ('RESOLVED', 'CLOSED') and x.at >= $1 and x.at < $2
      and not exists (
        select from tickets_transition r
        where r.ticket_id = x.ticket_id and r.kind = 'REOPENED' and r.at > x.at and r.at < $2)
    group by 1
  )`;

/** The last answer of each customer in the window on the scale from 0 to 10. */
const ANSWERS = `answers as (
    select distinct on (customer_id) given from loyalty_answer
    where question = 'RECOMMEND' and lowest = 0 and highest = 10 and given = round(given)
      and answered_at >= $1 and answered_at < $2
    order by customer_id, answered_at desc, id desc
  )`;

const COUNTS = `with ${boughtUntil(2)}, per as (
    select customer_id,
      count(*) filter (where purchased_at >= $1) as now,
      count(*) filter (where purchased_at >= $3 and purchased_at < $1) as before,
      count(*) filter (where purchased_at < $1) as ever_before,
      count(*) filter (where purchased_at >= $1 and currency = $4) as orders,
      coalesce(sum(amount) filter (where purchased_at >= $1 and currency = $4), 0) as spend
    from bought group by 1
  ), ${SOLVED}, ${ANSWERS}, renewals as (
    select bool_or(b.purchased_at >= $1) as again
    from bought b join customers_purchase_item i on i.purchase_id = b.id
    where b.purchased_at >= $3 and ($5::text is null or i.category = $5)
    group by b.customer_id, i.product having bool_or(b.purchased_at < $1)
  ), customers as (select
    count(*)::int as customers,
    (count(*) filter (where now > 0))::int as buyers,
    (count(*) filter (where now > 1))::int as repeaters,
    coalesce(sum(now), 0)::int as purchases,
    (count(*) filter (where ever_before > 0))::int as existing,
    (count(*) filter (where ever_before > 0 and now > 0))::int as "existingAgain",
    (count(*) filter (where before > 0))::int as "activeBefore",
    (count(*) filter (where before > 0 and now = 0))::int as lost,
    (count(*) filter (where orders > 0))::int as payers,
    coalesce(sum(orders), 0)::int as orders,
    coalesce(sum(spend), 0)::float8 as spend
    from per
  )
  select c.*, w.*, r.*, v.*, d.*,
    (select count(*)::int from solved) as solved,
    (select count(*)::int from solved s where exists (
      select from bought b where b.customer_id = s.customer_id and b.purchased_at > s.at)) as "solvedAgain",
    (select count(*)::int from renewals) as renewable,
    (select count(*)::int from renewals where again) as renewed,
    (select count(*)::int from answers) as asked,
    (select count(*)::int from answers where given >= 9) as promoters,
    (select count(*)::int from answers where given <= 6) as detractors,
    (select count(*)::int from loyalty_referral where recorded_at >= $1 and recorded_at < $2
      and (withdrawn_at is null or withdrawn_at >= $2)) as referrals
  from customers c,
    (select count(*)::int as "decidedWinBacks", (count(*) filter (where state = 'WON'))::int as "wonBack"
      from loyalty_win_back where decided_at >= $1 and decided_at < $2 and state in ('WON', 'LOST')) w,
    (select count(*)::int as shown, (count(*) filter (where taken_at < $2))::int as taken
      from loyalty_recommendation where shown_at >= $1 and shown_at < $2) r,
    (select count(*)::int as "dueReviews", (count(*) filter (where finished_at <= due_at))::int as "reviewsOnTime"
      from loyalty_review where due_at >= $1 and due_at < $2) v,
    (select count(*)::int as "dueDecisions", (count(*) filter (where carried_out_at < $2))::int as "carriedOut"
      from loyalty_decision where due_at >= $1 and due_at < $2) d`;
