import { describe, expect, test } from '@jest/globals';
import { association } from './association.js';
import { retentionLifetime, simpleLifetime } from './lifetime-value.js';
import { loyaltyScore } from './loyalty-score.js';
import { netPromoter } from './net-promoter.js';

describe('customer lifetime value', () => {
  test.each([
    [{ orderSize: 50, perYear: 4, years: 5, margin: 0.25 }, 250],
    [{ orderSize: 80, perYear: 0, years: 5, margin: 1 }, 0],
  ])('the simple form of %p is %p', (terms, expected) => expect(simpleLifetime(terms)).toBe(expected));

  // The margin multiples of Gupta and Lehmann (2003), to two digits.
  test.each([
    [0.6, 0.1, 1.2],
    [0.7, 0.12, 1.67],
    [0.8, 0.1, 2.67],
    [0.8, 0.16, 2.22],
    [0.9, 0.1, 4.5],
    [0.9, 0.14, 3.75],
  ])('with %p staying and a discount of %p it is %p times the margin', (r, d, expected) =>
    expect(retentionLifetime(1, r, d)).toBeCloseTo(expected, 2),
  );

  test('has no end where everybody stays and nothing is discounted', () => {
    expect(retentionLifetime(10, 1, 0)).toBeNull();
    expect(retentionLifetime(10, 0, 0.1)).toBe(0);
  });
});

describe('the net promoter score', () => {
  test.each([
    [70, 10, 100, 60, 45.27, 71.24],
    [0, 20, 20, -100, -100, -69.6],
  ])('of %p promoters and %p detractors among %p is %p', (promoters, detractors, n, score, low, high) => {
    const found = netPromoter(promoters, detractors, n);
    expect(found.score).toBe(score);
    expect([found.low, found.high].map((one) => Math.round(one!))).toEqual([low, high].map(Math.round));
  });

  test('of nobody is none', () =>
    expect(netPromoter(0, 0, 0)).toEqual({ score: null, low: null, high: null, n: 0 }));
});

describe('what is bought together', () => {
  // Brin, Motwani, Ullman and Tsur (1997): tea and coffee, 20 of 25 tea drinkers among 90 coffee drinkers of 100.
  test('who drinks tea drinks coffee less than by chance', () => {
    const found = association({ baskets: 100, one: 25, other: 90, both: 20 })!;
    expect([found.support, found.confidence]).toEqual([0.2, 0.8]);
    expect(found.lift).toBeCloseTo(0.89, 2);
  });

  test.each([
    { baskets: 0, one: 0, other: 0, both: 0 },
    { baskets: 5, one: 0, other: 2, both: 0 },
  ])('%p is no association', (counts) => expect(association(counts)).toBeNull());
});

describe('the loyalty score', () => {
  const weights = {
    buyAgain: 0.3,
    recommend: 0.2,
    interval: 0.2,
    frequency: 0.1,
    spending: 0.1,
    referral: 0.1,
  };
  const all = { buyAgain: 1, recommend: 1, interval: 1, frequency: 1, spending: 1, referral: 1 };

  test.each([
    [all, 100, 1],
    [{ ...all, buyAgain: 0.5 }, 85, 1],
    [{ ...all, buyAgain: null, recommend: null, referral: 0 }, 80, 0.5],
  ])('of %p is %p, with %p of the weight known', (parts, score, coverage) => {
    const found = loyaltyScore(parts, weights);
    expect(found.score).toBeCloseTo(score, 10);
    expect(found.coverage).toBeCloseTo(coverage, 10);
  });

  test('of somebody of whom nothing is known is none', () => {
    const none = { ...all, buyAgain: null, recommend: null, interval: null, frequency: null, spending: null };
    expect(loyaltyScore({ ...none, referral: null }, weights)).toEqual({ score: null, coverage: 0 });
    expect(loyaltyScore({ ...none, referral: 1 }, { ...weights, referral: 0 }).score).toBeNull();
  });
});
