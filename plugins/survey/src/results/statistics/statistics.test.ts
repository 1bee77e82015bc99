import { describe, expect, it, test } from '@jest/globals';
import { chiSquare, holm } from './chi-square.js';
import { summarizeOptions } from './choices.js';
import { cronbachAlpha } from './cronbach-alpha.js';
import { difference } from './difference.js';
import { meanEstimate, nps, wilson } from './interval.js';
import { cesOf, csatOf, npsOf, points, summarize } from './scale.js';
import { hiddenGroups } from './suppression.js';

const counted = (values: number[]) =>
  new Map([...Map.groupBy(values, (value) => value)].map(([value, all]) => [value, all.length]));

function variance(values: number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}

function alphaOf(rows: number[][]): number | null {
  const items = rows[0]!.map((_, item) => variance(rows.map((row) => row[item]!)));
  const sums = rows.map((row) => row.reduce((sum, value) => sum + value, 0));
  return cronbachAlpha({ itemVariances: items, sumVariance: rows.length < 2 ? null : variance(sums) });
}

describe('net promoter score', () => {
  test.each([
    [70, 20, 10, 60, 45.27, 71.24],
    [19, 9, 8, 30.56, 2.88, 53.53],
    [0, 20, 0, 0, -10.44, 10.44],
    [0, 0, 20, -100, -100, -69.68],
    [1, 0, 0, 100, -48.5, 98.5],
  ])(
    '%i promoters, %i passives, %i detractors give %d',
    (promoters, passives, detractors, value, low, high) => {
      const result = nps({ promoters, passives, detractors });
      expect(result.value).toBeCloseTo(value, 2);
      expect(result.low).toBeCloseTo(low, 1);
      expect(result.high).toBeCloseTo(high, 1);
    },
  );

  it('of nobody is nothing', () => {
    expect(npsOf(new Map())).toEqual({ n: 0, value: null, low: null, high: null });
  });

  it('counts 9 and 10 for, 0 to 6 against', () => {
    expect(npsOf(counted([9, 10, 7, 8, 6, 0]))).toMatchObject({ n: 6, value: 0 });
  });
});

describe("Wilson's interval", () => {
  test.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
    [20, 20, 0.8389, 1],
    [1, 1, 0.2065, 1],
  ])('of %i of %i is as Newcombe (1998) prints it', (count, n, low, high) => {
    const result = wilson(count, n);
    expect(result.low).toBeCloseTo(low, 4);
    expect(result.high).toBeCloseTo(high, 4);
  });

  it('of none of none is nothing', () => {
    expect(wilson(0, 0)).toEqual({ n: 0, value: null, low: null, high: null });
  });
});

describe('means', () => {
  it("have Student's interval", () => {
    // t(0.975, 9) = 2.262157
    const { low, high } = meanEstimate({ n: 10, mean: 50, deviation: 10 });
    expect(low).toBeCloseTo(50 - 7.1536, 3);
    expect(high).toBeCloseTo(50 + 7.1536, 3);
  });

  it('of one answer have none', () => {
    expect(meanEstimate({ n: 1, mean: 75, deviation: null })).toEqual({
      n: 1,
      value: 75,
      low: null,
      high: null,
    });
  });

  it('are in points of 100 from the worst to the best, and stay within', () => {
    const scale = { min: 1, max: 5, isReversed: false };
    expect(points(counted([1, 5]), scale)).toEqual({ n: 2, value: 50, low: 0, high: 100 });
    expect(points(counted([5, 5, 4]), scale).value).toBeCloseTo(91.667, 3);
    expect(points(counted([5, 5, 4]), { ...scale, isReversed: true }).value).toBeCloseTo(8.333, 3);
    expect(points(new Map(), scale)).toEqual({ n: 0, value: null, low: null, high: null });
  });
});

describe('a scale', () => {
  it('has n, distribution, mean, deviation of the sample, top and bottom two', () => {
    const summary = summarize(counted([2, 4, 4, 4, 5, 5, 1, 5]), 1, 5);
    expect(summary).toMatchObject({ n: 8, mean: 3.75 });
    expect(summary.distribution.map(({ count }) => count)).toEqual([1, 1, 0, 3, 3]);
    expect(summary.deviation).toBeCloseTo(1.488, 3);
    expect(summary.top2.value).toBe(75);
    expect(summary.bottom2.value).toBe(25);
  });

  it('without an answer is null but for n, with one has no deviation', () => {
    expect(summarize(new Map(), 1, 5)).toMatchObject({ n: 0, mean: null, deviation: null });
    expect(summarize(new Map(), 1, 5).top2.value).toBeNull();
    expect(summarize(counted([3]), 1, 5)).toMatchObject({ n: 1, mean: 3, deviation: null });
  });

  it('has CSAT as the share of 4 and 5, CES as the mean and the share of 5 to 7', () => {
    expect(csatOf(counted([5, 4, 3, 1])).value).toBe(50);
    expect(csatOf(counted(Array.from({ length: 20 }, () => 1)))).toMatchObject({ n: 20, value: 0, low: 0 });
    const { mean, easy } = cesOf(counted([7, 5, 4, 1]));
    expect([mean.value, easy.value]).toEqual([4.25, 50]);
  });
});

