import { describe, expect, test } from '@jest/globals';
import { coefficientOfVariation, kendallW } from './agreement.js';
import { ahp, type Judgement } from './ahp.js';
import {
  countKano,
  KANO_TABLE,
  type KanoLetter,
  kanoCategory,
  kanoCoefficients,
  kanoLetter,
} from './kano.js';
import { kendallTau, meanRanks, places } from './ranking.js';
import { rice } from './rice.js';
import { UndefinedValue } from './undefined-value.js';
import { sumToOne, weightedSum, withWeightMoved } from './weighted.js';
import { wsjf } from './wsjf.js';

describe('RICE', () => {
  // The three projects of S. McBride's article.
  test.each([
    [{ reach: 450, impact: 3, confidence: 100, effort: 2 }, 675],
    [{ reach: 2000, impact: 1, confidence: 80, effort: 4 }, 400],
    [{ reach: 800, impact: 2, confidence: 50, effort: 1 }, 800],
    [{ reach: 0, impact: 3, confidence: 100, effort: 2 }, 0],
    [{ reach: 1000, impact: 0.25, confidence: 80, effort: 0.5 }, 400],
  ])('%o is %d', (inputs, score) => {
    expect(rice(inputs)).toBeCloseTo(score, 10);
  });

  test.each([0, -1])('an effort of %d is refused', (effort) => {
    expect(() => rice({ reach: 1, impact: 1, confidence: 100, effort })).toThrow(UndefinedValue);
  });
});

describe('WSJF', () => {
  test.each([
    [{ businessValue: 13, timeCriticality: 8, riskOpportunity: 5, jobSize: 13 }, 2],
    [{ businessValue: 8, timeCriticality: 5, riskOpportunity: 2, jobSize: 3 }, 5],
    [{ businessValue: 1, timeCriticality: 1, riskOpportunity: 1, jobSize: 20 }, 0.15],
  ])('%o is %d', (inputs, score) => {
    expect(wsjf(inputs)).toBeCloseTo(score, 10);
  });

  test('a job size of 0 is refused', () => {
    const inputs = { businessValue: 1, timeCriticality: 1, riskOpportunity: 1, jobSize: 0 };
    expect(() => wsjf(inputs)).toThrow('"jobSize" divides, so it must be greater than 0.');
  });
});

describe('weights', () => {
  test.each([
    [[0.5, 0.3, 0.2], true],
    [[0.1, 0.2, 0.7], true],
    [[1], true],
    [[0.5, 0.6], false],
    [[0.5, 0.4], false],
    [[1.5, -0.5], false],
    [[], false],
  ] as Array<[number[], boolean]>)('%j share out one whole: %s', (weights, isWhole) => {
    expect(sumToOne(weights)).toBe(isWhole);
  });

  test('weigh what they belong to', () => {
    expect(
      weightedSum([
        { value: 5, weight: 0.5 },
        { value: 3, weight: 0.3 },
        { value: 1, weight: 0.2 },
      ]),
    ).toBeCloseTo(3.6, 10);
  });

  test('still sum to one when one of them is moved', () => {
    expect(withWeightMoved([0.5, 0.3, 0.2], 0, 1.2)).toEqual([
      0.6,
      expect.closeTo(0.24, 10),
      expect.closeTo(0.16, 10),
    ]);
    expect(withWeightMoved([1], 0, 0.8)).toBeNull();
  });
});

