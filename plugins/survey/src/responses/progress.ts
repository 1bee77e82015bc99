import { type GivenAnswer, type GivenAnswers, NO_ANSWER } from '../questionnaires/given-answer.js';
import { type Path, type Step, walk } from '../questionnaires/path.js';
import { AnswerState } from './answer.js';

/** What of a stored answer says how far somebody is. */
export interface AnswerRow extends GivenAnswer {
  readonly questionKey: string;
  readonly itemKey: string;
  readonly state: AnswerState;
}

/** The stored answers as branches, recalls and contradictions look at them. Encrypted ones are only there or not. */
export function givenOf(
  questions: ReadonlyArray<{ readonly key: string }>,
  rows: readonly AnswerRow[],
): GivenAnswers {
  const given = new Map<string, GivenAnswer | null>();
  for (const { key } of questions) {
    const own = rows.filter((row) => row.questionKey === key && row.state !== AnswerState.SHOWN);
    if (own.length === 0) continue;
    for (const row of own) if (row.itemKey !== '') given.set(`${key}.${row.itemKey}`, answerOf(row));
    const whole = own.find(({ itemKey }) => itemKey === '');
    const isAnswered = own.some(({ state }) => state === AnswerState.ANSWERED);
    given.set(key, whole ? answerOf(whole) : isAnswered ? NO_ANSWER : null);
  }
  return given;
}

/** How far somebody is: a question is through once all of its rows are answered or skipped. */
export function pathOf(questions: readonly Step[], rows: readonly AnswerRow[]): Path {
  return walk(questions, givenOf(questions, rows), (key) => {
    const own = rows.filter((row) => row.questionKey === key);
    return own.length > 0 && own.every(({ state }) => state !== AnswerState.SHOWN);
  });
}

function answerOf({ state, number, choices, text, date }: AnswerRow): GivenAnswer | null {
  return state === AnswerState.ANSWERED ? { number, choices, text, date } : null;
}
