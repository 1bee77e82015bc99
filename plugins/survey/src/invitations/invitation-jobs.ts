import { createHash } from 'node:crypto';
import { Customer } from '@candor/core/customers';
import { Ticket } from '@candor/core/tickets';
import type { PluginApi, Services } from '@candor/kernel';
import type { Tx } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { LockMode } from '@mikro-orm/core';
import { z } from 'zod';
import { earlier, later } from './durations.js';
import { InvitationState, SurveyInvitation } from './invitation.js';
import { invite, send } from './invitation-service.js';
import { withCustomer } from './occasions.js';
import { participants } from './participation.js';
import { isOpen } from './quota.js';
import { SurveyTrigger } from './trigger.js';
import { nextWave } from './waves.js';

const Invitation = z.object({ invitationId: z.string() });
const Wave = z.object({ triggerId: z.string(), at: z.string() });
const Part = Wave.extend({ customerIds: z.array(z.string()) });

/** So many people are invited in one transaction. */
const PART = 50;

/** What happens to invitations in time: sending, reminding, expiring, and the waves of schedules. */
export function registerInvitationJobs(api: PluginApi): void {
  const dispatch = api.job(
    'survey.dispatch',
    { description: 'Sends an invitation whose time has come.', input: Invitation },
    ({ invitationId }, services) =>
      services.command(async (tx) => {
        const invitation = await locked(tx, invitationId);
        if (invitation) await send(tx, services, invitation);
      }),
  );
  const remind = api.job(
    'survey.remind',
    { description: 'Reminds somebody who was asked and has not answered.', input: Invitation },
    ({ invitationId }, services) => services.command((tx) => reminded(tx, invitationId)),
  );
  const expire = api.job(
    'survey.expire',
    { description: 'Ends an invitation whose time is over.', input: Invitation },
    ({ invitationId }, services) => services.command((tx) => expired(tx, invitationId)),
  );
  const invitePart = api.job(
    'survey.invite',
    { description: 'Invites some of the customers of a wave.', input: Part, timeout: 'PT5M' },
    (input, services) => services.command((tx) => invited(tx, services, input)),
  );
  const wave = api.job(
    'survey.wave',
    { description: 'Draws the customers who are asked this time.', input: Wave, timeout: 'PT5M' },
    ({ triggerId, at }, services) =>
      services.command(async (tx) => {
        const customerIds = await drawn(tx, triggerId, at);
        for (let from = 0; from < customerIds.length; from += PART) {
          invitePart.enqueue(tx, { triggerId, at, customerIds: customerIds.slice(from, from + PART) });
        }
      }),
  );

  api.after('survey.invitation-scheduled', { id: 'survey.dispatch-later' }, async ({ payload }, tx) =>
    dispatch.enqueue(tx, { invitationId: payload.invitationId }, { at: new Date(payload.dueAt) }),
  );
  api.after('survey.invited', { id: 'survey.follow-up' }, async ({ payload }, tx) => {
    const { invitationId, expiresAt } = payload;
    const invitation = await tx.em.findOne(SurveyInvitation, { id: invitationId }, { populate: ['survey'] });
    if (!invitation?.sentAt) return;
    for (const after of invitation.survey.reminders) {
      const at = later(invitation.sentAt, after);
      if (at < new Date(expiresAt)) remind.enqueue(tx, { invitationId }, { at });
    }
    expire.enqueue(tx, { invitationId }, { at: new Date(expiresAt) });
  });
  api.after('survey.trigger-set', { id: 'survey.next-wave' }, async ({ payload }, tx) => {
    const { triggerId, nextAt } = payload;
    if (nextAt !== null) wave.enqueue(tx, { triggerId, at: nextAt }, { at: new Date(nextAt) });
  });
}

function locked(tx: Tx, id: string): Promise<SurveyInvitation | null> {
  return tx.em.findOne(SurveyInvitation, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
}

/** Whether the person is still to be asked. */
async function isPending(tx: Tx, invitation: SurveyInvitation | null): Promise<boolean> {
  return (
    invitation?.state === InvitationState.SENT &&
    !(await participants(tx, [invitation.id])).has(invitation.id)
  );
}

async function reminded(tx: Tx, id: string): Promise<void> {
  const invitation = await locked(tx, id);
  if (!invitation || !(await isPending(tx, invitation))) return;
  await tx.em.populate(invitation, ['survey']);
  if (!isOpen(invitation.survey, tx.now)) return;
  invitation.remindersSent += 1;
  emit(tx, 'survey.reminder-due', {
    subject: id,
    payload: {
      invitationId: id,
      surveyId: invitation.survey.id,
      customerId: invitation.customer.id,
      mode: invitation.mode,
    },
  });
}

async function expired(tx: Tx, id: string): Promise<void> {
  const invitation = await locked(tx, id);
  if (invitation && (await isPending(tx, invitation))) invitation.state = InvitationState.EXPIRED;
}

/** Moves the schedule on and answers who is asked; nobody where the wave was drawn before or the rule has changed. */
async function drawn(tx: Tx, triggerId: string, at: string): Promise<string[]> {
  const trigger = await tx.em.findOne(
    SurveyTrigger,
    { id: triggerId },
    { lockMode: LockMode.PESSIMISTIC_WRITE },
  );
  if (!trigger?.isActive || trigger.nextAt?.toISOString() !== at) return [];
  trigger.nextAt = nextWave(trigger, tx.now);
  emit(tx, 'survey.trigger-set', {
    subject: triggerId,
    payload: { triggerId, nextAt: trigger.nextAt.toISOString() },
  });
  const ids = await audienceOf(tx, trigger);
  if (trigger.sampleSize === null) return ids;
  // By lot, and the same lot if it is drawn again.
  const lots = ids.map((id) => ({ id, lot: createHash('sha256').update(`${at} ${id}`).digest('hex') }));
  lots.sort((a, b) => (a.lot < b.lot ? -1 : 1));
  return lots.slice(0, trigger.sampleSize).map(({ id }) => id);
}

async function audienceOf(tx: Tx, { inTouchWithin }: SurveyTrigger): Promise<string[]> {
  if (inTouchWithin === null) {
    const all = await tx.em.find(Customer, { archivedAt: null }, { fields: ['id'], orderBy: { id: 'asc' } });
    return all.map(({ id }) => id);
  }
  const tickets = await tx.em.find(
    Ticket,
    { updatedAt: { $gte: earlier(tx.now, inTouchWithin) } },
    { fields: ['customer'], orderBy: { id: 'asc' } },
  );
  return [...new Set(tickets.map(({ customer }) => customer))];
}

async function invited(tx: Tx, services: Services, { triggerId, at, customerIds }: z.infer<typeof Part>) {
  const occurredAt = new Date(at);
  const trigger = await tx.em.findOneOrFail(
    SurveyTrigger,
    { id: triggerId },
    { populate: ['survey.currentQuestionnaire'] },
  );
  if (!isOpen(trigger.survey, tx.now)) return;
  const customers = await tx.em.find(Customer, { id: { $in: [...customerIds] }, archivedAt: null });
  const done = await tx.em.find(
    SurveyInvitation,
    { trigger: triggerId, occurredAt, customer: { $in: [...customerIds] } },
    { fields: ['customer'] },
  );
  const known = new Set(done.map(({ customer }) => customer.id));
  for (const customer of customers) {
    if (known.has(customer.id)) continue;
    const { survey, mode } = trigger;
    const segments = withCustomer({}, customer);
    await invite(tx, services, { survey, customer, mode, trigger, occurredAt, segments, dueAt: tx.now });
  }
}
