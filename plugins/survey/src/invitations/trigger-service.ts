import { Customer } from '@candor/core/customers';
import { Ticket } from '@candor/core/tickets';
import type { Services } from '@candor/kernel';
import { type Tx, tagOf } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { textsOf, UserError } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import { Survey } from '../questionnaires/survey.js';
import { later } from './durations.js';
import { SurveyInvitation } from './invitation.js';
import type {
  CreateSurveyTriggerInput,
  InviteToSurveyInput,
  SetSurveyOptOutInput,
  SetSurveyTriggerActiveInput,
} from './invitation-inputs.js';
import { invite } from './invitation-service.js';
import { withCustomer } from './occasions.js';
import { SurveyOptOut } from './opt-out.js';
import { isOpen } from './quota.js';
import { SurveyTrigger, TriggerKind } from './trigger.js';
import { nextWave } from './waves.js';

/** Asks one customer by hand, under the same rules as any trigger. */
export async function inviteByHand(
  tx: Tx,
  services: Services,
  input: InviteToSurveyInput,
): Promise<SurveyInvitation> {
  const survey = await tx.see(Survey, input.surveyId, ['surveyId']);
  if (!isOpen(survey, tx.now))
    throw new UserError('SURVEY_NOT_OPEN', ['surveyId'], 'Publish a questionnaire before you ask anybody.');
  const customer = await tx.see(Customer, input.customerId, ['customerId']);
  const ticket = input.ticketId ? await tx.see(Ticket, input.ticketId, ['ticketId']) : null;
  if (ticket && ticket.customer !== customer.id)
    throw new UserError('INVALID', ['ticketId'], 'Choose a ticket of this customer.');
  const facts = ticket && {
    'ticket.type': ticket.type,
    'ticket.class': ticket.ticketClass,
    'ticket.channel': ticket.channel,
  };
  const given = Object.fromEntries(input.segments.map(({ key, value }) => [key, value]));
  const invitation = await invite(tx, services, {
    survey,
    customer,
    mode: input.mode,
    subject: ticket?.id ?? null,
    channel: ticket?.channel ?? 'none',
    occurredAt: ticket?.closedAt ?? null,
    segments: { ...withCustomer(facts ?? {}, customer), ...given },
    dueAt: input.sendAt ?? tx.now,
  });
  audit(tx, { action: 'survey.invite', subject: invitation.id, after: { survey: survey.id } });
  return invitation;
}

/** `provenance` says where the numbers of a preset come from. */
export async function createTrigger(
  tx: Tx,
  input: CreateSurveyTriggerInput,
  { provenance = null }: { provenance?: string | null } = {},
): Promise<SurveyTrigger> {
  const survey = await tx.see(Survey, input.surveyId, ['surveyId']);
  refuseUnfit(tx, input);
  const isEvent = input.kind === TriggerKind.EVENT;
  const {
    kind,
    event = null,
    delay,
    sendWithin = null,
    inTouchWithin = null,
    sampleSize = null,
    mode,
  } = input;
  const [dayOfMonth, hour, timeZone] = isEvent
    ? [null, null, null]
    : [input.dayOfMonth!, input.hour ?? 9, input.timeZone ?? 'UTC'];
  const trigger = tx.em.create(
    SurveyTrigger,
    {
      survey,
      name: textsOf(input.name),
      kind,
      event,
      filters: input.filters.map(({ field, values }) => ({ field, values })),
      delay,
      sendWithin,
      dayOfMonth,
      hour,
      timeZone,
      inTouchWithin,
      sampleSize,
      mode,
      nextAt: isEvent ? null : nextWave({ kind, dayOfMonth, hour, timeZone }, tx.now),
      provenance,
    },
    { partial: true },
  );
  audit(tx, {
    action: 'surveyTrigger.create',
    subject: trigger.id,
    after: { survey: survey.id, kind, event },
  });
  announce(tx, trigger);
  return trigger;
}

export async function setTriggerActive(tx: Tx, input: SetSurveyTriggerActiveInput): Promise<SurveyTrigger> {
  const trigger = await tx.get(SurveyTrigger, input.triggerId, {
    field: ['triggerId'],
    version: input.version,
  });
  trigger.isActive = input.isActive;
  if (trigger.kind !== TriggerKind.EVENT) trigger.nextAt = input.isActive ? nextWave(trigger, tx.now) : null;
  audit(tx, { action: 'surveyTrigger.setActive', subject: trigger.id, after: { isActive: input.isActive } });
  announce(tx, trigger);
  return trigger;
}

/** A customer for itself, staff for it, or whoever holds the link of an invitation. */
export async function setOptOut(tx: Tx, input: SetSurveyOptOutInput): Promise<SurveyOptOut> {
  const customer = await customerFor(tx, input);
  const known = await tx.em.findOne(SurveyOptOut, { customer: customer.id });
  const optOut = known ?? tx.em.create(SurveyOptOut, { customer }, { partial: true });
  optOut.isActive = input.optOut;
  audit(tx, { action: 'survey.optOut', subject: customer.id, after: { optOut: input.optOut } });
  return optOut;
}

async function customerFor(tx: Tx, { customerId }: SetSurveyOptOutInput): Promise<Customer> {
  const { kind, id, attributes } = tx.actor;
  if (kind === 'share') {
    const subject = attributes['subject'] ?? '';
    const isInvitation = tagOf(subject) === 'survey_invitation';
    const invitation = isInvitation ? await tx.see(SurveyInvitation, subject, []) : null;
    if (invitation) return tx.em.findOneOrFail(Customer, { id: invitation.customer.id });
    throw new UserError('NOT_FOUND', [], 'There is no such invitation.');
  }
  return tx.see(Customer, (kind === 'customer' ? id : customerId) ?? '', ['customerId']);
}

function announce(tx: Tx, { id, nextAt }: SurveyTrigger): void {
  emit(tx, 'survey.trigger-set', {
    subject: id,
    payload: { triggerId: id, nextAt: nextAt?.toISOString() ?? null },
  });
}

function refuseUnfit(tx: Tx, { kind, event, dayOfMonth, delay, sendWithin }: CreateSurveyTriggerInput): void {
  const refuse = (field: string, message: string) => {
    throw new UserError('INVALID', [field], message);
  };
  if (kind === TriggerKind.EVENT) {
    if (!event) refuse('event', 'Name the event that the rule waits for.');
    if (sendWithin && later(tx.now, sendWithin) < later(tx.now, delay))
      refuse('sendWithin', 'The promise is not shorter than the delay.');
  } else if (event) refuse('event', 'A schedule waits for no event.');
  else if (dayOfMonth == null) refuse('dayOfMonth', 'Choose the day of the month, from 1 to 28.');
}
