import type { Services } from '@candor/kernel';
import { uuidOf } from '@candor/kernel/database';
import { figure, type LoyaltyMetrics } from './figures.js';

interface Counts {
  readonly members: number;
  readonly liability: number;
  readonly earned: number;
  readonly used: number;
  readonly expired: number;
  readonly participants: number;
  readonly redeemers: number;
  readonly risers: number;
  readonly offers: number;
  readonly redeemed: number;
}

/** The figures of a program from one instant to another, as the ledger has them. */
export async function loyaltyMetrics(
  services: Pick<Services, 'query'>,
  programId: string,
  from: Date,
  to: Date,
): Promise<LoyaltyMetrics> {
  const values = [uuidOf('loyalty_program', programId), from.toISOString(), to.toISOString()];
  const [counts] = await services.query<Counts>(COUNTS, values);
  const tiers = await services.query<{ key: string; members: number }>(TIERS, [values[0], values[2]]);
  const { members: n, earned, used, offers } = counts!;
  return {
    startsAt: from,
    endsAt: to,
    figures: [
      figure('members', n, n, 'count'),
      figure('liability', counts!.liability, n, 'count'),
      figure('earned', earned, n, 'count'),
      figure('used', used, n, 'count'),
      figure('expired', counts!.expired, n, 'count'),
      figure('burnRate', used, earned, 'rate'),
      figure('participationPct', counts!.participants, n, 'percent'),
      figure('redemptionPct', counts!.redeemers, n, 'percent'),
      figure('upgradeRate', counts!.risers, n, 'percent'),
      figure('offerRedemptionPct', counts!.redeemed, offers, 'percent'),
    ],
    membersByTier: tiers,
  };
}

const COUNTS = `with members as (
    select id from loyalty_account where program_id = $1 and created_at < $3
  ), moved as (
    select o.account_id, o.kind, o.points, o.at, e.bucket, e.points as moved
    from loyalty_operation o join members m on m.id = o.account_id join loyalty_entry e on e.operation_id = o.id
    where o.at < $3
  )
  select
    (select count(*)::int from members) as members,
    coalesce(sum(moved) filter (where bucket in ('PENDING', 'ACTIVE', 'HELD')), 0)::float8 as liability,
    coalesce(-sum(moved) filter (where bucket = 'ISSUED' and at >= $2), 0)::float8 as earned,
    coalesce(sum(moved) filter (where bucket = 'USED' and at >= $2), 0)::float8 as used,
    coalesce(sum(moved) filter (where bucket = 'EXPIRED' and at >= $2), 0)::float8 as expired,
    (count(distinct account_id) filter (where kind in ('EARN', 'SPEND', 'HOLD') and at >= $2))::int as participants,
    (select count(distinct account_id)::int from loyalty_redemption r join members m on m.id = r.account_id
      where r.requested_at >= $2 and r.requested_at < $3 and r.state in ('HELD', 'CAPTURED')) as redeemers,
    (select count(distinct account_id)::int from loyalty_tier_change c join members m on m.id = c.account_id
      where c.at >= $2 and c.at < $3 and c.is_rise) as risers,
    (select count(*)::int from loyalty_grant g join members m on m.id = g.account_id
      where g.granted_at >= $2 and g.granted_at < $3) as offers,
    (select count(*)::int from loyalty_grant g join members m on m.id = g.account_id
      where g.granted_at >= $2 and g.granted_at < $3 and g.state = 'REDEEMED') as redeemed
  from moved`;

const TIERS = `select t.key, count(last.to_id)::int as members from loyalty_tier t
  left join (
    select distinct on (c.account_id) c.account_id, c.to_id
    from loyalty_tier_change c join loyalty_account a on a.id = c.account_id
    where a.program_id = $1 and c.at < $2 order by c.account_id, c.at desc, c.id desc
  ) last on last.to_id = t.id
  where t.program_id = $1 group by t.id order by t.rank`;
