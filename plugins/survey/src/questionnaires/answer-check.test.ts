import { expect, test } from '@jest/globals';
import { type AskedQuestion, answerFault, type SentAnswer } from './answer-check.js';
import { QuestionType } from './question-type.js';
import { recalled } from './recall.js';

const NOTHING: SentAnswer = { number: null, choices: null, text: null, date: null, ratings: null };
const OPTIONS = [{ key: 'a' }, { key: 'b' }, { key: 'c' }];

function question(type: QuestionType, more: Partial<AskedQuestion> = {}): AskedQuestion {
  const scales: Partial<Record<QuestionType, [number, number]>> = {
    NPS: [0, 10],
    CSAT: [1, 5],
    CES: [1, 7],
    LIKERT: [1, 5],
    MATRIX: [1, 5],
  };
  const [scaleMin, scaleMax] = scales[type] ?? [null, null];
  return {
    key: 'q',
    type,
    isRequired: true,
    scaleMin,
    scaleMax,
    storedOptions: OPTIONS,
    storedStatements: [{ key: 's' }, { key: 't' }],
    minChoices: null,
    maxChoices: null,
    minNumber: null,
    maxNumber: null,
    maxLength: null,
    ...more,
  };
}

const { CES, CSAT, DATE, LIKERT, MATRIX, MULTIPLE_CHOICE, NPS, NUMBER, RANKING, SINGLE_CHOICE, TEXT } =
  QuestionType;
const rate = (...pairs: Array<[string, number]>) => ({
  ratings: pairs.map(([statement, number]) => ({ statement, number })),
});

test.each<[QuestionType, Partial<SentAnswer>, RegExp | null, Partial<AskedQuestion>?]>([
  [NPS, { number: 0 }, null],
  [NPS, { number: 10 }, null],
  [NPS, { number: 11 }, /whole number from 0 to 10/],
  [NPS, { number: -1 }, /whole number from 0 to 10/],
  [NPS, { number: 7.5 }, /whole number from 0 to 10/],
  [CSAT, { number: 0 }, /whole number from 1 to 5/],
  [CES, { number: 7 }, null],
  [CES, { number: 8 }, /whole number from 1 to 7/],
  [LIKERT, { number: 7 }, null, { scaleMax: 7 }],
  [CSAT, {}, /has to be answered/],
  [CSAT, {}, null, { isRequired: false }],
  [CSAT, { text: 'five' }, /takes `number`, not `text`/],
  [MATRIX, rate(['s', 1], ['t', 5]), null],
  [MATRIX, rate(['s', 1]), /missing: t/],
  [MATRIX, rate(['s', 1]), null, { isRequired: false }],
  [MATRIX, rate(['s', 1], ['t', 6]), /Rate "t" with a whole number from 1 to 5/],
  [MATRIX, rate(['s', 1], ['x', 2]), /no statement "x"/],
  [MATRIX, rate(['s', 1], ['s', 2], ['t', 1]), /each statement once/],
  [SINGLE_CHOICE, { choices: ['a'] }, null],
  [SINGLE_CHOICE, { choices: ['a'], text: 'because' }, null],
  [SINGLE_CHOICE, { choices: ['a', 'b'] }, /exactly one/],
  [SINGLE_CHOICE, { choices: ['x'] }, /no option "x". Choose from a, b, c/],
  [MULTIPLE_CHOICE, { choices: ['a', 'b'] }, null],
  [MULTIPLE_CHOICE, { choices: ['a', 'a'] }, /each option once/],
  [MULTIPLE_CHOICE, { choices: ['a'] }, /at least 2/, { minChoices: 2 }],
  [MULTIPLE_CHOICE, { choices: ['a', 'b', 'c'] }, /at most 2/, { maxChoices: 2 }],
  [RANKING, { choices: ['c', 'a', 'b'] }, null],
  [RANKING, { choices: ['c', 'a'] }, /missing: b/],
  [NUMBER, { number: 2.5 }, null],
  [NUMBER, { number: Number.POSITIVE_INFINITY }, /Give a number/],
  [NUMBER, { number: 1 }, /2 or more/, { minNumber: 2 }],
  [NUMBER, { number: 3 }, /2 or less/, { maxNumber: 2 }],
  [DATE, { date: '2026-02-28' }, null],
  [DATE, { date: '2026-02-30' }, /date that exists/],
  [DATE, { date: '22.11.2026' }, /such as 2026-11-22/],
  [TEXT, { text: '好' }, null],
  [TEXT, { text: '😀😀' }, null, { maxLength: 2 }],
  [TEXT, { text: 'abc' }, /at most 2 characters; it has 3/, { maxLength: 2 }],
  [TEXT, { text: '  ' }, /has to be answered/],
  // With a default, so that a row without it is not taken for one that waits for a callback.
])('%s takes %j: %s', (type, answer, expected, more = {}) => {
  const fault = answerFault(question(type, more), { ...NOTHING, ...answer });
  if (expected === null) expect(fault).toBeNull();
  else expect(fault).toMatch(expected);
});

test('a text recalls earlier answers, options by their names, and shows a gap for what is not known', () => {
  const options = [
    { key: 'tea', text: { en: 'Tea', 'zh-CN': '茶' } },
    { key: 'milk', text: { en: 'Milk', 'zh-CN': '奶' } },
  ];
  const given = new Map([
    ['drink', { number: null, choices: ['tea', 'milk'], text: null, date: null }],
    ['cups', { number: 3, choices: null, text: null, date: null }],
    ['why', null],
  ]);
  const questions = [{ key: 'drink', storedOptions: options }];
  expect(recalled('{{cups}} × {{ drink }} ({{why}})', given, questions, 'en')).toBe('3 × Tea, Milk (…)');
  expect(recalled('{{drink}}', given, questions, 'zh-CN')).toBe('茶、奶');
});
