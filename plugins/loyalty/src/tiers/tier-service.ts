import type { Services } from '@candor/kernel';
import { idOf, type Tx, uuidOf } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { MemberLedger } from '../ledger/member-ledger.js';
import { periodAround } from '../programs/calendar.js';
import { LoyaltyProgram } from '../programs/program.js';
import { LoyaltyTier } from '../programs/tier.js';
import { nextTier, reachedBy } from './qualify.js';
import { LoyaltyTierChange, TierChangeReason } from './tier-change.js';

/** Looks whether a member has reached a higher tier; with the end of a period, whether one is lost. Locks the member. */
export async function reviewTier(tx: Tx, accountId: string, periodEnd: Date | null = null): Promise<void> {
  const { account, program } = await MemberLedger.open(tx, accountId);
  if (periodEnd !== null) {
    if (account.tierReviewedAt !== null && account.tierReviewedAt >= periodEnd) return;
    account.tierReviewedAt = periodEnd;
  }
  const tiers = await tx.em.find(LoyaltyTier, { program: program.id });
  const current = account.tier;
  // At the end of a period it is the period that ended which counts, not the one that begins.
  const at = periodEnd === null ? tx.now : new Date(periodEnd.getTime() - 1);
  const reached = await reachedBy(tx, program, account, at);
  const next = nextTier(tiers, current, reached, periodEnd === null ? null : program.downgrade);
  if (!next || next.id === current?.id) return;
  const isRise = next.rank > (current?.rank ?? -1);
  account.tier = next;
  account.tierReachedAt = tx.now;
  const reason = isRise ? TierChangeReason.QUALIFIED : TierChangeReason.PERIOD_ENDED;
  tx.em.create(LoyaltyTierChange, {
    account,
    at: tx.now,
    reason,
    from: current,
    to: next,
    isRise,
    ...reached,
  });
  emit(tx, 'loyalty.tier-changed', {
    subject: accountId,
    payload: {
      accountId,
      customerId: account.customer.id,
      fromTierId: current?.id ?? null,
      toTierId: next.id,
      isRise,
    },
  });
}

/** The accounts of a customer, for what happens to the customer and not to the points. */
export async function reviewTiersOf(tx: Tx, customerId: string): Promise<void> {
  const rows = await tx.query<{ id: string }>(
    `select a.id from loyalty_account a join loyalty_program p on p.id = a.program_id
     where a.customer_id = $1 and p.is_active order by a.id`,
    [uuidOf('customer', customerId)],
  );
  for (const { id } of rows) await reviewTier(tx, idOf('loyalty_account', id));
}

const BATCH = 200;

/**
 * Looks at all members of a program whose tier period has ended, a few in a transaction, and then begins the
 * next period. Broken off, it goes on where it was. Answers when the running period ends.
 */
export async function endTierPeriod(
  services: Services,
  programId: string,
  signal: AbortSignal,
): Promise<Date | null> {
  const program = await services.command((tx) => tx.em.findOne(LoyaltyProgram, { id: programId }));
  if (!program) return null;
  const endsAt = program.tierPeriodEndsAt;
  if (endsAt > services.now()) return endsAt;
  for (;;) {
    signal.throwIfAborted();
    const left = await services.query<{ id: string }>(
      `select id from loyalty_account where program_id = $1 and (tier_reviewed_at is null or tier_reviewed_at < $2)
       order by id limit ${BATCH}`,
      [uuidOf('loyalty_program', programId), endsAt.toISOString()],
    );
    for (const { id } of left)
      await services.command((tx) => reviewTier(tx, idOf('loyalty_account', id), endsAt));
    if (left.length < BATCH) break;
  }
  return services.command(async (tx) => {
    const locked = await tx.get(LoyaltyProgram, programId, { field: ['programId'] });
    const { to } = periodAround(endsAt, locked.tierPeriod, locked.timeZone);
    locked.tierPeriodEndsAt = to!;
    return to;
  });
}
