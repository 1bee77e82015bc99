import type { PluginApi } from '@candor/kernel';
import { z } from 'zod';
import { earnFor } from '../earning/earn.js';
import { beginFit, carryOutFit } from './history/history-service.js';
import { takeRecommendations } from './recommendations/recommendation-service.js';
import { LoyaltyReviewPlan } from './reviews/review.js';
import { beginReview } from './reviews/review-service.js';

/** What follows from purchases and referrals, and what happens by the calendar. */
export function registerIndicatorWork(api: PluginApi): void {
  api.after('loyalty.referral-recorded', { id: 'loyalty.earn-by-referral' }, (event, tx) =>
    earnFor(tx, event),
  );
  api.after('purchase.recorded', { id: 'loyalty.recommendation-taken' }, ({ payload }, tx) =>
    takeRecommendations(tx, payload.purchaseId),
  );
  registerReviews(api);
  registerHistory(api);
}

/** At the end of each period its review begins. */
function registerReviews(api: PluginApi): void {
  const begin = api.job(
    'loyalty.begin-review',
    {
      description: 'Freezes the figures of a period that has ended, and begins its review.',
      input: z.object({ planId: z.string() }),
      timeout: 'PT10M',
    },
    async ({ planId }, services) => {
      await services.command(async (tx) => {
        const at = await beginReview(tx, services, planId);
        if (at !== null) begin.enqueue(tx, { planId }, { at });
      });
    },
  );
  api.after(
    'loyalty.review-plan-changed',
    { id: 'loyalty.plan-review' },
    async ({ payload: { planId } }, tx) => {
      const { periodEndsAt } = await tx.em.findOneOrFail(LoyaltyReviewPlan, { id: planId });
      begin.enqueue(tx, { planId }, { at: periodEndsAt });
    },
  );
}

/** Every week the model of how customers buy is fitted anew. */
function registerHistory(api: PluginApi): void {
  const fit = api.job(
    'loyalty.fit-history',
    {
      description: 'Fits the model of how customers buy to their purchases.',
      input: z.object({ fitId: z.string() }),
      timeout: 'PT10M',
    },
    ({ fitId }, services) => carryOutFit(services, fitId),
  );
  const begin = api.job(
    'loyalty.begin-fit',
    { description: 'Begins the weekly analysis of purchases.', input: z.object({}) },
    async (_, services) => {
      await services.command(async (tx) => {
        beginFit(tx);
      });
    },
  );
  api.schedule('loyalty.begin-fit.weekly', { cron: '0 0 * * 1', timeZone: 'UTC', missed: 'once' }, begin);
  api.after('loyalty.fit-begun', { id: 'loyalty.fit-history' }, async ({ payload: { fitId } }, tx) =>
    fit.enqueue(tx, { fitId }),
  );
}
