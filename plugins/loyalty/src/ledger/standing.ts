import type { LoyaltyAccount } from './account.js';
import { LedgerBucket as B, type Balances } from './bucket.js';

type Standing = Pick<
  LoyaltyAccount,
  'earned' | 'pending' | 'active' | 'held' | 'used' | 'expired' | 'clawedBack' | 'debt'
>;

/** The buckets as they are published: what the program issued as earned, a debt as what is owed. */
export function standingOf(balances: Readonly<Balances>): Standing {
  return {
    earned: 0 - balances[B.ISSUED],
    pending: balances[B.PENDING],
    active: balances[B.ACTIVE],
    held: balances[B.HELD],
    used: balances[B.USED],
    expired: balances[B.EXPIRED],
    clawedBack: balances[B.CLAWED_BACK],
    debt: 0 - balances[B.DEBT],
  };
}

export function balancesOf(standing: Standing): Balances {
  return {
    [B.ISSUED]: 0 - standing.earned,
    [B.PENDING]: standing.pending,
    [B.ACTIVE]: standing.active,
    [B.HELD]: standing.held,
    [B.USED]: standing.used,
    [B.EXPIRED]: standing.expired,
    [B.CLAWED_BACK]: standing.clawedBack,
    [B.DEBT]: 0 - standing.debt,
  };
}
