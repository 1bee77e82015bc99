import { describe, expect, test } from '@jest/globals';
import { calibrationOf } from './calibration.js';
import { stabilityOf } from './stability.js';

describe('stability', () => {
  const inputs = [
    { key: 'v', minimum: 0, maximum: null },
    { key: 'e', minimum: null, maximum: null },
  ];
  const formula = ({ v, e }: Readonly<Record<string, number>>) => v! / e!;

  test('counts the places that each goes and how alike the rankings are', () => {
    const things = [10, 9, 1].map((v) => ({ votes: [{ v, e: 1 }] }));
    const { moves, trials, meanTau, lowestTau, unchanged } = stabilityOf(things, formula, inputs, 0.2);
    expect(moves).toEqual([
      { up: 0, down: 1 },
      { up: 1, down: 0 },
      { up: 0, down: 0 },
    ]);
    expect(trials).toBe(12);
    expect(unchanged).toBe(8);
    expect(lowestTau).toBeCloseTo(1 / 3, 10);
    expect(meanTau).toBeCloseTo((8 + 4 / 3) / 12, 10);
  });

  test('moves a weight for all, and keeps an input in its bounds', () => {
    const things = [{ votes: [{ v: 5, e: 1 }] }, { votes: [{ v: 4.5, e: 1 }] }];
    const bounded = [{ key: 'v', minimum: 1, maximum: 5 }];
    const { moves, trials } = stabilityOf(things, formula, bounded, 0.2, [({ v }) => -v!]);
    expect(trials).toBe(5);
    expect(moves).toEqual([
      { up: 0, down: 1 },
      { up: 1, down: 0 },
    ]);
  });

  test('of nothing is nothing', () => {
    expect(stabilityOf([], formula, inputs, 0.2)).toMatchObject({ moves: [], trials: 0, meanTau: null });
  });
});

describe('calibration', () => {
  test('tells who promises too much', () => {
    const outcomes = [
      { estimated: 10, realised: 5, confidence: 80 },
      { estimated: 4, realised: 6, confidence: 80 },
    ];
    expect(calibrationOf(outcomes)).toEqual({
      n: 2,
      bias: -1.5,
      meanAbsoluteError: 3.5,
      meanConfidence: 80,
      reachedPercent: 50,
      brierScore: expect.closeTo((0.64 + 0.04) / 2, 10),
    });
    expect(calibrationOf([])).toMatchObject({ n: 0, bias: null, brierScore: null });
  });
});
