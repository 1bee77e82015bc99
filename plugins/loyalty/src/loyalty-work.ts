import { dailyJob, type PluginApi } from '@candor/kernel';
import type { Tx } from '@candor/kernel/database';
import { z } from 'zod';
import { earnFor } from './earning/earn.js';
import { clawBackFor } from './earning/reversed-purchase.js';
import { takeAnswers } from './indicators/answers/answer-service.js';
import { MemberLedger } from './ledger/member-ledger.js';
import { LoyaltyOffer } from './offers/offer.js';
import { dueOffers } from './offers/offer-plan.js';
import { grantOffer } from './offers/offer-service.js';
import { LoyaltyProgram } from './programs/program.js';
import { endTierPeriod, reviewTier, reviewTiersOf } from './tiers/tier-service.js';

/** What some rule gives points for or takes an answer from, and purchases, which the tiers follow too. */
const WANTED = `event.name in ('purchase.recorded', 'purchase.reversed')
  or exists (select 1 from loyalty_earning_rule r where r.event = event.name and r.is_active)
  or exists (select 1 from loyalty_answer_rule r where r.event = event.name and r.is_active)`;

/** Points for what happens anywhere in the platform, and answers about loyalty that it brings. One purchase's events come in their order. */
export function registerEarning(api: PluginApi): void {
  api.afterAny({ id: 'loyalty.earn', orderedBy: 'subject', wants: WANTED }, async (event, tx) => {
    if (event.name === 'purchase.reversed') await clawBackFor(tx, event as never);
    else await earnFor(tx, event);
    await takeAnswers(tx, event);
    if (event.name === 'purchase.recorded' || event.name === 'purchase.reversed')
      await reviewTiersOf(tx, (event.payload as { customerId: string }).customerId);
  });
  api.after('loyalty.joined', { id: 'loyalty.earn-by-joining' }, (event, tx) => earnFor(tx, event));
}

/** Waiting points become active and old ones expire at their instants; the tier follows the points. */
export function registerMaturity(api: PluginApi): void {
  const mature = api.job(
    'loyalty.mature',
    {
      description: "Lets a member's points become active or expire whose time has come.",
      input: z.object({ accountId: z.string() }),
    },
    async ({ accountId }, services) => {
      await services.command(async (tx) => {
        const { account } = await MemberLedger.open(tx, accountId);
        account.dueAt = null;
        await plan(tx, accountId);
      });
    },
  );

  /** One job is on its way for the next instant at which something becomes due, and none for those behind it. */
  async function plan(tx: Tx, accountId: string): Promise<void> {
    const { account, nextDue } = await MemberLedger.open(tx, accountId);
    if (nextDue === null || (account.dueAt !== null && account.dueAt <= nextDue && account.dueAt > tx.now))
      return;
    account.dueAt = nextDue;
    mature.enqueue(tx, { accountId }, { at: nextDue });
  }

  api.after('loyalty.changed', { id: 'loyalty.follow' }, async ({ payload: { accountId } }, tx) => {
    await plan(tx, accountId);
    await reviewTier(tx, accountId);
  });
}

/** Members go down at the end of a period, if at all. */
export function registerTierPeriods(api: PluginApi): void {
  const endPeriod = api.job(
    'loyalty.end-tier-period',
    {
      description: 'Looks at all members of a program whose tier period has ended, and begins the next one.',
      input: z.object({ programId: z.string() }),
      timeout: 'PT30M',
    },
    async ({ programId }, services, signal) => {
      const at = await endTierPeriod(services, programId, signal);
      if (at !== null) await services.command(async (tx) => endPeriod.enqueue(tx, { programId }, { at }));
    },
  );
  api.after(
    'loyalty.program-changed',
    { id: 'loyalty.plan-period' },
    async ({ payload: { programId } }, tx) => {
      const { tierPeriodEndsAt } = await tx.em.findOneOrFail(LoyaltyProgram, { id: programId });
      endPeriod.enqueue(tx, { programId }, { at: tierPeriodEndsAt });
    },
  );
}

/** Birthdays and festivals: looked for once a day, granted when the day begins where it is kept. */
export function registerOccasions(api: PluginApi): void {
  const grant = api.job(
    'loyalty.grant-offer',
    {
      description: 'Makes an offer to a member on its occasion.',
      input: z.object({
        offerId: z.string(),
        accountId: z.string(),
        occasion: z.string(),
        timeZone: z.string(),
      }),
    },
    async ({ offerId, accountId, occasion, timeZone }, services) => {
      await services.command(async (tx) => {
        const offer = await tx.em.findOne(
          LoyaltyOffer,
          { id: offerId },
          { populate: ['program', 'minimumTier'] },
        );
        if (offer) await grantOffer(tx, offer, accountId, occasion, timeZone);
      });
    },
  );
  const planDay = dailyJob(
    api,
    'loyalty.plan-offers',
    { description: 'Looks for the birthdays and festivals of the next day.', at: '00:00' },
    async (_, services) => {
      await services.command(async (tx) => {
        for (const { at, ...input } of await dueOffers(tx, services)) grant.enqueue(tx, input, { at });
      });
    },
  );
  api.after('loyalty.offer-changed', { id: 'loyalty.plan-offers' }, async (_, tx) => planDay.enqueue(tx, {}));
}
