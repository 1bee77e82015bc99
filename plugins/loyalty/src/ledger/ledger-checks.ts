import type { Services } from '@candor/kernel';
import { idOf } from '@candor/kernel/database';

/**
 * Adds up the whole ledger, which a commit does for its own operations only: lines against zero, standings
 * against lines, lots against lines. Null where the books balance, else the first members where they do not.
 */
export async function ledgerFault(services: Pick<Services, 'query'>): Promise<string | null> {
  const wrong = await services.query<{ id: string; what: string }>(AUDIT);
  if (wrong.length === 0) return null;
  const named = wrong.map(({ id, what }) => `${idOf('loyalty_account', id)} (${what})`);
  return `the books of these members do not balance: ${named.join(', ')}`;
}

const AUDIT = `with lines as (
    select account_id,
      -sum(points) filter (where bucket = 'ISSUED') as earned, sum(points) filter (where bucket = 'PENDING') as pending,
      sum(points) filter (where bucket = 'ACTIVE') as active, sum(points) filter (where bucket = 'HELD') as held,
      sum(points) filter (where bucket = 'USED') as used, sum(points) filter (where bucket = 'EXPIRED') as expired,
      sum(points) filter (where bucket = 'CLAWED_BACK') as clawed_back, -sum(points) filter (where bucket = 'DEBT') as debt
    from loyalty_entry group by account_id
  ), lots as (
    select account_id, sum(pending) as pending, sum(active) as active, sum(held) as held from loyalty_lot group by account_id
  ), operations as (
    select account_id, count(*) as number, max(sequence) as last from loyalty_operation group by account_id
  ), unbalanced as (
    select account_id from loyalty_entry group by account_id, operation_id having sum(points) <> 0
  )
  select id, what from (
    select a.id, case
        when u.account_id is not null then 'an operation whose lines are not zero'
        when (a.earned, a.pending, a.active, a.held, a.used, a.expired, a.clawed_back, a.debt)
          is distinct from (coalesce(l.earned, 0), coalesce(l.pending, 0), coalesce(l.active, 0), coalesce(l.held, 0),
            coalesce(l.used, 0), coalesce(l.expired, 0), coalesce(l.clawed_back, 0), coalesce(l.debt, 0)) then 'the standing'
        when (a.pending, a.active, a.held)
          is distinct from (coalesce(t.pending, 0), coalesce(t.active, 0), coalesce(t.held, 0)) then 'the lots'
        when a.sequence <> coalesce(o.last, 0) or a.sequence <> coalesce(o.number, 0) then 'a missing operation'
      end as what
    from loyalty_account a
    left join lines l on l.account_id = a.id
    left join lots t on t.account_id = a.id
    left join operations o on o.account_id = a.id
    left join (select distinct account_id from unbalanced) u on u.account_id = a.id
  ) checked
  where what is not null order by id limit 10`;
