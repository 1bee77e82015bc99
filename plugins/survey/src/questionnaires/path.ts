import type { Branch } from './condition.js';
import { allHold } from './condition-holds.js';
import type { GivenAnswers } from './given-answer.js';

/** Where a branch or `next` leads when nothing more is asked. */
export const END = 'END';

/** What of a question decides where one goes on. */
export interface Step {
  readonly key: string;
  readonly branches: readonly Branch[];
  readonly next: string | null;
}

/** How far somebody is. */
export interface Path {
  /** The questions that were answered or skipped, in the order in which they are asked. */
  readonly passed: readonly string[];
  /** The question to ask now; null when all are through. */
  readonly current: string | null;
}

/** Where one goes on after a question with the answers so far; null for the end. */
function stepAfter(steps: readonly Step[], index: number, answers: GivenAnswers): number | null {
  const { branches, next } = steps[index]!;
  const goTo = branches.find(({ when }) => allHold(when, answers))?.goTo ?? next;
  if (goTo === END) return null;
  const target = goTo === null ? index + 1 : steps.findIndex(({ key }) => key === goTo);
  // A published questionnaire leads forward only; whatever else stands there ends it rather than going in circles.
  return target > index && target < steps.length ? target : null;
}

/** Walks from the first question along the answers; `isPassed` says which questions are through. */
export function walk(
  steps: readonly Step[],
  answers: GivenAnswers,
  isPassed: (key: string) => boolean,
): Path {
  const passed: string[] = [];
  let index: number | null = steps.length > 0 ? 0 : null;
  while (index !== null) {
    const { key } = steps[index]!;
    if (!isPassed(key)) return { passed, current: key };
    passed.push(key);
    index = stepAfter(steps, index, answers);
  }
  return { passed, current: null };
}
