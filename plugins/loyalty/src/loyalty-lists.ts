import { Customer } from '@candor/core/customers';
import type { PluginApi } from '@candor/kernel';
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

const ofProgram = { type: LoyaltyProgram, by: 'program' } as const;
const ofAccount = { type: LoyaltyAccount, by: 'account' } as const;

export function registerLists(api: PluginApi): void {
  api.list('loyaltyPrograms', LoyaltyProgram, {
    description: 'The loyalty programs.',
    orderBy: ['createdAt'],
    ascending: true,
  });
  api.list('tiers', LoyaltyTier, {
    description: 'The tiers of the program, the lowest first.',
    on: ofProgram,
    orderBy: ['rank'],
    ascending: true,
  });
  api.list('entitlements', LoyaltyEntitlement, {
    description: 'The rights of its members.',
    on: { type: LoyaltyTier, by: 'tier' },
    orderBy: ['position'],
    ascending: true,
  });
  api.list('earningRules', LoyaltyEarningRule, {
    description: 'What points are given for.',
    on: ofProgram,
    orderBy: ['createdAt'],
    ascending: true,
  });
  api.list('rewards', LoyaltyReward, {
    description: 'What points buy, the cheapest first.',
    on: ofProgram,
    orderBy: ['price'],
    ascending: true,
  });
  api.list('offers', LoyaltyOffer, {
    description: 'What the program gives without points.',
    on: ofProgram,
    orderBy: ['createdAt'],
    ascending: true,
  });
  api.list('loyaltyAccounts', LoyaltyAccount, {
    description: 'The members of a program that you may see; to a customer, itself.',
    on: ofProgram,
    filter: ['tier'],
    orderBy: ['createdAt', 'active'],
  });
  memberLists(api);
}

function memberLists(api: PluginApi): void {
  api.list('operations', LoyaltyOperation, {
    description: 'Everything that happened to the points.',
    on: ofAccount,
    filter: ['kind', 'at'],
    orderBy: ['sequence', 'at'],
  });
  api.list('entries', LoyaltyEntry, {
    description: 'The lines of the operation; together they are zero.',
    on: { type: LoyaltyOperation, by: 'operation' },
    orderBy: ['position'],
    ascending: true,
  });
  api.list('lots', LoyaltyLot, {
    description: 'The points as they were earned, with what is left of them.',
    on: ofAccount,
    orderBy: ['earnedAt'],
  });
  api.list('tierChanges', LoyaltyTierChange, {
    description: 'How the tier changed.',
    on: ofAccount,
    orderBy: ['at'],
  });
  api.list('redemptions', LoyaltyRedemption, {
    description: 'What the points were redeemed for.',
    on: ofAccount,
    filter: ['state'],
    orderBy: ['requestedAt'],
  });
  api.list('grants', LoyaltyGrant, {
    description: 'The offers that were made to the member.',
    on: ofAccount,
    filter: ['state'],
    orderBy: ['grantedAt'],
  });
  api.list('loyaltyRedemptions', LoyaltyRedemption, {
    description: 'All redemptions that you may see, as for handing over what waits.',
    filter: ['state', 'reward', 'requestedAt'],
    orderBy: ['requestedAt'],
  });
  api.list('coupons', Coupon, {
    description: 'The coupons of the customer.',
    on: { type: Customer, by: 'customer' },
    filter: ['state', 'reason'],
    orderBy: ['issuedAt'],
  });
  api.list('coupons', Coupon, {
    description: 'All coupons that you may see, as those that were issued for an incident.',
    filter: ['state', 'reason', 'about', 'issuedAt'],
    orderBy: ['issuedAt'],
  });
}
