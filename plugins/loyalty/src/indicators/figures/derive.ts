import type { LoyaltySettings } from '../indicator-settings.js';
import { retentionLifetime, simpleLifetime } from '../statistics/lifetime-value.js';
import { netPromoter } from '../statistics/net-promoter.js';
import type { Counts } from './counts.js';

/** What an analysis of all purchases says, where there is one. */
export interface Expectation {
  readonly customers: number;
  readonly expectedPurchases: number;
}

/** The loyalty score over all who have one. */
export interface MeanScore {
  readonly mean: number | null;
  readonly n: number;
}

/** A figure before it has a definition. */
export interface Figure {
  readonly result: number | null;
  readonly numerator: number;
  readonly n: number;
  readonly low?: number;
  readonly high?: number;
}

/** A part in percent; nothing of nothing is no number. */
function percent(numerator: number, n: number): Figure {
  return { result: n === 0 ? null : (100 * numerator) / n, numerator, n };
}

function quotient(numerator: number, n: number): Figure {
  return { result: n === 0 ? null : numerator / n, numerator, n };
}

/** What a customer is worth, n being the customers who paid in the currency. */
function worth(n: number, numerator: number, of: () => number | null): Figure {
  return { result: n === 0 ? null : of(), numerator, n };
}

/**
 * The indicators from what was counted; what each is stands in its definition. Rates are in percent, amounts in the
 * currency that was counted, and a rate is null where its base is 0.
 */
export function deriveFigures(
  counts: Counts,
  years: number,
  { clv }: LoyaltySettings,
  expectation: Expectation | null,
  score: MeanScore,
) {
  const { buyers, payers, orders, spend, activeBefore, lost } = counts;
  const margin = clv.marginPct / 100;
  const orderSize = orders === 0 ? 0 : spend / orders;
  const promoted = netPromoter(counts.promoters, counts.detractors, counts.asked);
  const staying = (1 - lost / activeBefore) ** (1 / years);
  return {
    repeatPurchaseRate: percent(counts.repeaters, buyers),
    purchaseFrequency: quotient(counts.purchases, buyers),
    averageOrder: quotient(spend, orders),
    clvSimple: worth(payers, spend, () =>
      simpleLifetime({ orderSize, perYear: orders / payers / years, years: clv.years, margin }),
    ),
    clvRetention: worth(activeBefore === 0 ? 0 : payers, spend, () =>
      retentionLifetime((spend / payers / years) * margin, staying, clv.discountPct / 100),
    ),
    clvBgNbd: worth(
      orders === 0 ? 0 : (expectation?.customers ?? 0),
      expectation?.expectedPurchases ?? 0,
      () => expectation!.expectedPurchases * orderSize * margin,
    ),
    nps: {
      result: promoted.score,
      numerator: counts.promoters - counts.detractors,
      n: promoted.n,
      ...(promoted.low !== null && { low: promoted.low, high: promoted.high! }),
    } satisfies Figure,
    loyaltyScore: { result: score.mean, numerator: (score.mean ?? 0) * score.n, n: score.n },
    repurchaseRateExisting: percent(counts.existingAgain, counts.existing),
    repurchaseRateAfterSolution: percent(counts.solvedAgain, counts.solved),
    churnRate: percent(lost, activeBefore),
    renewalRate: percent(counts.renewed, counts.renewable),
    referralsPerCustomer: quotient(counts.referrals, counts.customers),
    winBackPct: percent(counts.wonBack, counts.decidedWinBacks),
    recommendationTakenPct: percent(counts.taken, counts.shown),
    reviewsOnTimePct: percent(counts.reviewsOnTime, counts.dueReviews),
    decisionsCarriedOut: percent(counts.carriedOut, counts.dueDecisions),
  };
}

export type IndicatorName = keyof ReturnType<typeof deriveFigures>;
