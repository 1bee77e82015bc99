import { allHold } from '../questionnaires/condition-holds.js';
import type { Contradiction } from '../questionnaires/contradiction.js';
import type { GivenAnswers } from '../questionnaires/given-answer.js';
import { FlagKind } from './flag.js';

/** A shown question with its answer, as far as the checks look at it. */
export interface CheckedAnswer {
  readonly questionKey: string;
  readonly isAnswered: boolean;
  /** The scale it was answered on; null without one. */
  readonly scale: string | null;
  readonly number: number | null;
  readonly plausibleMin: number | null;
  readonly plausibleMax: number | null;
}

export interface CheckedResponse {
  readonly answers: readonly CheckedAnswer[];
  readonly given: GivenAnswers;
  readonly contradictions: readonly Contradiction[];
  /** How long it took, in seconds; null where nobody measured. */
  readonly seconds: number | null;
  readonly fastestSeconds: number | null;
}

export interface FoundFlag {
  readonly kind: FlagKind;
  readonly detail: string;
}

/** As many values on one scale as it takes until equal ones are odd. */
const STRAIGHT_LINE = 4;

/** What is odd about a response that was handed in. */
export function detectFlags(response: CheckedResponse): FoundFlag[] {
  return [
    ...missing(response),
    ...straightLines(response),
    ...tooFast(response),
    ...contradictions(response),
    ...outOfRange(response),
  ];
}

function missing({ answers }: CheckedResponse): FoundFlag[] {
  const without = answers.filter(({ isAnswered }) => !isAnswered);
  if (answers.length === 0 || without.length * 2 <= answers.length) return [];
  return [{ kind: FlagKind.MISSING, detail: `${without.length} of ${answers.length} have no answer` }];
}

/** Equal values on one scale, of so many questions that it is odd. */
function straightLines({ answers }: CheckedResponse): FoundFlag[] {
  const scales = Map.groupBy(
    answers.filter(({ scale, number }) => scale !== null && number !== null),
    ({ scale }) => scale,
  );
  return [...scales.values()].flatMap((rated) => {
    const [first] = rated;
    const isLine = rated.length >= STRAIGHT_LINE && rated.every(({ number }) => number === first!.number);
    const keys = [...new Set(rated.map(({ questionKey }) => questionKey))];
    return isLine
      ? [{ kind: FlagKind.STRAIGHT_LINING, detail: `${first!.number} throughout: ${keys.join(', ')}` }]
      : [];
  });
}

function tooFast({ seconds, fastestSeconds }: CheckedResponse): FoundFlag[] {
  return seconds !== null && fastestSeconds !== null && seconds < fastestSeconds
    ? [{ kind: FlagKind.TOO_FAST, detail: `${seconds} s, less than ${fastestSeconds} s` }]
    : [];
}

function contradictions({ contradictions: rules, given }: CheckedResponse): FoundFlag[] {
  return rules
    .filter(({ all }) => allHold(all, given))
    .map(({ reason }) => ({ kind: FlagKind.CONTRADICTORY, detail: reason }));
}

function outOfRange({ answers }: CheckedResponse): FoundFlag[] {
  return answers
    .filter(({ number, plausibleMin: min, plausibleMax: max }) => {
      if (number === null) return false;
      return (min !== null && number < min) || (max !== null && number > max);
    })
    .map(({ questionKey, number }) => ({ kind: FlagKind.OUT_OF_RANGE, detail: `${questionKey}: ${number}` }));
}
