import { expect, test } from '@jest/globals';
import { ConditionTest } from '../questionnaires/condition.js';
import { NO_ANSWER } from '../questionnaires/given-answer.js';
import { type CheckedAnswer, type CheckedResponse, detectFlags } from './detect-flags.js';

function answer(
  questionKey: string,
  number: number | null,
  more: Partial<CheckedAnswer> = {},
): CheckedAnswer {
  const isAnswered = number !== null;
  return { questionKey, isAnswered, scale: '1-5', number, plausibleMin: null, plausibleMax: null, ...more };
}
const FREE = { scale: null, plausibleMin: 16, plausibleMax: 110 };
const CONTRADICTION = {
  all: [
    { question: 'happy', test: ConditionTest.AT_LEAST, number: 4 },
    { question: 'angry', test: ConditionTest.AT_LEAST, number: 4 },
  ],
  reason: 'happy and angry',
};

test.each<[string, CheckedAnswer[], Partial<CheckedResponse>, string[]]>([
  ['nothing', [answer('a', 3), answer('b', 4)], {}, []],
  ['half is missing', [answer('a', 3), answer('b', null)], {}, []],
  ['more than half is missing', [answer('a', 3), answer('b', null), answer('c', null)], {}, ['MISSING']],
  ['three equal values', [answer('a', 3), answer('b', 3), answer('c', 3)], {}, []],
  ['four equal values', ['a', 'b', 'c', 'd'].map((key) => answer(key, 3)), {}, ['STRAIGHT_LINING']],
  [
    'four of two scales',
    ['a', 'b', 'c', 'd'].map((key, i) => answer(key, 3, { scale: i < 2 ? '1-5' : '0-10' })),
    {},
    [],
  ],
  ['too fast', [answer('a', 3)], { seconds: 3, fastestSeconds: 4 }, ['TOO_FAST']],
  ['just not too fast', [answer('a', 3)], { seconds: 4, fastestSeconds: 4 }, []],
  ['time unknown', [answer('a', 3)], { seconds: null, fastestSeconds: 4 }, []],
  ['mis-keyed', [answer('age', 333, FREE)], {}, ['OUT_OF_RANGE']],
  ['plausible', [answer('age', 110, FREE)], {}, []],
  ['contradictory', [answer('happy', 5), answer('angry', 4)], {}, ['CONTRADICTORY']],
])('%s', (_, answers, more, expected) => {
  const given = new Map(
    answers.map(({ questionKey, number }) => [
      questionKey,
      number === null ? null : { ...NO_ANSWER, number },
    ]),
  );
  const found = detectFlags({
    answers,
    given,
    contradictions: [CONTRADICTION],
    seconds: null,
    fastestSeconds: null,
    ...more,
  });
  expect(found.map(({ kind }) => kind)).toEqual(expected);
});
