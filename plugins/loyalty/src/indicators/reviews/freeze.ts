import type { Services } from '@candor/kernel';
import { idOf, type Tx, uuidOf } from '@candor/kernel/database';
import { loyaltyMetrics } from '../../metrics/metrics.js';
import { simulate } from '../../metrics/simulation.js';
import type { LoyaltyProgram } from '../../programs/program.js';
import { indicatorsOf } from '../figures/loyalty-indicators.js';
import { windowBetween } from '../figures/window.js';
import { feedbackFigures } from './feedback-figures.js';
import type { LoyaltyReviewPlan } from './review.js';
import { type StoredFigure, type StoredIncentive, type StoredSnapshot, storedFigure } from './snapshot.js';

/** The figures of a program that say what its incentives do. */
const INCENTIVES: ReadonlySet<string> = new Set([
  'participationPct',
  'redemptionPct',
  'upgradeRate',
  'burnRate',
  'offerRedemptionPct',
]);

/** The three parts of a review: how the indicators changed, what the incentives did, how feedback was handled. */
export async function freeze(
  tx: Tx,
  services: Services,
  plan: LoyaltyReviewPlan,
  { from, to }: { readonly from: Date; readonly to: Date },
): Promise<StoredSnapshot> {
  const { program } = plan;
  const window = windowBetween(from, to);
  const of = { currency: program.currency, renewalCategory: null };
  const indicators = await indicatorsOf(services, window, of, 'en');
  const now = await loyaltyMetrics(services, program.id, from, to);
  const before = await loyaltyMetrics(services, program.id, window.before, from);
  const incentives = now.figures
    .filter(({ name }) => INCENTIVES.has(name))
    .map((one) =>
      storedFigure(
        one,
        before.figures.find(({ name }) => name === one.name),
      ),
    );
  const feedback = await feedbackFigures(services, from, to);
  const feedbackBefore = await feedbackFigures(services, window.before, from);
  return {
    indicators: indicators.map(({ low: _, high: __, delta: ___, ...one }): StoredFigure => one),
    incentives,
    rewards: await rewardsOf(tx, services, plan, from, to),
    feedback: feedback.map((one, index) => storedFigure(one, feedbackBefore[index])),
  };
}

interface Redeemed {
  readonly id: string;
  readonly key: string;
  readonly price: number;
  readonly redeemed: number;
  readonly members: number;
}

/** Each reward with the members who redeemed it; for those that few redeem a lower price is tried out. */
async function rewardsOf(
  tx: Tx,
  services: Services,
  { program, lowRedemptionPct, lowerByPct }: LoyaltyReviewPlan,
  from: Date,
  to: Date,
): Promise<StoredIncentive[]> {
  const rows = await services.query<Redeemed>(REDEEMED, [
    uuidOf('loyalty_program', program.id),
    from.toISOString(),
    to.toISOString(),
  ]);
  const rewards = rows.map((row) => {
    const isWeak = row.members > 0 && (100 * row.redeemed) / row.members < lowRedemptionPct;
    const lower = Math.max(1, Math.floor(row.price * (1 - lowerByPct / 100)));
    return { ...row, isWeak, proposedPrice: isWeak && lower < row.price ? lower : null };
  });
  const tried = await tryPrices(
    tx,
    program,
    rewards.flatMap(({ key, proposedPrice }) =>
      proposedPrice === null ? [] : [{ key, price: proposedPrice }],
    ),
  );
  return rewards.map(({ id, ...reward }) => {
    const counts = tried.get(reward.key);
    return {
      rewardId: idOf('loyalty_reward', id),
      ...reward,
      membersNow: counts?.membersNow ?? 0,
      membersThen: reward.proposedPrice === null ? null : (counts?.membersThen ?? 0),
    };
  });
}

/** How many members could have which reward now, and how many at other prices; nothing is changed. */
export async function tryPrices(tx: Tx, program: LoyaltyProgram, rewards: { key: string; price: number }[]) {
  const tried = await simulate(tx, program, { programId: program.id, rewards });
  return new Map(tried.rewards.map((one) => [one.key, one]));
}

const REDEEMED = `with members as (
    select id from loyalty_account where program_id = $1 and created_at < $3
  )
  select w.id, w.key, w.price, count(distinct r.account_id)::int as redeemed, (select count(*)::int from members) as members
  from loyalty_reward w
  left join loyalty_redemption r on r.reward_id = w.id and r.requested_at >= $2 and r.requested_at < $3
    and r.state in ('HELD', 'CAPTURED')
  where w.program_id = $1 and w.is_active group by w.id order by w.price, w.id`;
