import { decimalOf, purchaseTotals, unitsOf } from '@candor/core/customers';
import { type Tx, uuidOf } from '@candor/kernel/database';
import type { LoyaltyAccount } from '../ledger/account.js';
import { daysUpTo, periodAround, type Stretch } from '../programs/calendar.js';
import type { LoyaltyProgram } from '../programs/program.js';
import { DowngradePolicy, TierBasis, TierWindow } from '../programs/program-kinds.js';
import type { LoyaltyTier } from '../programs/tier.js';

/** What a tier asks for. */
export type Ask = Pick<LoyaltyTier, 'rank' | 'threshold' | 'minimumPurchases'>;

/** What a member has reached in the window. */
export interface Reached {
  /** Points or spend, as the basis of the program says. */
  readonly value: string;
  readonly purchases: number;
}

/** The highest tier whose threshold and number of purchases are reached; the lowest, where none is. */
export function qualified<T extends Ask>(tiers: readonly T[], { value, purchases }: Reached): T | null {
  const byRank = [...tiers].sort((a, b) => a.rank - b.rank);
  const reached = byRank.filter(
    (tier) => unitsOf(tier.threshold) <= unitsOf(value) && tier.minimumPurchases <= purchases,
  );
  return reached.at(-1) ?? byRank[0] ?? null;
}

/**
 * Where a member belongs: up at once to what is reached, down only where a period has ended, by one step or as
 * far as is reached, as the policy says; `null` for the policy while a period runs.
 */
export function nextTier<T extends Ask>(
  tiers: readonly T[],
  current: T | null,
  reached: Reached,
  policy: DowngradePolicy | null,
): T | null {
  const target = qualified(tiers, reached);
  if (!target || !current || target.rank >= current.rank) return target ?? current;
  if (policy === DowngradePolicy.AS_QUALIFIED) return target;
  if (policy !== DowngradePolicy.ONE_STEP) return current;
  const below = tiers.filter(({ rank }) => rank < current.rank).sort((a, b) => b.rank - a.rank);
  return below[0] ?? current;
}

type Windowed = Pick<LoyaltyProgram, 'tierWindow' | 'tierWindowDays' | 'tierPeriod' | 'timeZone'>;

/** The stretch of time that counts for tiers at an instant. */
export function tierWindowAt(
  at: Date,
  { tierWindow, tierWindowDays, tierPeriod, timeZone }: Windowed,
): Stretch {
  if (tierWindow === TierWindow.LIFETIME) return { from: null, to: null };
  if (tierWindow === TierWindow.ROLLING) return daysUpTo(at, tierWindowDays, timeZone);
  return periodAround(at, tierPeriod, timeZone);
}

/** What a member has reached in the window around an instant. Call it with the member locked. */
export async function reachedBy(
  tx: Tx,
  program: LoyaltyProgram,
  account: LoyaltyAccount,
  at: Date,
): Promise<Reached> {
  const window = tierWindowAt(at, program);
  const [bought] = await purchaseTotals(tx, program.currency, window, [account.customer.id]);
  const purchases = bought?.count ?? 0;
  if (program.tierBasis === TierBasis.SPEND) return { value: bought?.spend ?? '0', purchases };
  if (program.tierBasis === TierBasis.BALANCE) return { value: String(account.active), purchases };
  await tx.em.flush();
  const [earned] = await tx.query<{ points: number }>(EARNED, [
    uuidOf('loyalty_account', account.id),
    window.from?.toISOString() ?? null,
    window.to?.toISOString() ?? null,
  ]);
  return { value: decimalOf(unitsOf(String(Math.max(0, earned!.points)))), purchases };
}

const EARNED = `select coalesce(sum(case kind when 'EARN' then points else -points end), 0)::int as points
  from loyalty_operation where account_id = $1 and kind in ('EARN', 'CLAW_BACK')
    and ($2::timestamptz is null or at >= $2) and ($3::timestamptz is null or at < $3)`;
