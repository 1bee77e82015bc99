import { Customer } from '@candor/core/customers';
import type { AccessRule, PluginApi } from '@candor/kernel';
import { type SqlBool, sql } from 'kysely';
import { LoyaltyEarningRule } from './earning/earning-rule.js';
import { LoyaltyAccount } from './ledger/account.js';
import { LoyaltyLot } from './ledger/lot.js';
import { LoyaltyEntry, LoyaltyOperation } from './ledger/operation.js';
import { LoyaltyGrant, LoyaltyOffer } from './offers/offer.js';
import { LoyaltyProgram } from './programs/program.js';
import { LoyaltyEntitlement, LoyaltyTier } from './programs/tier.js';
import { Coupon } from './rewards/coupon.js';
import { LoyaltyRedemption } from './rewards/redemption.js';
import { LoyaltyReward } from './rewards/reward.js';
import { LoyaltyTierChange } from './tiers/tier-change.js';

/** What a program offers and asks is open to all who deal with the company; a link opens one record and nothing beside it. */
const open: AccessRule<object> = {
  read: (viewer) => !viewer.is('anonymous', 'share'),
  write: (viewer) => viewer.can('loyalty:manage'),
};

/** Members see their own account, staff with `loyalty:read` all of customers whom they may see. */
const accountAccess: AccessRule<LoyaltyAccount> = {
  read: (viewer, account) =>
    (viewer.can('loyalty:read') || viewer.is('customer')) && viewer.sees(Customer, account.customer),
  write: () => false,
};

const ofAccount: AccessRule<LoyaltyOperation | LoyaltyLot | LoyaltyEntry | LoyaltyTierChange> = {
  read: (viewer, row) => viewer.sees(LoyaltyAccount, row.account),
  write: () => false,
};

const couponAccess: AccessRule<Coupon> = {
  read: (viewer, coupon) =>
    (viewer.can('loyalty:read') || viewer.is('customer')) && viewer.sees(Customer, coupon.customer),
  write: (viewer) => viewer.can('loyalty:write') || viewer.can('loyalty:adjust'),
  fields: {
    code: (viewer, coupon) =>
      viewer.can('loyalty:write') ||
      (viewer.is('customer') && sql<SqlBool>`${coupon.customer} = ${viewer.id}`),
  },
};

export function registerAccess(api: PluginApi): void {
  for (const type of [
    LoyaltyProgram,
    LoyaltyTier,
    LoyaltyEntitlement,
    LoyaltyEarningRule,
    LoyaltyReward,
    LoyaltyOffer,
  ])
    api.access<object>(type, open);
  api.access(LoyaltyAccount, accountAccess);
  api.access(LoyaltyOperation, ofAccount);
  api.access(LoyaltyLot, ofAccount);
  api.access(LoyaltyEntry, ofAccount);
  api.access(LoyaltyTierChange, ofAccount);
  api.access(LoyaltyRedemption, { read: (viewer, row) => viewer.sees(LoyaltyAccount, row.account) });
  api.access(LoyaltyGrant, { read: (viewer, row) => viewer.sees(LoyaltyAccount, row.account) });
  api.access(Coupon, couponAccess);
}
