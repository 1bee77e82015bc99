import { describe, expect, it, test } from '@jest/globals';
import { branchingFaults, type CheckedStep } from './branching-check.js';
import { type Branch, type Condition, ConditionTest } from './condition.js';
import { holds } from './condition-holds.js';
import { type GivenAnswer, NO_ANSWER } from './given-answer.js';
import { walk } from './path.js';
import { QuestionType } from './question-type.js';

const { CSAT, MATRIX, NPS, SINGLE_CHOICE, TEXT } = QuestionType;
const { ANSWERED, AT_LEAST, BELOW, EXCLUDES, INCLUDES, IS, IS_NOT, SKIPPED } = ConditionTest;
const SCALE: Partial<Record<QuestionType, [number, number]>> = { NPS: [0, 10], CSAT: [1, 5], MATRIX: [1, 5] };

function step(key: string, type: QuestionType = TEXT, more: Partial<CheckedStep> = {}): CheckedStep {
  const [scaleMin, scaleMax] = SCALE[type] ?? [null, null];
  const rest = { isRequired: true, isSensitive: false, branches: [], next: null };
  return { key, type, ...rest, scaleMin, scaleMax, storedOptions: [], storedStatements: [], ...more };
}

function goTo(target: string, ...when: Condition[]): Branch {
  return { when, goTo: target };
}

const low = (question: string): Condition => ({ question, test: BELOW, number: 3 });
const high = (question: string): Condition => ({ question, test: AT_LEAST, number: 3 });
const is = (question: string, ...values: string[]): Condition => ({ question, test: IS, values });
const yesNo = [{ key: 'yes' }, { key: 'no' }];

describe('what is refused when a questionnaire is published', () => {
  test.each<[string, CheckedStep[], RegExp[]]>([
    [
      'nothing, where each way leads on',
      [step('a', CSAT, { branches: [goTo('c', low('a'))] }), step('b'), step('c')],
      [],
    ],
    [
      'a way back',
      [step('a'), step('b', CSAT, { branches: [goTo('a', low('b'))] })],
      [/"b" leads back to "a": a loop/],
    ],
    ['a way to itself', [step('a', CSAT, { next: 'a' })], [/"a" leads to itself: a loop/]],
    [
      'a way to nowhere',
      [step('a', CSAT, { branches: [goTo('x', low('a'))] })],
      [/"a" leads to "x".*dead end/],
    ],
    [
      'a question that all ways pass',
      [step('a', TEXT, { next: 'c' }), step('b'), step('c')],
      [/Nobody reaches "b"/],
    ],
    [
      'a question behind branches for all answers',
      [step('a', CSAT, { branches: [goTo('c', low('a')), goTo('END', high('a'))] }), step('b'), step('c')],
      [/Nobody reaches "b"/],
    ],
    [
      'not that, where it may be skipped',
      [
        step('a', CSAT, { isRequired: false, branches: [goTo('c', low('a')), goTo('END', high('a'))] }),
        step('b'),
        step('c'),
      ],
      [],
    ],
    [
      'a branch for an answer that there is not',
      [step('a', NPS, { branches: [goTo('END', { question: 'a', test: BELOW, number: 0 })] }), step('b')],
      [/Branch 1 of "a" is never taken/],
    ],
    [
      'a branch behind one that takes all',
      [
        step('a', SINGLE_CHOICE, {
          storedOptions: yesNo,
          branches: [goTo('c', is('a', 'yes', 'no')), goTo('b', is('a', 'no'))],
        }),
        step('b'),
        step('c'),
      ],
      [/Branch 2 of "a" is never taken/, /Nobody reaches "b"/],
    ],
    [
      'not a branch about an earlier question as well',
      [
        step('a', CSAT),
        step('b', CSAT, { branches: [goTo('END', high('b'), low('a')), goTo('END', low('b'))] }),
        step('c'),
      ],
      [],
    ],
    [
      'a look at a later question',
      [step('a', CSAT, { branches: [goTo('END', low('b'))] }), step('b', CSAT)],
      [/"b", which is asked later/],
    ],
    [
      'a look at no question',
      [step('a', CSAT, { branches: [goTo('END', low('x'))] }), step('b')],
      [/"x", which is no question/],
    ],
    [
      'a look at an encrypted answer',
      [step('a', CSAT, { isSensitive: true, branches: [goTo('END', low('a'))] }), step('b')],
      [/"a", whose answer is encrypted/],
    ],
    [
      'a look at a whole matrix',
      [step('a', MATRIX, { storedStatements: [{ key: 's' }], branches: [goTo('END', low('a'))] }), step('b')],
      [/Name one of its statements, such as "a\.s"/],
    ],
    [
      'not a look at a statement of one',
      [
        step('a', MATRIX, { storedStatements: [{ key: 's' }], branches: [goTo('END', low('a.s'))] }),
        step('b'),
      ],
      [],
    ],
  ])('%s', (_, steps, expected) => {
    const faults = branchingFaults(steps).map(({ message }) => message);
    expect(faults).toHaveLength(expected.length);
    for (const [index, pattern] of expected.entries()) expect(faults[index]).toMatch(pattern);
  });
});

describe('conditions', () => {
  const five: GivenAnswer = { ...NO_ANSWER, number: 5 };
  const two: GivenAnswer = { ...NO_ANSWER, choices: ['red', 'blue'] };
  test.each<[ConditionTest, Partial<Condition>, GivenAnswer | null, boolean]>([
    [IS, { values: ['5'] }, five, true],
    [IS, { values: ['4'] }, five, false],
    [IS, { values: ['5'] }, null, false],
    [IS_NOT, { values: ['4'] }, five, true],
    [IS_NOT, { values: ['4'] }, null, true],
    [BELOW, { number: 5 }, five, false],
    [BELOW, { number: 6 }, five, true],
    [BELOW, { number: 6 }, null, false],
    [AT_LEAST, { number: 5 }, five, true],
    [AT_LEAST, { number: 0 }, null, false],
    [INCLUDES, { values: ['red'] }, two, true],
    [INCLUDES, { values: ['green'] }, two, false],
    [EXCLUDES, { values: ['green'] }, two, true],
    [EXCLUDES, { values: ['green'] }, null, true],
    [EXCLUDES, { values: ['blue'] }, two, false],
    [ANSWERED, {}, five, true],
    [ANSWERED, {}, null, false],
    [SKIPPED, {}, null, true],
    [SKIPPED, {}, five, false],
  ])('%s %j of %j is %s', (test, more, answer, expected) => {
    expect(holds({ question: 'q', test, ...more }, new Map([['q', answer]]))).toBe(expected);
  });
});

describe('the way through a questionnaire', () => {
  const steps = [
    step('a', CSAT, { branches: [goTo('c', high('a'))] }),
    step('b'),
    step('c', TEXT, { next: 'END' }),
    step('d'),
  ];
  it('follows the first branch that holds, else goes on, and ends at END', () => {
    const at = (number: number, through: string[]) =>
      walk(steps, new Map([['a', { ...NO_ANSWER, number }]]), (key) => through.includes(key));
    expect(at(5, [])).toEqual({ passed: [], current: 'a' });
    expect(at(5, ['a'])).toEqual({ passed: ['a'], current: 'c' });
    expect(at(1, ['a'])).toEqual({ passed: ['a'], current: 'b' });
    expect(at(1, ['a', 'b', 'c'])).toEqual({ passed: ['a', 'b', 'c'], current: null });
  });
});
