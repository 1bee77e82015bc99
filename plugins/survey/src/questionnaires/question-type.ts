import '@candor/kernel';
import { registerEnumType } from 'type-graphql';

/** What kind of answer a question takes. */
export enum QuestionType {
  NPS = 'NPS',
  CSAT = 'CSAT',
  CES = 'CES',
  LIKERT = 'LIKERT',
  MATRIX = 'MATRIX',
  SINGLE_CHOICE = 'SINGLE_CHOICE',
  MULTIPLE_CHOICE = 'MULTIPLE_CHOICE',
  RANKING = 'RANKING',
  NUMBER = 'NUMBER',
  DATE = 'DATE',
  TEXT = 'TEXT',
}

registerEnumType(QuestionType, {
  name: 'QuestionType',
  description: 'What kind of answer a question takes.',
  valuesConfig: {
    NPS: { description: 'How likely one is to recommend: a whole number from 0 to 10.' },
    CSAT: { description: 'How satisfied one is: a whole number from 1 to 5, 5 being the best.' },
    CES: { description: 'How easy it was: a whole number from 1 to 7, 7 being the easiest.' },
    LIKERT: { description: 'How much one agrees: a whole number from `scaleMin` to `scaleMax`.' },
    MATRIX: { description: 'A Likert scale for each of several statements.' },
    SINGLE_CHOICE: { description: 'One of the options.' },
    MULTIPLE_CHOICE: { description: 'Some of the options.' },
    RANKING: { description: 'All options, the best first.' },
    NUMBER: { description: 'A number.' },
    DATE: { description: 'A date, such as `2026-11-22`.' },
    TEXT: { description: 'In own words.' },
  },
});

/** Lowest and highest value of the types whose scale is given; others bring their own. */
export const FIXED_SCALES: Readonly<Partial<Record<QuestionType, readonly [number, number]>>> = {
  [QuestionType.NPS]: [0, 10],
  [QuestionType.CSAT]: [1, 5],
  [QuestionType.CES]: [1, 7],
};

/** Types whose answer is a whole number on a scale. */
export const SCALES: ReadonlySet<QuestionType> = new Set([
  QuestionType.NPS,
  QuestionType.CSAT,
  QuestionType.CES,
  QuestionType.LIKERT,
  QuestionType.MATRIX,
]);

/** Types whose answer is made of options. */
export const CHOICES: ReadonlySet<QuestionType> = new Set([
  QuestionType.SINGLE_CHOICE,
  QuestionType.MULTIPLE_CHOICE,
  QuestionType.RANKING,
]);
