import { purchasesBetween, purchaseTotals } from '@candor/core/customers';
import type { Services } from '@candor/kernel';
import { idOf, type Tx, uuidOf } from '@candor/kernel/database';
import { LoyaltyEarningRule } from '../earning/earning-rule.js';
import { pointsFor } from '../earning/points-for.js';
import { PURCHASE } from '../earning/rule-service.js';
import type { LoyaltyProgram } from '../programs/program.js';
import { Rounding, TierBasis } from '../programs/program-kinds.js';
import { LoyaltyTier } from '../programs/tier.js';
import { LoyaltyReward } from '../rewards/reward.js';
import { type Ask, qualified, tierWindowAt } from '../tiers/qualify.js';
import type { LoyaltySimulation, SimulateLoyaltyInput } from './simulation-types.js';

interface Member {
  readonly customerId: string;
  readonly active: number;
  readonly earned: number;
}

/**
 * What a changed threshold, price or rate would make of the members as they are: computed from the ledger and the
 * purchases of the tier window, and nothing is changed.
 */
export async function simulate(
  tx: Tx,
  program: LoyaltyProgram,
  input: SimulateLoyaltyInput,
): Promise<LoyaltySimulation> {
  const window = tierWindowAt(tx.now, program);
  const members = await membersOf(tx, program, window.from);
  const spent = new Map(
    (await purchaseTotals(tx, program.currency, window)).map((total) => [total.customerId, total]),
  );
  const more = await morePoints(tx, program, input.pointsPerUnit ?? null);
  const tiers = await tx.em.find(LoyaltyTier, { program: program.id }, { orderBy: { rank: 'asc' } });
  const changed = tiers.map((tier) => ({ ...ask(tier), ...said(input.tiers, tier.key) }));
  const reached = (member: Member, gain: number) => {
    const total = spent.get(member.customerId);
    const points = program.tierBasis === TierBasis.BALANCE ? member.active : member.earned;
    const value =
      program.tierBasis === TierBasis.SPEND ? (total?.spend ?? '0') : String(Math.max(0, points + gain));
    return { value, purchases: total?.count ?? 0 };
  };
  const now = members.map((member) => qualified(tiers.map(ask), reached(member, 0))?.key);
  const then = members.map(
    (member) => qualified(changed, reached(member, more.get(member.customerId) ?? 0))?.key,
  );
  const rewards = await tx.em.find(
    LoyaltyReward,
    { program: program.id, isActive: true },
    { orderBy: { price: 'asc' } },
  );
  return {
    members: members.length,
    tiers: tiers.map(({ key }) => ({
      key,
      membersNow: now.filter((one) => one === key).length,
      membersThen: then.filter((one) => one === key).length,
    })),
    rewards: rewards.map(({ key, price }) => {
      const priceThen = input.rewards?.find((one) => one.key === key)?.price ?? price;
      return {
        key,
        membersNow: members.filter(({ active }) => active >= price).length,
        membersThen: members.filter(
          ({ active, customerId }) => active + (more.get(customerId) ?? 0) >= priceThen,
        ).length,
      };
    }),
    morePoints: [...more.values()].reduce((sum, points) => sum + points, 0),
  };
}

type Keyed = Ask & { readonly key: string };

function ask({ key, rank, threshold, minimumPurchases }: Keyed): Keyed {
  return { key, rank, threshold, minimumPurchases };
}

function said(tiers: SimulateLoyaltyInput['tiers'], key: string): Partial<Ask> {
  const given = tiers?.find((tier) => tier.key === key);
  return {
    ...(given?.threshold != null && { threshold: given.threshold }),
    ...(given?.minimumPurchases != null && { minimumPurchases: given.minimumPurchases }),
  };
}

async function membersOf(tx: Tx, { id }: LoyaltyProgram, from: Date | null): Promise<Member[]> {
  const rows = await tx.query<{ customer_id: string; active: number; earned: number }>(
    `select a.customer_id, a.active, greatest(0, coalesce(sum(case o.kind when 'EARN' then o.points else -o.points end), 0))::int as earned
     from loyalty_account a
     left join loyalty_operation o on o.account_id = a.id and o.kind in ('EARN', 'CLAW_BACK')
       and ($2::timestamptz is null or o.at >= $2)
     where a.program_id = $1 group by a.id`,
    [uuidOf('loyalty_program', id), from?.toISOString() ?? null],
  );
  return rows.map(({ customer_id, ...member }) => ({ ...member, customerId: idOf('customer', customer_id) }));
}

/** How many points more, or fewer, each customer would have from the purchases of the window at another rate. */
async function morePoints(
  tx: Pick<Tx, 'em' | 'now'> & Pick<Services, 'query'>,
  program: LoyaltyProgram,
  rate: string | null,
): Promise<Map<string, number>> {
  const more = new Map<string, number>();
  if (rate === null) return more;
  const rules = await tx.em.find(LoyaltyEarningRule, {
    program: program.id,
    event: PURCHASE,
    isActive: true,
  });
  const rule = rules.find(({ pointsPerUnit }) => pointsPerUnit !== null);
  const rounding = rule?.rounding ?? Rounding.DOWN;
  for (const { customerId, amount } of await purchasesBetween(
    tx,
    program.currency,
    tierWindowAt(tx.now, program),
  )) {
    const before = rule ? pointsFor(amount, rule.pointsPerUnit!, rule.rounding) : 0;
    const gain = pointsFor(amount, rate, rounding) - before;
    more.set(customerId, (more.get(customerId) ?? 0) + gain);
  }
  return more;
}
