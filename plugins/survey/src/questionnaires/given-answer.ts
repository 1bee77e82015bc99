/** An answer as rules look at it; what the type does not fill is null. */
export interface GivenAnswer {
  readonly number: number | null;
  readonly choices: readonly string[] | null;
  readonly text: string | null;
  readonly date: string | null;
}

/**
 * What is answered so far, by the key of the question; a statement of a matrix by `question.statement`. Null is
 * a question that was skipped; one that is not in the map was not asked.
 */
export type GivenAnswers = ReadonlyMap<string, GivenAnswer | null>;

export const NO_ANSWER: GivenAnswer = { number: null, choices: null, text: null, date: null };

/** An answer as text, for recall, for conditions on it, and for storing it encrypted. */
export function answerAsText({ number, choices, text, date }: GivenAnswer): string {
  if (number !== null) return String(number);
  if (choices !== null) return choices.join(', ');
  return text ?? date ?? '';
}
