import { type Condition, ConditionTest } from './condition.js';
import { answerAsText, type GivenAnswer, type GivenAnswers } from './given-answer.js';

/** Whether a condition holds. About a question that was not asked only `SKIPPED` and the negative tests do. */
export function holds(condition: Condition, answers: GivenAnswers): boolean {
  const answer = answers.get(condition.question) ?? null;
  const values = condition.values ?? [];
  switch (condition.test) {
    case ConditionTest.ANSWERED:
      return answer !== null;
    case ConditionTest.SKIPPED:
      return answer === null;
    case ConditionTest.IS:
      return answer !== null && values.includes(answerAsText(answer));
    case ConditionTest.IS_NOT:
      return answer === null || !values.includes(answerAsText(answer));
    case ConditionTest.INCLUDES:
      return includesAny(answer, values);
    case ConditionTest.EXCLUDES:
      return !includesAny(answer, values);
    case ConditionTest.BELOW:
      return compare(answer, condition, (number, limit) => number < limit);
    case ConditionTest.AT_LEAST:
      return compare(answer, condition, (number, limit) => number >= limit);
  }
}

export function allHold(conditions: readonly Condition[], answers: GivenAnswers): boolean {
  return conditions.every((condition) => holds(condition, answers));
}

function includesAny(answer: GivenAnswer | null, values: readonly string[]): boolean {
  return answer?.choices?.some((choice) => values.includes(choice)) ?? false;
}

function compare(
  answer: GivenAnswer | null,
  condition: Condition,
  test: (number: number, limit: number) => boolean,
): boolean {
  const { number: limit } = condition;
  return answer !== null && answer.number !== null && limit != null && test(answer.number, limit);
}
