import { describe, expect, test } from '@jest/globals';
import { readExpression } from './expression.js';

const INPUTS = ['reach', 'effort', 'isCore1'];

describe('an expression', () => {
  test.each([
    ['reach * 2 / effort', { reach: 3, effort: 4 }, 1.5],
    ['1 / 2', {}, 0.5],
    ['(reach + 1.5) * -effort', { reach: 0.5, effort: 2 }, -4],
    ['effort > 0 ? reach / effort : 0', { reach: 3, effort: 0 }, 0],
    ['reach >= 10 && !(effort > 5) || isCore1 == 1 ? 2 : 1', { reach: 10, effort: 5, isCore1: 0 }, 2],
    ['min(reach, 5) + max(effort, 5) + abs(-2) + pow(2, 3)', { reach: 9, effort: 1 }, 20],
    ['sqrt(reach) * ln(1) + log10(100)', { reach: 9 }, 2],
    ['1e2 + reach', { reach: 1 }, 101],
  ] as Array<[string, Record<string, number>, number]>)('%s with %o is %d', (text, values, result) => {
    expect(readExpression(text, INPUTS)(values)).toBeCloseTo(result, 10);
  });

  test.each([
    ['reach + nobody', 'Unknown variable: nobody'],
    ['reach +', 'Unexpected token'],
    ['foo(reach)', 'no matching overload'],
    ['"text"', 'must come to a number'],
    ['reach > 1', 'must come to a number'],
    ['[1, 2].map(x, x)', 'maxListElements'],
    ['{"a": 1}', 'maxMapEntries'],
    ['size("a") > 0 ? reach : effort', 'Use numbers, inputs'],
    ['reach.constructor', 'Cannot index'],
    ['constructor', 'Unknown variable'],
    ['__proto__', 'Reserved identifier'],
    [`1${'+1'.repeat(120)}`, 'maxAstNodes'],
    [`${'('.repeat(60)}1${')'.repeat(60)}`, 'maxDepth'],
    [`1${' '.repeat(500)}`, 'at most 500 characters'],
    ['', 'cannot be read'],
  ])('%s is refused: %s', (text, message) => {
    expect(() => readExpression(text, INPUTS)).toThrow(message);
  });

  test.each([
    ['reach / effort', { reach: 1, effort: 0 }, 'divides by zero where "effort" is 0'],
    ['1 / (reach / (effort - effort))', { reach: 1, effort: 2 }, 'divides by zero'],
    ['reach + effort', { reach: 1 }, '"effort" is missing'],
    ['ln(0 - reach)', { reach: 1 }, 'no finite number'],
    ['pow(reach, 999)', { reach: 10 }, 'no finite number'],
  ] as Array<[string, Record<string, number>, string]>)(
    '%s with %o has no value: %s',
    (text, values, message) => {
      expect(() => readExpression(text, INPUTS)(values)).toThrow(message);
    },
  );
});
