import { describe, expect, test } from '@jest/globals';
import { DowngradePolicy } from '../programs/program-kinds.js';
import { type Ask, nextTier, qualified } from './qualify.js';

const tier = (rank: number, threshold: string, minimumPurchases = 0): Ask => ({
  rank,
  threshold,
  minimumPurchases,
});
const TIERS = [tier(2, '5000', 6), tier(0, '0'), tier(1, '1000', 2), tier(3, '20000', 12)];
const at = (rank: number) => TIERS.find((one) => one.rank === rank)!;

describe('tiers', () => {
  test.each([
    ['0', 0, 0],
    ['999.99', 50, 0],
    ['1000', 2, 1],
    // Spend alone does not make a level that asks for frequency as well.
    ['1000', 1, 0],
    ['19999.99', 12, 2],
    ['20000', 5, 1],
    ['20000', 12, 3],
  ])('%s spent in %d purchases qualify for rank %d', (value, purchases, rank) => {
    expect(qualified(TIERS, { value, purchases })!.rank).toBe(rank);
  });

  test.each<[number, string, DowngradePolicy | null, number]>([
    [0, '5000', null, 2],
    [3, '1000', null, 3],
    [3, '1000', DowngradePolicy.NEVER, 3],
    [3, '1000', DowngradePolicy.ONE_STEP, 2],
    [3, '1000', DowngradePolicy.AS_QUALIFIED, 1],
    [0, '0', DowngradePolicy.ONE_STEP, 0],
    [1, '5000', DowngradePolicy.ONE_STEP, 2],
  ])('from rank %d with %s, at the end of a period under %s, to rank %d', (from, value, policy, to) => {
    expect(nextTier(TIERS, at(from), { value, purchases: 100 }, policy)!.rank).toBe(to);
  });

  test('a program without tiers has none', () => {
    expect(nextTier([], null, { value: '1', purchases: 1 }, null)).toBeNull();
  });
});
