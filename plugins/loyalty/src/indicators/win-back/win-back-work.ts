import { Ticket, TicketType } from '@candor/core/tickets';
import { dailyJob, type PluginApi } from '@candor/kernel';
import type { Tx } from '@candor/kernel/database';
import { z } from 'zod';
import { LoyaltyWinBack } from './win-back.js';
import { LoyaltyWinBackRule, WinBackTrigger } from './win-back-rule.js';
import { act, beginWinBack, loseIfOpen, quietCustomers, winByPurchase } from './win-back-service.js';

const BATCH = 100;
const ById = z.object({ winBackId: z.string() });

/** What sets win-backs off, and what follows. */
export function registerWinBacks(api: PluginApi): void {
  const acting = api.job(
    'loyalty.win-back-act',
    { description: 'Makes the offer of a win-back whose time has come.', input: ById },
    async ({ winBackId }, services) => services.command((tx) => act(tx, winBackId)),
  );
  const ending = api.job(
    'loyalty.win-back-end',
    { description: 'Counts a customer as lost who did not come back in time.', input: ById },
    async ({ winBackId }, services) => services.command((tx) => loseIfOpen(tx, winBackId)),
  );

  async function begin(tx: Tx, rule: LoyaltyWinBackRule, customerId: string, about: string): Promise<void> {
    const winBackId = await beginWinBack(tx, rule, customerId, about);
    if (winBackId === null) return;
    const { actsAt, endsAt } = await tx.em.findOneOrFail(LoyaltyWinBack, { id: winBackId });
    acting.enqueue(tx, { winBackId }, { at: actsAt });
    ending.enqueue(tx, { winBackId }, { at: endsAt });
  }

  async function complained(tx: Tx, ticketId: string): Promise<void> {
    const ticket = await tx.em.findOneOrFail(Ticket, { id: ticketId });
    if (ticket.type !== TicketType.SERVICE_COMPLAINT) return;
    // The oldest rule goes first; a customer has one win-back at a time, and one for a complaint.
    if ((await tx.em.count(LoyaltyWinBack, { about: ticketId })) > 0) return;
    const [rule] = await rulesFor(tx, WinBackTrigger.COMPLAINT);
    if (rule) await begin(tx, rule, ticket.customer, ticketId);
  }
  api.after('ticket.opened', { id: 'loyalty.complaint-opened' }, ({ payload }, tx) =>
    complained(tx, payload.ticketId),
  );
  api.after('ticket.classified', { id: 'loyalty.complaint-classified' }, ({ payload }, tx) =>
    complained(tx, payload.ticketId),
  );
  api.after('purchase.recorded', { id: 'loyalty.won-back' }, async ({ payload }, tx) =>
    winByPurchase(tx, payload.customerId, payload.purchaseId, new Date(payload.at)),
  );

  dailyJob(
    api,
    'loyalty.win-back-look',
    { description: 'Looks for customers who stay away.', at: '00:00', timeout: 'PT10M' },
    async (_, services, signal) => {
      const rules = await services.command((tx) => rulesFor(tx, WinBackTrigger.CHURN));
      for (const { id } of rules) {
        for (let found = BATCH; found === BATCH; ) {
          signal.throwIfAborted();
          found = await services.command(async (tx) => {
            const rule = await tx.em.findOneOrFail(LoyaltyWinBackRule, { id });
            const quiet = await quietCustomers(tx, rule, BATCH);
            for (const { customerId, about } of quiet) await begin(tx, rule, customerId, about);
            return quiet.length;
          });
        }
      }
    },
  );
}

function rulesFor(tx: Tx, trigger: WinBackTrigger): Promise<LoyaltyWinBackRule[]> {
  return tx.em.find(
    LoyaltyWinBackRule,
    { trigger, isActive: true },
    { orderBy: { createdAt: 'asc', id: 'asc' } },
  );
}
