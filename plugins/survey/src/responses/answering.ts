import { StaffMember } from '@candor/core/people';
import type { Services } from '@candor/kernel';
import type { Tx } from '@candor/kernel/database';
import { UserError } from '@candor/kernel/graphql';
import { takePart } from '../invitations/participation.js';
import { isQuotaFull } from '../invitations/quota.js';
import { SurveyMode } from '../invitations/survey-mode.js';
import { answerFault, isEmpty, type SentAnswer } from '../questionnaires/answer-check.js';
import { answerAsText, NO_ANSWER } from '../questionnaires/given-answer.js';
import type { SurveyQuestion } from '../questionnaires/question.js';
import { QuestionType } from '../questionnaires/question-type.js';
import { idFor, monthOf, sharedFacts } from './anonymity.js';
import { AnswerState, SurveyAnswer } from './answer.js';
import { hashOf, issueBallot } from './ballot.js';
import { pathOf } from './progress.js';
import { SurveyResponse } from './response.js';
import { type Key, type Sitting, sit } from './sitting.js';

export interface Begun {
  readonly sitting: Sitting;
  /** Of an anonymous survey: what to answer with. */
  readonly ballot: string | null;
}

/**
 * Begins a response, or goes on with the one that was begun. For an anonymous survey it hands out the ballot,
 * once, and stores nothing but that it did. Locks the invitation.
 */
export async function startResponse(
  tx: Tx,
  services: Services,
  key: Pick<Key, 'invitationId'>,
  language: string,
): Promise<Begun> {
  const sitting = await sit(tx, services, key, { to: 'answer', language });
  const invitation = sitting.invitation!;
  const { survey, questionnaire } = sitting;
  if (!sitting.response && (await isQuotaFull(tx, survey, invitation.segmentFacts)))
    throw new UserError('SURVEY_FULL', ['invitationId'], 'As many have answered as were wanted. Thank you.');
  if (survey.isAnonymous) {
    if (tx.actor.kind === 'staff' || tx.actor.kind === 'service')
      throw new UserError(
        'NOT_ALLOWED',
        ['invitationId'],
        'An anonymous survey is answered by the person alone.',
      );
    if (!(await takePart(tx, invitation.id)))
      throw new UserError(
        'SURVEY_ANSWERED',
        ['invitationId'],
        'This was answered already; it is answered once.',
      );
    const { segments, locale } = await sharedFacts(tx, invitation);
    const ends = new Date(monthOf(invitation.expiresAt ?? tx.now));
    ends.setUTCMonth(ends.getUTCMonth() + 1);
    const facts = {
      survey: survey.id,
      questionnaire: questionnaire.id,
      segments,
      locale,
      expires: ends.getTime(),
    };
    return { sitting, ballot: issueBallot(tx, facts) };
  }
  if (!sitting.response) {
    sitting.response = tx.em.create(
      SurveyResponse,
      {
        survey,
        questionnaire,
        invitation,
        customer: invitation.customer,
        mode: invitation.mode,
        channel: invitation.channel,
        locale: sitting.language,
        segmentFacts: invitation.segmentFacts,
        subject: invitation.subject,
        startedAt: tx.now,
        touchedAt: tx.now,
        recordedBy:
          tx.actor.kind === 'staff' && tx.actor.id ? tx.em.getReference(StaffMember, tx.actor.id) : null,
      },
      { partial: true },
    );
    showCurrent(tx, sitting);
  }
  return { sitting, ballot: null };
}

/** Stores one answer and shows the question that follows. An earlier one may be given anew; what it then leads past is forgotten. */
export async function answerQuestion(
  tx: Tx,
  services: Services,
  key: Key,
  {
    question: questionKey,
    answer,
    seconds,
    language,
  }: {
    question: string;
    answer: SentAnswer;
    seconds: number | null;
    language: string;
  },
): Promise<Sitting> {
  const sitting = await sit(tx, services, key, { to: 'answer', language });
  const response = sitting.response ?? beginByBallot(tx, sitting, key);
  showCurrent(tx, sitting);
  const path = pathOf(sitting.questions, sitting.rows);
  const question = sitting.questions.find((one) => one.key === questionKey);
  if (!question || !(questionKey === path.current || path.passed.includes(questionKey))) {
    const hint = path.current === null ? 'all are through' : `"${path.current}" is to be answered now`;
    throw new UserError('QUESTION_NOT_ASKED', ['question'], `"${questionKey}" is not asked here: ${hint}.`);
  }
  const fault = answerFault(question, answer);
  if (fault) throw new UserError('INVALID', ['question', questionKey], fault);
  const measured =
    seconds ?? (response.touchedAt ? (tx.now.getTime() - response.touchedAt.getTime()) / 1_000 : null);
  await fill(tx, sitting, question, answer, measured);
  if (!response.isAnonymous) response.touchedAt = tx.now;
  forgetOffPath(tx, sitting);
  showCurrent(tx, sitting);
  await tx.em.flush();
  return sitting;
}

