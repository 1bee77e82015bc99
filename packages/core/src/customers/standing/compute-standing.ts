import type { CustomersSettings } from '../customer-settings.js';
import { unitsOf } from '../decimal.js';
import { ActivityLevel, CustomerTier, LifecycleReason, LifecycleStage } from './standing-kinds.js';
import type { TierScheme } from './tier-scheme.js';

/** What the standing of a customer follows from. */
export interface StandingFacts {
  /** Purchases and kept acts in the window of the settings. */
  readonly acts: number;
  /** Purchases of which something stands. */
  readonly purchases: number;
  readonly lastPurchaseAt: Date | null;
  /** When somebody said that there is a problem. */
  readonly problemAt: Date | null;
  /** In the window of the scheme and its currency, and in the window before, without what was reversed. */
  readonly spend: string;
  readonly spendBefore: string;
}

export function activityOf({ acts }: StandingFacts, settings: CustomersSettings): ActivityLevel {
  if (acts >= settings.highActivityFrom) return ActivityLevel.HIGH;
  return acts >= settings.middleActivityFrom ? ActivityLevel.MIDDLE : ActivityLevel.LOW;
}

/** Growth is spend of the window over spend of the window before, less one; without spend before there is none. */
export function tierOf(
  { spend, spendBefore }: StandingFacts,
  scheme: Pick<TierScheme, 'coreSpend' | 'potentialSpend' | 'potentialGrowthPercent'> | null,
): { tier: CustomerTier; growthPercent: number | null } {
  const before = unitsOf(spendBefore);
  const growthPercent = before > 0n ? Number(((unitsOf(spend) - before) * 10_000n) / before) / 100 : null;
  const { coreSpend, potentialSpend, potentialGrowthPercent: enough = null } = scheme ?? {};
  if (coreSpend === undefined || potentialSpend === undefined)
    return { tier: CustomerTier.BASE, growthPercent };
  if (unitsOf(spend) >= unitsOf(coreSpend)) return { tier: CustomerTier.CORE, growthPercent };
  const grows = enough !== null && growthPercent !== null && growthPercent >= enough;
  const isPotential = unitsOf(spend) >= unitsOf(potentialSpend) || grows;
  return { tier: isPotential ? CustomerTier.POTENTIAL : CustomerTier.BASE, growthPercent };
}

/** A problem counts until something is bought again. */
export function lifecycleOf(
  { purchases, lastPurchaseAt, problemAt }: StandingFacts,
  { winBackAfterDays }: CustomersSettings,
  now: Date,
): { stage: LifecycleStage; reason: LifecycleReason } {
  if (problemAt !== null && (lastPurchaseAt === null || lastPurchaseAt <= problemAt))
    return { stage: LifecycleStage.TO_WIN_BACK, reason: LifecycleReason.PROBLEM };
  if (purchases === 0 || lastPurchaseAt === null)
    return { stage: LifecycleStage.NEW, reason: LifecycleReason.NO_PURCHASE };
  if (now.getTime() - lastPurchaseAt.getTime() > winBackAfterDays * 86_400_000)
    return { stage: LifecycleStage.TO_WIN_BACK, reason: LifecycleReason.STOPPED_BUYING };
  return purchases === 1
    ? { stage: LifecycleStage.NEW, reason: LifecycleReason.FIRST_PURCHASE }
    : { stage: LifecycleStage.EXISTING, reason: LifecycleReason.REPURCHASE };
}
