import type { GivenAnswer } from './given-answer.js';
import { QuestionType } from './question-type.js';

/** What of a question decides which answers it takes. */
export interface AskedQuestion {
  readonly key: string;
  readonly type: QuestionType;
  readonly isRequired: boolean;
  readonly scaleMin: number | null;
  readonly scaleMax: number | null;
  readonly storedOptions: ReadonlyArray<{ readonly key: string }>;
  readonly storedStatements: ReadonlyArray<{ readonly key: string }>;
  readonly minChoices: number | null;
  readonly maxChoices: number | null;
  readonly minNumber: number | null;
  readonly maxNumber: number | null;
  readonly maxLength: number | null;
}

/** What a respondent sends; `ratings` is the answer to a matrix. Nothing filled in is a skipped question. */
export interface SentAnswer extends GivenAnswer {
  readonly ratings: ReadonlyArray<{ readonly statement: string; readonly number: number }> | null;
}

const LONGEST_TEXT = 5_000;

/** Whether nothing was filled in. */
export function isEmpty({ number, choices, text, date, ratings }: SentAnswer): boolean {
  const isBlank = (text ?? '').trim() === '' && (date ?? '') === '';
  return number === null && isBlank && (choices ?? []).length === 0 && (ratings ?? []).length === 0;
}

/** What is wrong with an answer and what would be right; null where it is well. */
export function answerFault(question: AskedQuestion, answer: SentAnswer): string | null {
  if (isEmpty(answer)) return question.isRequired ? 'This question has to be answered.' : null;
  return foreignPart(question, answer) ?? FAULTS[question.type](question, answer);
}

type Fault = (question: AskedQuestion, answer: SentAnswer) => string | null;
type Part = 'number' | 'choices' | 'text' | 'date' | 'ratings';

const onScale: Fault = ({ scaleMin, scaleMax }, { number }) =>
  isOnScale(number, scaleMin, scaleMax) ? null : `Give a whole number from ${scaleMin} to ${scaleMax}.`;

const FAULTS: Readonly<Record<QuestionType, Fault>> = {
  [QuestionType.NPS]: onScale,
  [QuestionType.CSAT]: onScale,
  [QuestionType.CES]: onScale,
  [QuestionType.LIKERT]: onScale,
  [QuestionType.MATRIX]: matrix,
  [QuestionType.SINGLE_CHOICE]: (question, answer) =>
    answer.choices?.length === 1 ? unknownChoice(question, answer) : 'Choose exactly one of the options.',
  [QuestionType.MULTIPLE_CHOICE]: multiple,
  [QuestionType.RANKING]: ranking,
  [QuestionType.NUMBER]: ({ minNumber, maxNumber }, { number }) => {
    if (number === null || !Number.isFinite(number)) return 'Give a number.';
    if (minNumber !== null && number < minNumber) return `Give a number of ${minNumber} or more.`;
    return maxNumber !== null && number > maxNumber ? `Give a number of ${maxNumber} or less.` : null;
  },
  [QuestionType.DATE]: (_, { date }) =>
    isDate(date) ? null : 'Give a date that exists, as year, month and day, such as 2026-11-22.',
  [QuestionType.TEXT]: ({ maxLength }, { text }) =>
    tooLong(text, maxLength ?? LONGEST_TEXT) ??
    (text === null ? 'Answer in your own words, in `text`.' : null),
};

/** Which parts of an answer a type takes; a choice may bring a remark. */
const PARTS: Readonly<Record<QuestionType, readonly Part[]>> = {
  [QuestionType.NPS]: ['number'],
  [QuestionType.CSAT]: ['number'],
  [QuestionType.CES]: ['number'],
  [QuestionType.LIKERT]: ['number'],
  [QuestionType.MATRIX]: ['ratings'],
  [QuestionType.SINGLE_CHOICE]: ['choices', 'text'],
  [QuestionType.MULTIPLE_CHOICE]: ['choices', 'text'],
  [QuestionType.RANKING]: ['choices'],
  [QuestionType.NUMBER]: ['number'],
  [QuestionType.DATE]: ['date'],
  [QuestionType.TEXT]: ['text'],
};

function foreignPart({ type }: AskedQuestion, answer: SentAnswer): string | null {
  const taken = PARTS[type];
  const foreign = (['number', 'choices', 'text', 'date', 'ratings'] as const).find(
    (part) => answer[part] !== null && !taken.includes(part),
  );
  return foreign ? `This question takes \`${taken[0]}\`, not \`${foreign}\`.` : null;
}

function matrix({ storedStatements, scaleMin, scaleMax, isRequired }: AskedQuestion, answer: SentAnswer) {
  const ratings = answer.ratings ?? [];
  const keys = storedStatements.map(({ key }) => key);
  const unknown = ratings.find(({ statement }) => !keys.includes(statement));
  if (unknown) return `There is no statement "${unknown.statement}". Rate ${keys.join(', ')}.`;
  if (new Set(ratings.map(({ statement }) => statement)).size < ratings.length)
    return 'Rate each statement once.';
  const off = ratings.find(({ number }) => !isOnScale(number, scaleMin, scaleMax));
  if (off) return `Rate "${off.statement}" with a whole number from ${scaleMin} to ${scaleMax}.`;
  const missing = keys.filter((key) => !ratings.some(({ statement }) => statement === key));
  return isRequired && missing.length > 0 ? `Rate every statement; missing: ${missing.join(', ')}.` : null;
}

function multiple(question: AskedQuestion, answer: SentAnswer): string | null {
  const fault = unknownChoice(question, answer) ?? repeatedChoice(answer);
  if (fault) return fault;
  const count = answer.choices?.length ?? 0;
  const least = Math.max(1, question.minChoices ?? 1);
  if (count < least) return `Choose at least ${least}.`;
  const most = question.maxChoices ?? question.storedOptions.length;
  return count > most ? `Choose at most ${most}.` : tooLong(answer.text, LONGEST_TEXT);
}

function ranking(question: AskedQuestion, answer: SentAnswer): string | null {
  const fault = unknownChoice(question, answer) ?? repeatedChoice(answer);
  if (fault) return fault;
  const missing = question.storedOptions.filter(({ key }) => !answer.choices!.includes(key));
  return missing.length > 0
    ? `Put all options in order, the best first; missing: ${missing.map(({ key }) => key).join(', ')}.`
    : null;
}

function unknownChoice({ storedOptions }: AskedQuestion, { choices, text }: SentAnswer): string | null {
  const keys = storedOptions.map(({ key }) => key);
  const unknown = (choices ?? []).find((choice) => !keys.includes(choice));
  if (unknown !== undefined) return `There is no option "${unknown}". Choose from ${keys.join(', ')}.`;
  return tooLong(text, LONGEST_TEXT);
}

function repeatedChoice({ choices }: SentAnswer): string | null {
  return new Set(choices).size < (choices ?? []).length ? 'Name each option once.' : null;
}

function tooLong(text: string | null, most: number): string | null {
  const length = [...(text ?? '')].length;
  return length > most ? `The text must have at most ${most} characters; it has ${length}.` : null;
}

function isOnScale(number: number | null, min: number | null, max: number | null): boolean {
  return (
    number !== null &&
    Number.isInteger(number) &&
    min !== null &&
    max !== null &&
    number >= min &&
    number <= max
  );
}

/** A calendar date in its ISO 8601 form; 30 February is none. */
function isDate(text: string | null): boolean {
  if (text === null || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    Temporal.PlainDate.from(text, { overflow: 'reject' });
    return true;
  } catch {
    return false;
  }
}
