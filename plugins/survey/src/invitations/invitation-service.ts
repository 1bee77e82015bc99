import type { Customer } from '@candor/core/customers';
import type { Services } from '@candor/kernel';
import type { Tx } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { UserError } from '@candor/kernel/graphql';
import { createShareLink, revokeShareLink } from '@candor/kernel/identity';
import { audit } from '@candor/kernel/privacy';
import type { Survey } from '../questionnaires/survey.js';
import type { SurveySettings } from '../settings.js';
import { later } from './durations.js';
import { type Asked, fatigue } from './fatigue.js';
import { InvitationState, SurveyInvitation } from './invitation.js';
import { SurveyOptOut } from './opt-out.js';
import { participants } from './participation.js';
import { isOpen, isQuotaFull } from './quota.js';
import { SurveyMode } from './survey-mode.js';
import type { SurveyTrigger } from './trigger.js';

export interface Occasion {
  readonly survey: Survey;
  readonly customer: Customer;
  readonly mode: SurveyMode;
  readonly trigger?: SurveyTrigger;
  readonly subject?: string | null;
  readonly channel?: string;
  readonly occurredAt?: Date | null;
  /** Facts for the hidden fields; those that the questionnaire does not name are left out. */
  readonly segments?: Readonly<Record<string, string>>;
  readonly dueAt: Date;
}

type Settings = Pick<Services, 'settings'>;

/** Plans an invitation, and sends it where it is due. Whether the person may be asked is decided when it is sent. */
export async function invite(tx: Tx, services: Settings, occasion: Occasion): Promise<SurveyInvitation> {
  const {
    survey,
    customer,
    mode,
    trigger = null,
    subject = null,
    channel = 'none',
    occurredAt = null,
  } = occasion;
  const questionnaire = survey.currentQuestionnaire;
  if (!questionnaire)
    throw new UserError('SURVEY_NOT_OPEN', ['surveyId'], 'Publish a questionnaire before you ask anybody.');
  const { segments } = await tx.before('survey.invite', {
    surveyId: survey.id,
    customerId: customer.id,
    subject,
    segments: occasion.segments ?? {},
  });
  await tx.em.populate(survey, ['currentQuestionnaire']);
  const kept = Object.entries(segments).filter(([key]) => questionnaire.hiddenFields.includes(key));
  const invitation = tx.em.create(
    SurveyInvitation,
    {
      survey,
      questionnaire,
      customer,
      trigger,
      subject,
      channel,
      occurredAt,
      mode,
      locale: customer.locale,
      segmentFacts: Object.fromEntries(kept.sort()),
      dueAt: occasion.dueAt,
    },
    { partial: true },
  );
  if (occasion.dueAt <= tx.now) await send(tx, services, invitation);
  else {
    emit(tx, 'survey.invitation-scheduled', {
      subject: invitation.id,
      payload: { invitationId: invitation.id, dueAt: occasion.dueAt.toISOString() },
    });
  }
  return invitation;
}

/** Sends an invitation that is due, or says why it is not sent. Locks the person, so that cool-downs hold. */
export async function send(tx: Tx, services: Settings, invitation: SurveyInvitation): Promise<void> {
  if (invitation.state !== InvitationState.SCHEDULED) return;
  const { survey, customer } = invitation;
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`survey ${customer.id}`]);
  await tx.em.flush();
  await tx.em.populate(invitation, ['survey.currentQuestionnaire', 'customer']);
  const reason = await reasonToSpare(tx, services, invitation);
  if (reason !== null) {
    invitation.state = InvitationState.SUPPRESSED;
    invitation.suppressedBecause = reason;
    return;
  }
  invitation.questionnaire = survey.currentQuestionnaire!;
  invitation.state = InvitationState.SENT;
  invitation.sentAt = tx.now;
  const expiresAt = later(tx.now, survey.answerWithin);
  invitation.expiresAt = survey.closesAt && survey.closesAt < expiresAt ? survey.closesAt : expiresAt;
  if (invitation.mode === SurveyMode.WEB_LINK || invitation.mode === SurveyMode.MAIL) {
    const link = await createShareLink(tx, {
      subject: invitation.id,
      mode: 'ANSWER',
      expiresAt: invitation.expiresAt,
    });
    invitation.linkId = link.id;
  }
  emit(tx, 'survey.invited', {
    subject: invitation.id,
    payload: {
      invitationId: invitation.id,
      surveyId: survey.id,
      customerId: customer.id,
      mode: invitation.mode,
      expiresAt: invitation.expiresAt.toISOString(),
    },
  });
}

/** Takes an invitation back: its link opens nothing any more. */
export async function revokeInvitation(
  tx: Tx,
  { invitationId, version }: { invitationId: string; version?: number | null },
): Promise<SurveyInvitation> {
  const field = ['invitationId'];
  const invitation = await tx.get(SurveyInvitation, invitationId, { field, version });
  if (invitation.state !== InvitationState.SENT && invitation.state !== InvitationState.SCHEDULED) {
    const message = `The invitation is ${invitation.state}; only one that is scheduled or sent can be taken back.`;
    throw new UserError('SURVEY_NOT_OPEN', field, message);
  }
  invitation.state = InvitationState.REVOKED;
  if (invitation.linkId) await revokeShareLink(tx, invitation.linkId);
  audit(tx, { action: 'survey.revokeInvitation', subject: invitation.id });
  return invitation;
}

async function reasonToSpare(
  tx: Tx,
  services: Settings,
  { survey, customer, segmentFacts, id }: SurveyInvitation,
): Promise<string | null> {
  if (!isOpen(survey, tx.now)) return 'closed';
  if (customer.archivedAt) return 'archived';
  if ((await tx.em.count(SurveyOptOut, { customer: customer.id, isActive: true })) > 0) return 'opted-out';
  if (await isQuotaFull(tx, survey, segmentFacts)) return 'quota';
  const { globalCoolDown } = services.settings<SurveySettings>('survey');
  const { repeat, repeatTimes, coolDown } = survey;
  const rule = { surveyId: survey.id, repeat, repeatTimes, coolDown, globalCoolDown };
  return fatigue(rule, await askedBefore(tx, customer.id, id), tx.now);
}

async function askedBefore(tx: Tx, customerId: string, invitationId: string): Promise<Asked[]> {
  const sent = await tx.em.find(
    SurveyInvitation,
    { customer: customerId, sentAt: { $ne: null }, id: { $ne: invitationId } },
    { fields: ['survey', 'sentAt', 'state'] },
  );
  const took = await participants(
    tx,
    sent.map(({ id }) => id),
  );
  return sent.map(({ id, survey, sentAt, state }) => ({
    surveyId: survey.id,
    at: sentAt!,
    isAnswered: state === InvitationState.ANSWERED || took.has(id),
  }));
}
