import { SurveyRepeat } from '../questionnaires/survey.js';
import { later } from './durations.js';

/** What was asked of a person before. */
export interface Asked {
  readonly surveyId: string;
  readonly at: Date;
  readonly isAnswered: boolean;
}

export interface FatigueRule {
  readonly surveyId: string;
  readonly repeat: SurveyRepeat;
  /** How often at most, with `UP_TO`. */
  readonly repeatTimes: number | null;
  /** ISO 8601; null for none. */
  readonly coolDown: string | null;
  /** The same across all surveys. */
  readonly globalCoolDown: string | null;
}

export type Fatigue = 'once' | 'answered' | 'times' | 'cool-down' | 'global-cool-down';

/**
 * Why a person is left in peace; null where they may be asked. Repetition is counted as Formbricks does for its
 * display options (once, until a response, some times until a response, always); a cool-down is over at the
 * instant at which it ends.
 */
export function fatigue(rule: FatigueRule, history: readonly Asked[], now: Date): Fatigue | null {
  const own = history.filter(({ surveyId }) => surveyId === rule.surveyId);
  return (
    repeated(rule, own) ??
    (isCooling(rule.coolDown, own, now) ? 'cool-down' : null) ??
    (isCooling(rule.globalCoolDown, history, now) ? 'global-cool-down' : null)
  );
}

function repeated({ repeat, repeatTimes }: FatigueRule, own: readonly Asked[]): Fatigue | null {
  const isAnswered = own.some((one) => one.isAnswered);
  switch (repeat) {
    case SurveyRepeat.ONCE:
      return own.length > 0 ? 'once' : null;
    case SurveyRepeat.UNTIL_ANSWERED:
      return isAnswered ? 'answered' : null;
    case SurveyRepeat.UP_TO:
      if (isAnswered) return 'answered';
      return own.length >= (repeatTimes ?? 1) ? 'times' : null;
    case SurveyRepeat.ALWAYS:
      return null;
  }
}

function isCooling(coolDown: string | null, history: readonly Asked[], now: Date): boolean {
  return coolDown !== null && history.some(({ at }) => later(at, coolDown) > now);
}
