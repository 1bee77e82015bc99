import { describe, expect, test } from '@jest/globals';
import { departmentKey } from './parties.js';

describe('the key of a department', () => {
  test.each([
    ['Group 70', 'group-70'],
    ['Network', 'network'],
    ['24h desk', 'group-24h-desk-087eb34c'],
  ])('of %s is %s', (group, key) => {
    expect(departmentKey(group)).toBe(key);
  });

  test('is one that departments may have, and another for every name', () => {
    const names = [
      'Net work',
      'Net/work',
      'Net  work',
      'Net-work!',
      '网络',
      '网络部',
      'x'.repeat(60),
      'x'.repeat(61),
      '-',
    ];
    const keys = names.map(departmentKey);
    for (const key of keys) expect(key).toMatch(/^[a-z][a-z0-9-]{0,49}$/);
    expect(new Set(keys).size).toBe(names.length);
  });
});