describe("Cronbach's alpha", () => {
  test.each<[string, number[][], number | null]>([
    ['equal items are 1', [1, 2, 3, 4].map((value) => [value, value, value]), 1],
    [
      // Five items of six people, whose sums are 13, 21, 9, 17, 24 and 14.
      'a table by hand',
      [
        [3, 2, 3, 3, 2],
        [4, 4, 5, 4, 4],
        [2, 2, 1, 2, 2],
        [3, 4, 3, 4, 3],
        [5, 5, 4, 5, 5],
        [3, 3, 3, 2, 3],
      ],
      0.9554,
    ],
    [
      'contrary items are negative',
      [
        [1, 4],
        [2, 3],
        [3, 3],
        [4, 1],
      ],
      -24,
    ],
    ['one item has none', [[1], [2], [3]], null],
    [
      'no variance has none',
      [
        [3, 3],
        [3, 3],
      ],
      null,
    ],
  ])('%s', (_, rows, expected) => {
    const alpha = alphaOf(rows);
    if (expected === null) expect(alpha).toBeNull();
    else expect(alpha).toBeCloseTo(expected, 3);
  });
});

describe("Pearson's chi-square", () => {
  it('is as Agresti prints it: party by gender, 30.07 with 2 degrees of freedom', () => {
    const result = chiSquare([
      [762, 327, 468],
      [484, 239, 477],
    ]);
    expect(result.statistic).toBeCloseTo(30.07, 2);
    expect(result).toMatchObject({ n: 2757, degreesOfFreedom: 2, hasSmallExpected: false });
    expect(result.p).toBeLessThan(1e-6);
    expect(result.expected[0]![0]).toBeCloseTo(703.67, 2);
    expect(result.cramersV).toBeCloseTo(0.1044, 4);
  });

  it('has full dependence as V = 1, and warns of small expected counts', () => {
    expect(
      chiSquare([
        [4, 0],
        [0, 4],
      ]),
    ).toMatchObject({ statistic: 8, cramersV: 1, hasSmallExpected: true });
  });

  it('drops empty rows and columns, and is nothing where fewer than two are left', () => {
    const result = chiSquare([
      [10, 0, 20],
      [0, 0, 0],
      [20, 0, 10],
    ]);
    expect(result).toMatchObject({ keptRows: [0, 2], keptColumns: [0, 2], degreesOfFreedom: 1 });
    expect(result.statistic).toBeCloseTo(6.667, 3);
    expect(result.p).toBeCloseTo(0.00982, 5);
    expect(chiSquare([[3, 4]])).toMatchObject({ statistic: null, p: null, cramersV: null });
    expect(chiSquare([])).toMatchObject({ n: 0, statistic: null });
  });

  it('of several tests counts those that hold together', () => {
    expect(holm([0.01, 0.04, 0.03, 0.005, null])).toEqual([true, false, false, true, false]);
    expect(holm([])).toEqual([]);
  });
});

describe('choices', () => {
  it('are shares of people, and of a ranking the mean place', () => {
    const chosen = new Map([
      ['a', { count: 4, rankSum: 6 }],
      ['b', { count: 3, rankSum: 9 }],
    ]);
    const [a, b, c] = summarizeOptions(['a', 'b', 'c'], chosen, { answered: 4, isRanking: true });
    expect(a).toMatchObject({ count: 4, meanRank: 1.5, share: { value: 100 } });
    expect(b).toMatchObject({ count: 3, meanRank: 3, share: { value: 75 } });
    expect(c).toMatchObject({ count: 0, meanRank: null, share: { value: 0 } });
    const [none] = summarizeOptions(['a'], new Map(), { answered: 0, isRanking: false });
    expect(none).toMatchObject({ count: 0, share: { value: null } });
  });
});

test.each([
  ['all large', [5, 6, 7], [false, false, false]],
  ['one small hides the smallest other', [10, 8, 3], [false, true, true]],
  ['two small that make a crowd', [10, 3, 2], [false, true, true]],
  ['two small that make none', [10, 1, 2], [true, true, true]],
  ['a small one alone', [3], [true]],
  ['an empty one hides nobody', [5, 0], [false, false]],
])('groups: %s', (_, sizes, expected) => {
  expect(hiddenGroups(sizes, 5)).toEqual(expected);
});

describe('the difference of two shares', () => {
  // Newcombe, Interval estimation for the difference between independent proportions (1998), table II, method 10.
  test.each([
    [56, 70, 48, 80, 0.2, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.6, 0.1705, 0.809],
    [6, 7, 2, 7, 0.5714, 0.0582, 0.8062],
    [5, 56, 0, 29, 0.0893, -0.0381, 0.1926],
    [0, 10, 0, 20, 0, -0.1611, 0.2775],
    [10, 10, 0, 20, 1, 0.6791, 1],
  ])('%i of %i less %i of %i', (a, m, b, n, value, low, high) => {
    const found = difference(wilson(a, m), wilson(b, n));
    expect(found.value).toBeCloseTo(value, 4);
    expect(found.low).toBeCloseTo(low, 4);
    expect(found.high).toBeCloseTo(high, 4);
  });

  it('is nothing where one side has nobody, and has no interval where one side has none', () => {
    expect(difference(wilson(0, 0), wilson(1, 2))).toEqual({ value: null, low: null, high: null });
    const one = meanEstimate({ n: 1, mean: 50, deviation: null });
    expect(difference(one, meanEstimate({ n: 9, mean: 40, deviation: 3 }))).toEqual({
      value: 10,
      low: null,
      high: null,
    });
  });
});
