import { inLanguage, type LocalizedText } from '@candor/kernel/database';
import { answerAsText, type GivenAnswer, type GivenAnswers } from './given-answer.js';
import type { StoredOption } from './question.js';

const PLACE = /\{\{\s*([a-z][a-z0-9-]*)\s*\}\}/g;

/** The keys of the questions that a text recalls. */
export function recalledKeys(text: LocalizedText | null): string[] {
  return Object.values(text ?? {}).flatMap((one) => [...one.matchAll(PLACE)].map(([, key]) => key!));
}

/** A text with the answers put where it recalls them; `…` for what was skipped or not asked. */
export function recalled(
  text: string,
  answers: GivenAnswers,
  questions: ReadonlyArray<{ readonly key: string; readonly storedOptions: readonly StoredOption[] }>,
  locale: string,
): string {
  return text.replace(PLACE, (_, key: string) => {
    const answer = answers.get(key);
    if (!answer) return '…';
    return shown(answer, questions.find((question) => question.key === key)?.storedOptions ?? [], locale);
  });
}

function shown(answer: GivenAnswer, options: readonly StoredOption[], locale: string): string {
  if (answer.choices === null) return answerAsText(answer);
  return answer.choices
    .map((choice) => inLanguage(options.find(({ key }) => key === choice)?.text ?? { en: choice }, locale))
    .join(locale.startsWith('zh') ? '、' : ', ');
}