describe('Kano', () => {
  test('the table has each of the 25 pairs', () => {
    expect(KANO_TABLE.map((row) => row.join('')).join(' ')).toBe('QAAAO RIIIM RIIIM RIIIM RRRRQ');
    expect([kanoLetter(1, 5), kanoLetter(1, 3), kanoLetter(3, 5), kanoLetter(5, 1)]).toEqual([
      'O',
      'A',
      'M',
      'R',
    ]);
    expect([kanoLetter(0, 1), kanoLetter(6, 1), kanoLetter(1, 6), kanoLetter(1.5, 2)]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  // Better, worse and category; the first is close to the edge grip of K. Matzler and H. Hinterhuber 1998: 0.40, −0.83, M.
  test.each([
    ['A7 O33 M49 I10 R0 Q1', 0.404, -0.8283, 'M'],
    ['A10', 1, 0, 'A'],
    ['I4', 0, 0, 'I'],
    ['A3 M3', 0.5, -0.5, 'M'],
    ['A3 O3', 1, -0.5, 'O'],
    ['A2 O2 M1 I5 R9 Q9', 0.4, -0.3, 'R'],
  ])('%s is better %d, worse %d, %s', (text, better, worse, category) => {
    const letters = text.split(' ').flatMap((part) => {
      const letter = part.charAt(0) as KanoLetter;
      return Array.from({ length: Number(part.slice(1)) }, () => letter);
    });
    const counts = countKano(letters);
    const result = kanoCoefficients(counts)!;
    expect(result.better).toBeCloseTo(better, 3);
    expect(result.worse).toBeCloseTo(worse, 3);
    expect(result.satisfaction).toBeCloseTo((better - worse) / 2, 3);
    expect(kanoCategory(counts)).toBe(category);
  });

  test('has no coefficients where nobody answered so that it counts', () => {
    expect(kanoCoefficients(countKano([]))).toBeNull();
    expect(kanoCoefficients(countKano(['R', 'Q']))).toBeNull();
    expect(kanoCategory(countKano([]))).toBeNull();
  });
});

describe('AHP', () => {
  const judge = (...ratios: number[]): Judgement[] => {
    const pairs = [
      ['a', 'b'],
      ['a', 'c'],
      ['b', 'c'],
    ];
    return ratios.map((ratio, i) => ({ first: pairs[i]![0]!, second: pairs[i]![1]!, ratio }));
  };

  // K. Teknomo's fruit: 1/3, 5 and 7; the principal eigenvector as published, to four places.
  test('the principal eigenvector of a published comparison', () => {
    const result = ahp(['a', 'b', 'c'], judge(1 / 3, 5, 7));
    expect(result.weights.map((weight) => weight.toFixed(4))).toEqual(['0.2790', '0.6491', '0.0719']);
    expect(result.lambdaMax).toBeCloseTo(3.0649, 4);
    expect(result.consistencyRatio).toBeCloseTo(0.0559, 3);
    expect(result.isConsistent).toBe(true);
  });

  test('judgements that follow from each other have a ratio of 0', () => {
    const result = ahp(['a', 'b', 'c'], judge(2, 4, 2));
    expect(result.weights.map((weight) => weight * 7)).toEqual(
      [4, 2, 1].map((one) => expect.closeTo(one, 6)),
    );
    expect(result.consistencyRatio).toBeCloseTo(0, 6);
  });

  test('judgements in a circle are flagged', () => {
    const result = ahp(['a', 'b', 'c'], judge(3, 1 / 3, 3));
    expect(result.consistencyRatio).toBeGreaterThan(0.1);
    expect(result.isConsistent).toBe(false);
  });

  test('two criteria cannot contradict each other', () => {
    const result = ahp(['a', 'b'], [{ first: 'a', second: 'b', ratio: 3 }]);
    expect(result.weights).toEqual([expect.closeTo(0.75, 10), expect.closeTo(0.25, 10)]);
    expect(result).toMatchObject({ consistencyRatio: 0, isConsistent: true });
  });
});

describe('ranks', () => {
  test('are shared by equal values', () => {
    expect(places([5, 9, 5, 1])).toEqual([2, 1, 2, 4]);
    expect(meanRanks([5, 9, 5, 1])).toEqual([2.5, 1, 2.5, 4]);
    expect(places([])).toEqual([]);
  });

  test.each([
    // The example of SciPy's kendalltau.
    [[12, 2, 1, 12, 2], [1, 4, 7, 1, 0], -0.47140452],
    [[1, 2, 3], [10, 20, 30], 1],
    [[1, 2, 3], [3, 2, 1], -1],
  ])('τ-b of %j and %j is %d', (first, second, tau) => {
    expect(kendallTau(first, second)).toBeCloseTo(tau, 7);
  });

  test('τ-b of what orders nothing is not defined', () => {
    expect(kendallTau([1, 1], [1, 2])).toBeNull();
    expect(kendallTau([1], [1])).toBeNull();
  });
});

describe('agreement', () => {
  // S. Siegel and N. J. Castellan, “Nonparametric Statistics”: three executives rank six applicants, W = 0.16.
  test('W of a published case', () => {
    const ranks = [
      [1, 6, 3, 2, 5, 4],
      [1, 5, 6, 4, 2, 3],
      [6, 3, 2, 5, 4, 1],
    ];
    expect(kendallW(ranks)).toBeCloseTo(25.5 / 157.5, 6);
  });

  test.each([
    [
      [
        [3, 2, 1],
        [30, 20, 10],
      ],
      1,
    ],
    [
      [
        [3, 2, 1],
        [1, 2, 3],
      ],
      0,
    ],
    [
      [
        [2, 2, 1],
        [5, 5, 3],
      ],
      1,
    ],
  ])('W of %j is %d', (raters, w) => {
    expect(kendallW(raters)).toBeCloseTo(w, 10);
  });

  test('needs two who rank two things apart', () => {
    expect(kendallW([[1, 2]])).toBeNull();
    expect(kendallW([[1], [2]])).toBeNull();
    expect(
      kendallW([
        [1, 1],
        [2, 2],
      ]),
    ).toBeNull();
  });

  test.each([
    [[2, 4, 4, 4, 5, 5, 7, 9], 0.427618],
    [[5, 5], 0],
    [[5], null],
    [[-1, 1], null],
  ])('the coefficient of variation of %j is %p', (values, cv) => {
    const result = coefficientOfVariation(values);
    expect(result === null ? null : Number(result.toFixed(6))).toBe(cv);
  });
});
