import type { Condition } from './condition.js';
import { allHold } from './condition-holds.js';
import { type GivenAnswer, NO_ANSWER } from './given-answer.js';
import { END, type Step } from './path.js';
import { QuestionType } from './question-type.js';

/** What of a question the check looks at. */
export interface CheckedStep extends Step {
  readonly type: QuestionType;
  readonly isRequired: boolean;
  readonly isSensitive: boolean;
  readonly scaleMin: number | null;
  readonly scaleMax: number | null;
  readonly storedOptions: ReadonlyArray<{ readonly key: string }>;
  readonly storedStatements: ReadonlyArray<{ readonly key: string }>;
}

export interface BranchingFault {
  /** The question at fault. */
  readonly question: string;
  readonly message: string;
}

/**
 * What is wrong with the ways through a questionnaire: a loop (a way back), a dead end (a way to nowhere), a
 * condition about something that is not known yet, a branch that is never taken, a question nobody reaches.
 */
export function branchingFaults(steps: readonly CheckedStep[]): BranchingFault[] {
  const faults = steps.flatMap((step, index) => [
    ...targetFaults(steps, step, index),
    ...step.branches.flatMap(({ when }) => when.flatMap((one) => conditionFaults(steps, step, index, one))),
  ]);
  // Ways that lead nowhere would make everything behind them unreachable: those are named first, and alone.
  return faults.length > 0 ? faults : reachFaults(steps);
}

function targetFaults(steps: readonly CheckedStep[], step: CheckedStep, index: number): BranchingFault[] {
  const targets = [...step.branches.map(({ goTo }) => goTo), ...(step.next === null ? [] : [step.next])];
  return targets.flatMap((target) => {
    if (target === END) return [];
    const at = steps.findIndex(({ key }) => key === target);
    if (at === -1) {
      return [
        {
          question: step.key,
          message: `"${step.key}" leads to "${target}", which is no question: a dead end. Name a later question or END.`,
        },
      ];
    }
    if (at > index) return [];
    const where = at === index ? 'to itself' : `back to "${target}"`;
    return [
      {
        question: step.key,
        message: `"${step.key}" leads ${where}: a loop. A branch leads forward only; name a later question or END.`,
      },
    ];
  });
}

function conditionFaults(
  steps: readonly CheckedStep[],
  step: CheckedStep,
  index: number,
  { question }: Condition,
): BranchingFault[] {
  const [key = '', item] = question.split('.');
  const at = steps.findIndex((one) => one.key === key);
  const fault = (message: string) => [{ question: step.key, message }];
  if (at === -1)
    return fault(
      `A branch of "${step.key}" looks at "${question}", which is no question. Name an earlier one.`,
    );
  if (at > index)
    return fault(
      `A branch of "${step.key}" looks at "${question}", which is asked later. Name it or an earlier question.`,
    );
  const about = steps[at]!;
  if (about.isSensitive)
    return fault(
      `A branch of "${step.key}" looks at "${question}", whose answer is encrypted. Name a question that is not sensitive.`,
    );
  if (about.type === QuestionType.MATRIX && !about.storedStatements.some((one) => one.key === item)) {
    return fault(
      `A branch of "${step.key}" looks at the matrix "${key}". Name one of its statements, such as "${key}.${about.storedStatements[0]?.key ?? 'statement'}".`,
    );
  }
  return [];
}

/**
 * Follows every way. Where a question has few possible answers each is tried, so that branches for all of them
 * count as leaving no other way; of any other question every branch is possible, and none.
 */
function reachFaults(steps: readonly CheckedStep[]): BranchingFault[] {
  const reached = new Set<number>(steps.length > 0 ? [0] : []);
  const faults: BranchingFault[] = [];
  for (const [index, step] of steps.entries()) {
    if (!reached.has(index)) continue;
    const taken = takenBranches(step);
    for (const [place, branch] of step.branches.entries()) {
      if (taken.has(place)) {
        if (branch.goTo !== END) reached.add(steps.findIndex(({ key }) => key === branch.goTo));
      } else {
        faults.push({
          question: step.key,
          message: `Branch ${place + 1} of "${step.key}" is never taken: no answer leads to it that an earlier branch does not take. Change its conditions or leave it out.`,
        });
      }
    }
    if (taken.has('none') && step.next !== END) {
      reached.add(step.next === null ? index + 1 : steps.findIndex(({ key }) => key === step.next));
    }
  }
  const lost = steps.filter((_, index) => !reached.has(index));
  return [
    ...faults,
    ...lost.map(({ key }) => ({
      question: key,
      message: `Nobody reaches "${key}": every way leads past it. Let a branch lead there, or leave it out.`,
    })),
  ];
}

/** The places of the branches that some answer takes, and `none` where some answer takes none of them. */
function takenBranches(step: CheckedStep): ReadonlySet<number | 'none'> {
  const taken = new Set<number | 'none'>();
  const answers = possibleAnswers(step);
  for (const answer of answers ?? [undefined]) {
    let isSure = false;
    for (const [place, { when }] of step.branches.entries()) {
      const about = when.filter(({ question }) => question === step.key);
      const isOpen = answer === undefined || about.length < when.length;
      if (answer !== undefined && !allHold(about, new Map([[step.key, answer]]))) continue;
      taken.add(place);
      if (isOpen) continue;
      isSure = true;
      break;
    }
    if (!isSure) taken.add('none');
  }
  return taken;
}

/** Every answer that a question can have, null for a skipped one; nothing where there are too many to try. */
function possibleAnswers(step: CheckedStep): Array<GivenAnswer | null> | null {
  const skipped = step.isRequired ? [] : [null];
  if (step.type === QuestionType.SINGLE_CHOICE) {
    return [...step.storedOptions.map(({ key }) => ({ ...NO_ANSWER, choices: [key] })), ...skipped];
  }
  const { scaleMin, scaleMax } = step;
  if (scaleMin === null || scaleMax === null || step.type === QuestionType.MATRIX) return null;
  const values = Array.from({ length: scaleMax - scaleMin + 1 }, (_, place) => scaleMin + place);
  return [...values.map((number) => ({ ...NO_ANSWER, number })), ...skipped];
}
