import type { Services } from '@candor/kernel';
import { type Tx, tagOf } from '@candor/kernel/database';
import { CodedError, UserError } from '@candor/kernel/graphql';
import { LockMode } from '@mikro-orm/core';
import { InvitationState, SurveyInvitation } from '../invitations/invitation.js';
import { isOpen } from '../invitations/quota.js';
import { SurveyMode } from '../invitations/survey-mode.js';
import type { SurveyQuestion } from '../questionnaires/question.js';
import { Questionnaire } from '../questionnaires/questionnaire.js';
import { questionsOf } from '../questionnaires/questionnaire-service.js';
import { Survey } from '../questionnaires/survey.js';
import { SurveyAnswer } from './answer.js';
import { type Ballot, hashOf, readBallot } from './ballot.js';
import { SurveyResponse } from './response.js';

/** Who answers what: by an invitation, or by the ballot of an anonymous survey. */
export interface Key {
  /** Of customers and staff; whoever comes with a link has it in the link. */
  readonly invitationId?: string | null;
  readonly ballot?: string | null;
}

/** Somebody with a questionnaire in front of them. */
export interface Sitting {
  readonly survey: Survey;
  readonly questionnaire: Questionnaire;
  readonly questions: readonly SurveyQuestion[];
  readonly invitation: SurveyInvitation | null;
  readonly ballot: Ballot | null;
  /** Null before the first answer of an anonymous response, and before anybody has begun. */
  response: SurveyResponse | null;
  rows: SurveyAnswer[];
  readonly language: string;
}

/** Opens the questionnaire for whoever may; with `to: 'answer'` locked, and only while it can be answered. */
export async function sit(
  tx: Tx,
  services: Services,
  key: Key,
  { to, language }: { to: 'look' | 'answer'; language: string },
): Promise<Sitting> {
  const opened =
    key.ballot != null ? await byBallot(tx, services, key.ballot) : await byInvitation(tx, key, to);
  const { questionnaire, response } = opened;
  if (to === 'answer') refuseClosed(tx, opened);
  const questions = await questionsOf(tx, questionnaire);
  const rows = response
    ? await tx.em.find(SurveyAnswer, { response: response.id }, { orderBy: { position: 'asc', id: 'asc' } })
    : [];
  return { ...opened, questions, rows, language: languageOf(questionnaire, language) };
}

type Opened = Pick<Sitting, 'survey' | 'questionnaire' | 'invitation' | 'ballot' | 'response'>;

async function byInvitation(tx: Tx, { invitationId }: Key, to: 'look' | 'answer'): Promise<Opened> {
  const field = ['invitationId'];
  const { kind, attributes } = tx.actor;
  if (kind === 'anonymous')
    throw new CodedError('UNAUTHENTICATED', 'This needs a token, or the ballot of an anonymous survey.');
  const isLink = kind === 'share';
  const id = isLink ? attributes['subject'] : invitationId;
  if (!id || tagOf(id) !== 'survey_invitation' || (isLink && attributes['mode'] !== 'ANSWER'))
    throw new UserError('NOT_FOUND', field, 'There is no such invitation.');
  const invitation =
    to === 'answer'
      ? await tx.get(SurveyInvitation, id, { field })
      : await tx.see(SurveyInvitation, id, field);
  await tx.em.populate(invitation, ['survey', 'questionnaire', 'customer']);
  if (to === 'answer' && isByStaff(tx) && invitation.mode === SurveyMode.WEB_LINK)
    throw new UserError('NOT_ALLOWED', field, 'What is asked by a link the person answers, not staff.');
  const { survey } = invitation;
  const response = survey.isAnonymous
    ? null
    : await tx.em.findOne(SurveyResponse, { invitation: id }, to === 'answer' ? LOCKED : {});
  const questionnaire = response
    ? await tx.em.findOneOrFail(Questionnaire, { id: response.questionnaire.id })
    : invitation.questionnaire;
  return { survey, questionnaire, invitation, ballot: null, response };
}

async function byBallot(tx: Tx, services: Services, text: string): Promise<Opened> {
  const field = ['ballot'];
  // A token beside it would say in one breath who answers what; so it is not taken.
  if (tx.actor.kind !== 'anonymous' && tx.actor.kind !== 'system') {
    const message = 'Send the ballot without a token: nobody is to know whose it is.';
    throw new UserError('NOT_ALLOWED', field, message);
  }
  const ballot = readBallot(services, text, tx.now);
  if (!ballot) throw new UserError('NOT_FOUND', field, 'There is no such ballot, or its time is over.');
  const survey = await tx.em.findOneOrFail(Survey, { id: ballot.survey });
  const questionnaire = await tx.em.findOneOrFail(Questionnaire, { id: ballot.questionnaire });
  const ballotHash = hashOf(text);
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [ballotHash]);
  const response = await tx.em.findOne(SurveyResponse, { ballotHash }, LOCKED);
  return { survey, questionnaire, invitation: null, ballot, response };
}

function isByStaff({ actor }: Tx): boolean {
  return actor.kind === 'staff' || actor.kind === 'service';
}

const LOCKED = { lockMode: LockMode.PESSIMISTIC_WRITE } as const;

function refuseClosed(tx: Tx, { survey, invitation, response }: Opened): void {
  const field = [invitation ? 'invitationId' : 'ballot'];
  const refuse = (code: string, message: string) => {
    throw new UserError(code, field, message, response ? { response: response.id } : {});
  };
  const state = invitation?.state ?? InvitationState.SENT;
  if (state === InvitationState.ANSWERED || response?.submittedAt)
    refuse('SURVEY_ANSWERED', 'This was answered already; it is answered once. Thank you.');
  if (state === InvitationState.EXPIRED || (invitation?.expiresAt && invitation.expiresAt <= tx.now))
    refuse('SURVEY_EXPIRED', 'The time to answer is over.');
  if (state !== InvitationState.SENT || !isOpen(survey, tx.now))
    refuse(
      'SURVEY_NOT_OPEN',
      'This cannot be answered: it was taken back, broken off, closed or not sent yet.',
    );
}

function languageOf({ languages }: Questionnaire, wanted: string): string {
  if (languages.includes(wanted)) return wanted;
  return languages.includes('en') ? 'en' : languages[0]!;
}
