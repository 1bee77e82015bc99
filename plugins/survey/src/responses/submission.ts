import type { Services } from '@candor/kernel';
import { type Tx, uuidOf } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { UserError } from '@candor/kernel/graphql';
import { append } from '@candor/kernel/live';
import { openCallback } from '../callbacks/callback-service.js';
import { InvitationState } from '../invitations/invitation.js';
import { SurveyOptOut } from '../invitations/opt-out.js';
import { isQuotaFull } from '../invitations/quota.js';
import { detectFlags } from '../quality/detect-flags.js';
import { SurveyFlag } from '../quality/flag.js';
import { SCALES } from '../questionnaires/question-type.js';
import { close } from '../questionnaires/survey-service.js';
import { idFor, monthOf } from './anonymity.js';
import { AnswerState } from './answer.js';
import { givenOf, pathOf } from './progress.js';
import { ResponseState, type SurveyResponse } from './response.js';
import { type Key, type Sitting, sit } from './sitting.js';

/** The stream that staff read who watch the responses come in. */
export function streamOf(surveyId: string): string {
  return `survey:${surveyId}`;
}

/** Hands a response in: it counts from now on and never changes. Low scores open a call-back. */
export async function submitResponse(tx: Tx, services: Services, key: Key): Promise<SurveyResponse> {
  const sitting = await sit(tx, services, key, { to: 'answer', language: 'en' });
  const response = begunResponse(sitting);
  const { current } = pathOf(sitting.questions, sitting.rows);
  if (current !== null)
    throw new UserError('SURVEY_INCOMPLETE', [], `"${current}" is still to be answered or skipped.`);
  await refuseFull(tx, sitting, response);
  const { survey, invitation } = sitting;
  const { isAnonymous } = response;
  response.state = ResponseState.SUBMITTED;
  response.submittedAt = isAnonymous ? monthOf(tx.now) : tx.now;
  response.seconds = secondsOf(tx, sitting, response);
  flag(tx, sitting, response);
  await closeIfFull(tx, sitting);
  if (isAnonymous) return response;
  // From here on only what may be known of a person who is known.
  if (invitation) {
    invitation.state = InvitationState.ANSWERED;
    invitation.answeredAt = tx.now;
  }
  openCallback(tx, sitting, response);
  emit(tx, 'survey.response-submitted', {
    subject: response.id,
    payload: {
      responseId: response.id,
      surveyId: survey.id,
      customerId: response.customer!.id,
      ratings: (await isOptedOut(tx, response)) ? {} : ratingsOf(sitting),
    },
  });
  append(tx, streamOf(survey.id), 'submitted', { response: response.id });
  return response;
}

/** Breaks a response off: what was answered stays, and is not asked again. */
export async function dismissResponse(tx: Tx, services: Services, key: Key): Promise<SurveyResponse> {
  const sitting = await sit(tx, services, key, { to: 'answer', language: 'en' });
  const response = begunResponse(sitting);
  response.state = ResponseState.DISMISSED;
  for (const row of sitting.rows) if (row.state === AnswerState.SHOWN) row.state = AnswerState.DISMISSED;
  if (sitting.invitation) sitting.invitation.state = InvitationState.DISMISSED;
  return response;
}

/**
 * What was rated on a scale, for other plugins. Numbers about the person, such as an age, are none of theirs; a
 * sensitive answer is not among the rows' numbers: it stands elsewhere, sealed.
 */
function ratingsOf({ rows }: Sitting): Record<string, number> {
  const rated = rows.filter(
    ({ type, state, number }) => SCALES.has(type) && state === AnswerState.ANSWERED && number !== null,
  );
  return Object.fromEntries(
    rated.map(({ questionKey, itemKey, number }) => [
      itemKey === '' ? questionKey : `${questionKey}.${itemKey}`,
      number!,
    ]),
  );
}

/** Whoever wants to be left in peace answers this survey, and nothing else is made of it. */
async function isOptedOut(tx: Tx, { customer }: SurveyResponse): Promise<boolean> {
  return (await tx.em.count(SurveyOptOut, { customer: customer!.id, isActive: true })) > 0;
}

function begunResponse({ response }: Sitting): SurveyResponse {
  if (!response)
    throw new UserError(
      'SURVEY_NOT_STARTED',
      [],
      'Nothing was answered yet: begin with startSurveyResponse.',
    );
  return response;
}

/** Under the lock of the survey where it has a quota, so that not one too many is taken. */
async function refuseFull(tx: Tx, { survey }: Sitting, { segmentFacts }: SurveyResponse): Promise<void> {
  if (survey.quota === null && survey.quotas.length === 0) return;
  await tx.query('select 1 from survey_survey where id = $1 for update', [uuidOf('survey', survey.id)]);
  if (await isQuotaFull(tx, survey, segmentFacts))
    throw new UserError('SURVEY_FULL', [], 'As many have answered as were wanted. Thank you.');
}

/** The last response that is wanted closes the survey. */
async function closeIfFull(tx: Tx, { survey }: Sitting): Promise<void> {
  if (survey.quota === null) return;
  await tx.em.flush();
  const { id, quota } = survey;
  if (await isQuotaFull(tx, { id, quota, quotas: [] }, {})) close(tx, survey);
}

function secondsOf(tx: Tx, { rows }: Sitting, { isAnonymous, startedAt }: SurveyResponse): number | null {
  if (!isAnonymous) return Math.round((tx.now.getTime() - startedAt.getTime()) / 1_000);
  const measured = rows.map(({ seconds }) => seconds).filter((seconds) => seconds !== null);
  return measured.length < rows.length ? null : Math.round(measured.reduce((sum, one) => sum + one, 0));
}

function flag(tx: Tx, { questions, rows, questionnaire, survey }: Sitting, response: SurveyResponse): void {
  const answers = rows.map((row) => {
    const question = questions.find(({ key }) => key === row.questionKey)!;
    const { scaleMin, scaleMax, plausibleMin, plausibleMax } = question;
    return {
      questionKey: row.questionKey,
      isAnswered: row.state === AnswerState.ANSWERED,
      scale: scaleMin === null ? null : `${scaleMin}-${scaleMax}`,
      number: row.number,
      plausibleMin,
      plausibleMax,
    };
  });
  const found = detectFlags({
    answers,
    given: givenOf(questions, rows),
    contradictions: questionnaire.contradictions,
    seconds: response.seconds,
    fastestSeconds: survey.fastestSeconds,
  });
  for (const one of found) {
    const id = idFor('survey_flag', response);
    tx.em.create(SurveyFlag, { id, response, ...one, isAutomatic: true }, { partial: true });
  }
}
