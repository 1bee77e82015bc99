import { customerRecords } from '@candor/core/customers';
import { definePlugin } from '@candor/kernel';
import { Compensation } from './compensation/compensation.js';
import { registerCompensations } from './compensation/register.js';
import { LoyaltyEarningRule } from './earning/earning-rule.js';
import { LoyaltySettings } from './indicators/indicator-settings.js';
import { registerIndicators } from './indicators/register.js';
import { LoyaltyAccount } from './ledger/account.js';
import { ledgerFault } from './ledger/ledger-checks.js';
import { LedgerResolver } from './ledger/ledger-resolver.js';
import { LoyaltyLot } from './ledger/lot.js';
import { LoyaltyEntry, LoyaltyOperation } from './ledger/operation.js';
import { registerAccess } from './loyalty-access.js';
import { registerErrors } from './loyalty-errors.js';
import { registerEvents } from './loyalty-events.js';
import { registerBalance } from './loyalty-field.js';
import { registerLists } from './loyalty-lists.js';
import { registerSeeds } from './loyalty-seeds.js';
import { registerTexts } from './loyalty-texts.js';
import { registerEarning, registerMaturity, registerOccasions, registerTierPeriods } from './loyalty-work.js';
import { MetricsResolver } from './metrics/metrics-resolver.js';
import { Loyalty20261122 } from './migrations/loyalty-20261122.js';
import { LoyaltyGrant, LoyaltyOffer } from './offers/offer.js';
import { OfferResolver } from './offers/offer-resolver.js';
import { LoyaltyProgram } from './programs/program.js';
import { ProgramResolver } from './programs/program-resolver.js';
import { LoyaltyEntitlement, LoyaltyTier } from './programs/tier.js';
import { Coupon } from './rewards/coupon.js';
import { LoyaltyRedemption } from './rewards/redemption.js';
import { LoyaltyReward } from './rewards/reward.js';
import { RewardResolver } from './rewards/reward-resolver.js';
import { LoyaltyTierChange } from './tiers/tier-change.js';

/** Points, tiers, rewards, coupons and offers for customers who come back. */
export const loyalty = definePlugin({
  name: 'loyalty',
  version: '1.0.0',
  candor: '^1.0.0',
  requires: { people: '^1.0.0', customers: '^1.0.0', tickets: '^1.0.0', feedback: '^1.0.0' },
  settings: LoyaltySettings,
  permissions: {
    'loyalty:read': "See members' points, tiers, redemptions and coupons",
    'loyalty:write':
      'Enrol members, redeem and hand over rewards, grant offers, and take coupons at the till',
    'loyalty:adjust': 'Give and take points by hand, issue coupons and take them back',
    'loyalty:manage': 'Set up programs: earning rules, tiers, rewards and offers, and try changes out',
  },
  setup(api) {
    // Points are not added up: of two accounts in one program the merged customer's stays as it is.
    customerRecords(api, 'loyalty', [
      { table: 'loyalty_account', column: 'customer_id', uniqueWith: ['program_id'] },
      { table: 'loyalty_answer', column: 'customer_id' },
      { table: 'loyalty_compensation', column: 'customer_id', uniqueWith: ['about'] },
      { table: 'loyalty_coupon', column: 'customer_id' },
      { table: 'loyalty_recommendation', column: 'customer_id', uniqueWith: ['product', 'shown_at'] },
      { table: 'loyalty_referral', column: 'customer_id', uniqueWith: ['source', 'reference'] },
      { table: 'loyalty_referral', column: 'referred_id' },
      { table: 'loyalty_service_preference', column: 'customer_id', uniqueWith: [] },
      { table: 'loyalty_win_back', column: 'customer_id' },
    ]);
    api.store({
      entities: [
        LoyaltyProgram,
        LoyaltyTier,
        LoyaltyEntitlement,
        LoyaltyEarningRule,
        LoyaltyAccount,
        LoyaltyLot,
        LoyaltyOperation,
        LoyaltyEntry,
        LoyaltyTierChange,
        LoyaltyReward,
        Coupon,
        Compensation,
        LoyaltyRedemption,
        LoyaltyOffer,
        LoyaltyGrant,
      ],
      migrations: [Loyalty20261122],
    });
    registerAccess(api);
    registerLists(api);
    registerBalance(api);
    api.graphql.resolvers(ProgramResolver, LedgerResolver, RewardResolver, OfferResolver, MetricsResolver);
    registerEvents(api);
    registerEarning(api);
    registerMaturity(api);
    registerTierPeriods(api);
    registerOccasions(api);
    registerCompensations(api);
    registerErrors(api);
    registerTexts(api);
    registerSeeds(api);
    registerIndicators(api);
    api.health('ledger balances', ledgerFault);
  },
});
