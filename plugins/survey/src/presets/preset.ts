import type { SetSurveyGoalInput } from '../goals/goal-inputs.js';
import type { SurveyGoalMetric } from '../goals/survey-goal.js';
import type { CreateSurveyTriggerInput } from '../invitations/invitation-inputs.js';
import { SurveyMode } from '../invitations/survey-mode.js';
import { TriggerKind } from '../invitations/trigger.js';
import { ConditionTest } from '../questionnaires/condition.js';
import { QuestionType } from '../questionnaires/question-type.js';
import type { SurveyQuestionInput } from '../questionnaires/questionnaire-inputs.js';
import type { CreateSurveyInput } from '../questionnaires/survey-inputs.js';

/** A survey as one of the documents asks for it: data, with where each number comes from. */
export interface Preset {
  readonly key: string;
  /** The document, such as `seed-002`. */
  readonly seed: string;
  readonly provenance: string;
  readonly survey: Omit<CreateSurveyInput, 'key' | 'isAnonymous'>;
  readonly hiddenFields: readonly string[];
  readonly questions: readonly SurveyQuestionInput[];
  readonly trigger: Omit<CreateSurveyTriggerInput, 'surveyId'> | null;
  readonly goals?: readonly PresetGoal[];
}

/** A goal that begins when the preset is taken over, unless a baseline is measured first. */
export interface PresetGoal extends Omit<SetSurveyGoalInput, 'surveyId' | 'startsAt' | 'dueAt'> {
  readonly months: number;
  /** For so many months after the preset was taken over the baseline is measured; only then the goal begins. */
  readonly baselineMonths?: number;
}

/** What is left out: all responses, over three months, from five answers on. */
export function goal(
  key: string,
  metric: SurveyGoalMetric,
  facts: Partial<PresetGoal> & Pick<PresetGoal, 'months' | 'provenance'>,
): PresetGoal {
  const usual = { segments: [], channels: [], isBeyond: false, window: 'P3M', minimumN: 5 };
  return { ...usual, ...facts, key, metric };
}

type Extra = Partial<Omit<SurveyQuestionInput, 'key' | 'type' | 'text'>>;

export function both(en: string, zh: string) {
  return [
    { locale: 'en', text: en },
    { locale: 'zh-CN', text: zh },
  ];
}

export function question(
  key: string,
  type: QuestionType,
  en: string,
  zh: string,
  extra: Extra = {},
): SurveyQuestionInput {
  return {
    key,
    type,
    text: both(en, zh),
    isRequired: false,
    isSensitive: false,
    isReversed: false,
    asksForImprovement: false,
    options: [],
    statements: [],
    branches: [],
    ...extra,
  };
}

export function option(key: string, en: string, zh: string) {
  return { key, text: both(en, zh) };
}

/** Any other problem or suggestion, which is taken up as an improvement. */
export const SUGGESTION = question(
  'suggestion',
  QuestionType.TEXT,
  'Is there any other problem or suggestion?',
  '还有其他问题或建议吗？',
  { asksForImprovement: true },
);

/** Asks why only after a score of one or two. */
export function whyIfLow(about: string) {
  return [{ when: [{ question: about, test: ConditionTest.AT_LEAST, number: 3 }], goTo: 'suggestion' }];
}

export const WHY = question('why', QuestionType.TEXT, 'What went wrong?', '哪里做得不好？', {
  asksForImprovement: true,
});

const SCHEDULE = {
  filters: [],
  delay: 'PT0S',
  dayOfMonth: 1,
  hour: 9,
  timeZone: 'Asia/Shanghai',
  mode: SurveyMode.WEB_LINK,
};

export function everyMonth(en: string, zh: string): Preset['trigger'] {
  return { ...SCHEDULE, name: both(en, zh), kind: TriggerKind.MONTHLY, inTouchWithin: 'P31D' };
}

export function everyQuarter(en: string, zh: string): Preset['trigger'] {
  return { ...SCHEDULE, name: both(en, zh), kind: TriggerKind.QUARTERLY, sampleSize: 1_000 };
}

/** After a ticket is closed; silence that lets a ticket lapse is no closing. */
export function afterClosing(
  en: string,
  zh: string,
  { type, mode = SurveyMode.WEB_LINK }: { type?: string; mode?: SurveyMode } = {},
): Preset['trigger'] {
  const ofType = type ? [{ field: 'ticket.type', values: [type] }] : [];
  return {
    name: both(en, zh),
    kind: TriggerKind.EVENT,
    event: 'ticket.state-changed',
    filters: [{ field: 'to', values: ['CLOSED'] }, ...ofType],
    delay: 'PT1H',
    sendWithin: 'PT24H',
    mode,
  };
}
