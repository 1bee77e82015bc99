import { hypergeometric, logBeta, logGamma } from './log-gamma.js';
import { nelderMead } from './nelder-mead.js';

// Looked up once: they are called tens of millions of times.
const { abs, exp, log, log1p, max } = Math;

/**
 * BG/NBD: while customers are there they buy at random at a rate of their own, gamma distributed with shape `r` and
 * scale `alpha`; after each purchase they may go for good, with a chance of their own, beta distributed with `a` and
 * `b`. Authority of all here: Fader, Hardie and Lee (2005), "Counting Your Customers" the Easy Way, Marketing
 * Science 24(2), with the numbers of its equations.
 */
export interface BgNbd {
  readonly r: number;
  readonly alpha: number;
  readonly a: number;
  readonly b: number;
}

/** What the model takes of a customer: times in one unit, such as weeks. */
export interface History {
  /** Purchases after the first. */
  readonly x: number;
  /** From the first purchase to the last; 0 where there is one only. */
  readonly tx: number;
  /** From the first purchase to the end of what is known. */
  readonly t: number;
  /** How many customers have just this history; 1, if left out. */
  readonly customers?: number;
}

/** ln L(r, α, a, b | x, tx, T) of one customer: equation 6, its two summands added in logarithms. */
export function logLikelihood({ r, alpha, a, b }: BgNbd, { x, tx, t }: History): number {
  const common = logGamma(r + x) - logGamma(r) + r * Math.log(alpha) - logBeta(a, b);
  const there = logBeta(a, b + x) - (r + x) * Math.log(alpha + t);
  if (x === 0) return common + there;
  const gone = logBeta(a + 1, b + x - 1) - (r + x) * Math.log(alpha + tx);
  const most = Math.max(there, gone);
  return common + most + Math.log(Math.exp(there - most) + Math.exp(gone - most));
}

/** The purchases that a customer of whom nothing is known makes in a time `t` after the first one: equation 9. */
export function expectedPurchases({ r, alpha, a, b }: BgNbd, t: number): number {
  const z = t / (alpha + t);
  const never = (alpha / (alpha + t)) ** r * hypergeometric(r, b, a + b - 1, z);
  return ((a + b - 1) / (a - 1)) * (1 - never);
}

/** The purchases that a customer with a history is expected to make in the next `y` units of time: equation 10. */
export function conditionalPurchases(model: BgNbd, history: History, y: number): number {
  const { r, alpha, a, b } = model;
  const { x, t } = history;
  const z = y / (alpha + t + y);
  const ratio = ((alpha + t) / (alpha + t + y)) ** (r + x);
  const rest = 1 - ratio * hypergeometric(r + x, b + x, a + b + x - 1, z);
  return ((a + b + x - 1) / (a - 1)) * rest * aliveChance(model, history);
}

/** The chance that a customer has not gone for good: 1 for whoever bought once. Fader and Hardie (2008), note 021. */
export function aliveChance({ r, alpha, a, b }: BgNbd, { x, tx, t }: History): number {
  if (x === 0) return 1;
  const odds = Math.log(a) - Math.log(b + x - 1) + (r + x) * (Math.log(alpha + t) - Math.log(alpha + tx));
  return 1 / (1 + Math.exp(odds));
}

/** A model with how well it fits. */
export interface Fit {
  readonly model: BgNbd;
  readonly logLikelihood: number;
  readonly isConverged: boolean;
}

/**
 * The parameters of greatest likelihood; null for fewer than two customers, or where nobody bought twice. Searched
 * over their logarithms, which keeps them positive, with times scaled to a mean T of 10 so that all four are of a size.
 */
export async function fitBgNbd(histories: readonly History[]): Promise<Fit | null> {
  const n = sum(histories, () => 1);
  if (n < 2 || histories.every(({ x }) => x === 0)) return null;
  const scale = 10 / (sum(histories, ({ t }) => t) / n || 1);
  const scaled = histories.map((one) => ({ ...one, tx: one.tx * scale, t: one.t * scale }));
  const modelOf = ([r, alpha, a, b]: readonly number[]): BgNbd => ({
    r: Math.exp(r!),
    alpha: Math.exp(alpha!),
    a: Math.exp(a!),
    b: Math.exp(b!),
  });
  const total = totalOf(scaled);
  const negative = (at: readonly number[]) => {
    // Beyond this nothing is a number any more, and no customers are like that.
    if (at.some((one) => abs(one) > 12)) return Number.POSITIVE_INFINITY;
    return -total(modelOf(at));
  };
  const { at, isConverged } = await nelderMead(negative, [0, 0, 0, 0], { tolerance: 1e-9, limit: 1_500 });
  const { alpha, ...rest } = modelOf(at);
  const model = { ...rest, alpha: alpha / scale };
  return { model, logLikelihood: totalOf(histories)(model), isConverged };
}

/**
 * ln L of all customers, as a function of the model: what several of them share is computed once for all, the gammas
 * of each number of purchases and the logarithm of each instant.
 */
function totalOf(histories: readonly History[]): (model: BgNbd) => number {
  const counts = [...new Set(histories.map(({ x }) => x))];
  const instants = [...new Set(histories.flatMap(({ tx, t }) => [tx, t]))];
  const countAt = new Map(counts.map((x, index) => [x, index]));
  const instantAt = new Map(instants.map((at, index) => [at, index]));
  const rows = histories.map(({ x, tx, t, customers = 1 }) => ({
    ...{ x, customers, count: countAt.get(x)!, last: instantAt.get(tx)!, end: instantAt.get(t)! },
  }));
  return ({ r, alpha, a, b }) => {
    const constant = r * log(alpha) - logGamma(r) - logBeta(a, b);
    const there = counts.map((x) => constant + logGamma(r + x) + logBeta(a, b + x));
    const gone = counts.map((x) => (x === 0 ? 0 : constant + logGamma(r + x) + logBeta(a + 1, b + x - 1)));
    const logs = instants.map((at) => log(alpha + at));
    let value = 0;
    for (const { x, customers, count, last, end } of rows) {
      const left = there[count]! - (r + x) * logs[end]!;
      if (x === 0) {
        value += customers * left;
        continue;
      }
      const right = gone[count]! - (r + x) * logs[last]!;
      value += customers * (max(left, right) + log1p(exp(-abs(left - right))));
    }
    return value;
  };
}

function sum(histories: readonly History[], of: (history: History) => number): number {
  return histories.reduce((all, one) => all + (one.customers ?? 1) * of(one), 0);
}
