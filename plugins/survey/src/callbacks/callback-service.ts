import { StaffMember } from '@candor/core/people';
import type { PluginApi } from '@candor/kernel';
import type { Tx } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { UserError } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import { LockMode } from '@mikro-orm/core';
import { z } from 'zod';
import { later } from '../invitations/durations.js';
import { AnswerState } from '../responses/answer.js';
import type { SurveyResponse } from '../responses/response.js';
import type { Sitting } from '../responses/sitting.js';
import { CallbackState, SurveyCallback } from './callback.js';
import type {
  AssignCallbackInput,
  CompleteCallbackInput,
  LogCallbackAttemptInput,
} from './callback-inputs.js';

/** One call-back for the response, about the score that lies furthest below its threshold. Never an anonymous one. */
export function openCallback(tx: Tx, { questions, rows, survey }: Sitting, response: SurveyResponse): void {
  const customer = response.customer;
  if (!customer) return;
  const low = rows
    .flatMap(({ questionKey, state, number: score }) => {
      const threshold = questions.find(({ key }) => key === questionKey)?.callbackBelow ?? null;
      if (state !== AnswerState.ANSWERED || score === null || threshold === null || score >= threshold)
        return [];
      return [{ questionKey, score, threshold }];
    })
    .sort((a, b) => a.score - a.threshold - (b.score - b.threshold))[0];
  if (!low) return;
  const dueAt = later(tx.now, survey.callbackWithin);
  const callback = tx.em.create(
    SurveyCallback,
    { survey, response, customer, ...low, owner: survey.owner, dueAt },
    { partial: true },
  );
  emit(tx, 'survey.callback-opened', {
    subject: callback.id,
    payload: { callbackId: callback.id, responseId: response.id, dueAt: dueAt.toISOString() },
  });
}

export async function assignCallback(tx: Tx, input: AssignCallbackInput): Promise<SurveyCallback> {
  const callback = await openOne(tx, input);
  callback.owner = input.ownerId ? await tx.see(StaffMember, input.ownerId, ['ownerId']) : null;
  audit(tx, {
    action: 'surveyCallback.assign',
    subject: callback.id,
    after: { owner: input.ownerId ?? null },
  });
  return callback;
}

export async function logCallbackAttempt(tx: Tx, input: LogCallbackAttemptInput): Promise<SurveyCallback> {
  const callback = await openOne(tx, input);
  callback.attempts += 1;
  return callback;
}

/** The customer was spoken to; without the cause a call-back is not done. */
export async function completeCallback(tx: Tx, input: CompleteCallbackInput): Promise<SurveyCallback> {
  const callback = await openOne(tx, input);
  callback.state = CallbackState.DONE;
  callback.doneAt = tx.now;
  callback.outcome = input.outcome;
  callback.cause = input.cause;
  const isOnTime = tx.now <= callback.dueAt;
  if (!isOnTime) overdue(tx, callback);
  audit(tx, { action: 'surveyCallback.complete', subject: callback.id, after: { isOnTime } });
  emit(tx, 'survey.callback-done', {
    subject: callback.id,
    payload: { callbackId: callback.id, isOnTime },
  });
  return callback;
}

/** Whoever finds it first, the clock or a late call: it is said once. */
function overdue(tx: Tx, callback: SurveyCallback): void {
  if (callback.overdueAt) return;
  callback.overdueAt = tx.now;
  emit(tx, 'survey.callback-overdue', {
    subject: callback.id,
    payload: { callbackId: callback.id, dueAt: callback.dueAt.toISOString() },
  });
}

export function registerCallbackClock(api: PluginApi): void {
  const due = api.job(
    'survey.callback-due',
    {
      description: 'Says that a customer with a low score was not spoken to in time.',
      input: z.object({ callbackId: z.string() }),
    },
    ({ callbackId }, services) =>
      services.command(async (tx) => {
        const callback = await tx.em.findOne(
          SurveyCallback,
          { id: callbackId },
          { lockMode: LockMode.PESSIMISTIC_WRITE },
        );
        if (callback?.state === CallbackState.OPEN && tx.now >= callback.dueAt) overdue(tx, callback);
      }),
  );
  api.after('survey.callback-opened', { id: 'survey.callback-clock' }, async ({ payload }, tx) =>
    due.enqueue(tx, { callbackId: payload.callbackId }, { at: new Date(payload.dueAt) }),
  );
}

async function openOne(
  tx: Tx,
  { callbackId, version }: { callbackId: string; version?: number | null },
): Promise<SurveyCallback> {
  const field = ['callbackId'];
  const callback = await tx.get(SurveyCallback, callbackId, { field, version });
  if (callback.state === CallbackState.DONE)
    throw new UserError('CALLBACK_DONE', field, 'This call-back is done already.');
  return callback;
}
