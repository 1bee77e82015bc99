import type { PluginApi, Services } from '@candor/kernel';
import type { Tx } from '@candor/kernel/database';
import { later } from './durations.js';
import { InvitationState, SurveyInvitation } from './invitation.js';
import { invite } from './invitation-service.js';
import { occurrencesOf, passes } from './occasions.js';
import { isOpen } from './quota.js';
import { SurveyTrigger, TriggerKind } from './trigger.js';

/** The events that triggers can wait for. Each is about a customer, by its payload. */
export const TRIGGER_EVENTS = [
  'ticket.opened',
  'ticket.state-changed',
  'ticket.reopened',
  'board.milestone-reached',
  'board.finished',
  'customer.created',
  'feedback.answered',
  'feedback.result-told',
  'requirement.delivered',
  'purchase.recorded',
] as const;

export function registerTriggerHooks(api: PluginApi): void {
  for (const name of TRIGGER_EVENTS) {
    api.after(name, { id: `survey.on-${name.replace('.', '-')}` }, (event, tx, services) =>
      onEvent(tx, services, event),
    );
  }
}

interface Happened {
  readonly name: string;
  readonly subject: string;
  readonly at: Date;
  readonly payload: object;
}

/** Plans an invitation for every rule that waits for the event; one that is still planned for the same matter is enough. */
async function onEvent(tx: Tx, services: Services, event: Happened): Promise<void> {
  const triggers = await tx.em.find(
    SurveyTrigger,
    { kind: TriggerKind.EVENT, event: event.name, isActive: true },
    { populate: ['survey.currentQuestionnaire'] },
  );
  if (triggers.length === 0) return;
  for (const { customer, subject, channel, facts } of await occurrencesOf(tx, event)) {
    for (const trigger of triggers) {
      const { survey, mode } = trigger;
      if (!passes(trigger.filters, facts) || !isOpen(survey, tx.now)) continue;
      const planned = { trigger: trigger.id, subject, customer, state: InvitationState.SCHEDULED };
      if ((await tx.em.count(SurveyInvitation, planned)) > 0) continue;
      await invite(tx, services, {
        survey,
        customer,
        mode,
        trigger,
        subject,
        channel,
        occurredAt: event.at,
        segments: facts,
        dueAt: later(event.at, trigger.delay),
      });
    }
  }
}
