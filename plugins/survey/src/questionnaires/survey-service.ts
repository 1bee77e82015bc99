import { StaffMember } from '@candor/core/people';
import type { Tx } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { textsOf, UserError } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import { LockMode } from '@mikro-orm/core';
import { Survey, SurveyRepeat, SurveyState } from './survey.js';
import type {
  CloseSurveyInput,
  CreateSurveyInput,
  SurveyRulesInput,
  UpdateSurveyInput,
} from './survey-inputs.js';

/** `provenance` says where the numbers of a preset come from. */
export async function createSurvey(
  tx: Tx,
  input: CreateSurveyInput,
  { provenance = null }: { provenance?: string | null } = {},
): Promise<Survey> {
  if ((await tx.em.count(Survey, { key: input.key })) > 0)
    throw new UserError('INVALID', ['key'], 'This is taken already; choose another one.');
  const survey = tx.em.create(
    Survey,
    {
      key: input.key,
      title: textsOf(input.title),
      introduction: input.introduction ? textsOf(input.introduction) : null,
      thanks: input.thanks ? textsOf(input.thanks) : null,
      brief: input.brief ? { ...input.brief } : null,
      isAnonymous: input.isAnonymous,
      provenance,
    },
    { partial: true },
  );
  await applyRules(tx, survey, input.rules ?? {});
  audit(tx, { action: 'survey.create', subject: survey.id, after: { key: survey.key } });
  return survey;
}

/** Locks the survey. */
export async function updateSurvey(tx: Tx, input: UpdateSurveyInput): Promise<Survey> {
  const survey = await surveyToChange(tx, input);
  if (input.title) survey.title = textsOf(input.title);
  if (input.introduction !== undefined)
    survey.introduction = input.introduction === null ? null : textsOf(input.introduction);
  if (input.thanks !== undefined) survey.thanks = input.thanks === null ? null : textsOf(input.thanks);
  if (input.brief) survey.brief = { ...input.brief };
  if (input.rules) await applyRules(tx, survey, input.rules);
  const { surveyId: _, version: __, idempotencyKey: ___, ...changes } = input;
  audit(tx, { action: 'survey.update', subject: survey.id, after: { fields: Object.keys(changes) } });
  return survey;
}

/** Locks the survey. Nobody is asked any more, and nobody can answer. */
export async function closeSurvey(tx: Tx, input: CloseSurveyInput): Promise<Survey> {
  const survey = await surveyToChange(tx, input);
  if (survey.state !== SurveyState.OPEN)
    throw new UserError(
      'SURVEY_NOT_OPEN',
      ['surveyId'],
      `The survey is ${survey.state}; only an open one is closed.`,
    );
  close(tx, survey);
  return survey;
}

/** What closing comes to, by hand, by date or by quota. */
export function close(tx: Tx, survey: Survey): void {
  survey.state = SurveyState.CLOSED;
  audit(tx, { action: 'survey.close', subject: survey.id });
  emit(tx, 'survey.closed', { subject: survey.id, payload: { surveyId: survey.id } });
}

/** Closes what should have closed by now; it has taken no answers since. */
export async function closePast(tx: Tx): Promise<void> {
  const past = { state: SurveyState.OPEN, closesAt: { $lte: tx.now } };
  for (const survey of await tx.em.find(Survey, past, { lockMode: LockMode.PESSIMISTIC_WRITE }))
    close(tx, survey);
}

export function surveyToChange(
  tx: Tx,
  { surveyId, version }: { surveyId: string; version?: number | null },
): Promise<Survey> {
  return tx.get(Survey, surveyId, { field: ['surveyId'], version });
}

/** Fields that are set as they are given; null takes away, undefined leaves. */
const CLEARABLE = ['repeatTimes', 'coolDown', 'fastestSeconds', 'quota', 'closesAt'] as const;
const REPLACEABLE = ['repeat', 'answerWithin', 'reminders', 'callbackWithin'] as const;

async function applyRules(tx: Tx, survey: Survey, rules: SurveyRulesInput): Promise<void> {
  for (const field of CLEARABLE)
    if (rules[field] !== undefined) Object.assign(survey, { [field]: rules[field] });
  for (const field of REPLACEABLE) if (rules[field] != null) Object.assign(survey, { [field]: rules[field] });
  if (rules.quotas != null)
    survey.quotas = rules.quotas.map(({ segment, value, limit }) => ({ segment, value, limit }));
  if (rules.ownerId !== undefined)
    survey.owner =
      rules.ownerId === null ? null : await tx.see(StaffMember, rules.ownerId, ['rules', 'ownerId']);
  if (survey.repeat === SurveyRepeat.UP_TO && survey.repeatTimes === null)
    throw new UserError('INVALID', ['rules', 'repeatTimes'], 'With UP_TO, say how often at most.');
}