/** The first answer of an anonymous response makes it; nothing of it is known but the ballot. */
function beginByBallot(tx: Tx, sitting: Sitting, { ballot: text }: Key): SurveyResponse {
  const { survey, questionnaire, ballot } = sitting;
  if (!ballot || text == null)
    throw new UserError('SURVEY_NOT_STARTED', ['invitationId'], 'Begin with startSurveyResponse.');
  sitting.response = tx.em.create(
    SurveyResponse,
    {
      id: idFor('survey_response', { isAnonymous: true }),
      survey,
      questionnaire,
      isAnonymous: true,
      mode: SurveyMode.WEB_LINK,
      locale: ballot.locale,
      segmentFacts: ballot.segments,
      startedAt: monthOf(tx.now),
      ballotHash: hashOf(text),
    },
    { partial: true },
  );
  return sitting.response;
}

/** A question is shown as soon as it is the one to answer; what is never shown never counts. */
function showCurrent(tx: Tx, sitting: Sitting): void {
  const { questions, rows, response } = sitting;
  const { current } = pathOf(questions, rows);
  const question = questions.find(({ key }) => key === current);
  if (!question || rows.some(({ questionKey }) => questionKey === current)) return;
  for (const itemKey of itemsOf(question)) {
    const { key: questionKey, type, position } = question;
    const id = idFor('survey_answer', response!);
    const row = { id, response: response!, question, questionKey, itemKey, type, position };
    rows.push(tx.em.create(SurveyAnswer, row, { partial: true }));
  }
}

async function fill(
  tx: Tx,
  { rows, response, survey }: Sitting,
  question: SurveyQuestion,
  answer: SentAnswer,
  seconds: number | null,
): Promise<void> {
  const own = rows.filter(({ questionKey }) => questionKey === question.key);
  for (const row of own) {
    const rating = answer.ratings?.find(({ statement }) => statement === row.itemKey);
    const value =
      question.type === QuestionType.MATRIX
        ? rating
          ? { ...NO_ANSWER, number: rating.number }
          : null
        : isEmpty(answer)
          ? null
          : answer;
    const { number, choices, text, date } = value ?? NO_ANSWER;
    Object.assign(row, {
      number: null,
      choices: null,
      text: null,
      date: null,
      sensitive: null,
      dataOwner: null,
    });
    row.state = value ? AnswerState.ANSWERED : AnswerState.SKIPPED;
    row.seconds = seconds === null ? null : Math.round((seconds / own.length) * 10) / 10;
    if (value && question.isSensitive) {
      const owner = response!.customer?.id ?? survey.id;
      const place = { owner, table: 'survey_answer', id: row.id, column: 'sensitive' };
      const remark = choices !== null && text ? ` (${text})` : '';
      row.sensitive = await tx.seal(place, `${answerAsText({ number, choices, text, date })}${remark}`);
      row.dataOwner = owner;
    } else if (value) Object.assign(row, { number, choices: choices && [...choices], text, date });
  }
}

/** Answers to questions that are not on the way any more are as if they had not been asked. */
function forgetOffPath(tx: Tx, sitting: Sitting): void {
  const { passed, current } = pathOf(sitting.questions, sitting.rows);
  const isOn = ({ questionKey }: SurveyAnswer) => questionKey === current || passed.includes(questionKey);
  for (const row of sitting.rows.filter((one) => !isOn(one))) tx.em.remove(row);
  sitting.rows = sitting.rows.filter(isOn);
}

function itemsOf({ type, storedStatements }: SurveyQuestion): string[] {
  return type === QuestionType.MATRIX ? storedStatements.map(({ key }) => key) : [''];
}
