import type { PluginApi } from '@candor/kernel';

declare module '@candor/kernel' {
  interface Events {
    'loyalty.program-changed': { programId: string };
    'loyalty.offer-changed': { offerId: string; programId: string };
    'loyalty.joined': { accountId: string; customerId: string; programId: string };
    'loyalty.changed': {
      accountId: string;
      customerId: string;
      operationId: string;
      kind: string;
      points: number;
      active: number;
    };
    'loyalty.tier-changed': {
      accountId: string;
      customerId: string;
      fromTierId: string | null;
      toTierId: string;
      isRise: boolean;
    };
    'loyalty.redemption-changed': {
      redemptionId: string;
      accountId: string;
      customerId: string;
      rewardId: string;
      state: string;
    };
    'loyalty.coupon-issued': { couponId: string; customerId: string; reason: string; about: string | null };
    'loyalty.coupon-used': { couponId: string; customerId: string; reason: string; about: string | null };
    'loyalty.offer-granted': { grantId: string; offerId: string; accountId: string; customerId: string };
    'loyalty.offer-redeemed': { grantId: string; offerId: string; accountId: string; customerId: string };
  }
}

const ACCOUNT = 'The membership.';
const CUSTOMER = 'The customer.';

export function registerEvents(api: PluginApi): void {
  const programId = 'The program.';
  api.event('loyalty.program-changed', {
    description: 'A program was added or changed.',
    payload: { programId },
  });
  api.event('loyalty.offer-changed', {
    description: 'An offer was added or changed.',
    payload: { offerId: 'The offer.', programId },
  });
  api.event('loyalty.joined', {
    description: 'A customer became a member of a loyalty program.',
    payload: { accountId: ACCOUNT, customerId: CUSTOMER, programId: 'The program.' },
  });
  api.event('loyalty.changed', {
    description: "An operation of the books: a member's points moved.",
    payload: {
      accountId: ACCOUNT,
      customerId: CUSTOMER,
      operationId: 'The operation.',
      kind: 'A value of `LoyaltyOperationKind`.',
      points: 'How many points it moved.',
      active: 'What the member can spend after it.',
    },
  });
  api.event('loyalty.tier-changed', {
    description: 'A member came into another tier.',
    payload: {
      accountId: ACCOUNT,
      customerId: CUSTOMER,
      fromTierId: 'The tier before; null for whoever joined.',
      toTierId: 'The tier from now on.',
      isRise: 'Whether it went up.',
    },
  });
  api.event('loyalty.redemption-changed', {
    description: 'A reward was asked for, handed over, called off or taken back.',
    payload: {
      redemptionId: 'The redemption.',
      accountId: ACCOUNT,
      customerId: CUSTOMER,
      rewardId: 'The reward.',
      state: 'A value of `LoyaltyRedemptionState`.',
    },
  });
  const coupon = {
    couponId: 'The coupon.',
    customerId: CUSTOMER,
    reason: 'A value of `CouponReason`.',
    about: 'The id of what it was issued for; null for nothing in particular.',
  };
  api.event('loyalty.coupon-issued', { description: 'A coupon was issued.', payload: coupon });
  api.event('loyalty.coupon-used', { description: 'A coupon was used.', payload: coupon });
  const grant = {
    grantId: 'The offer as it was made to the member.',
    offerId: 'The offer.',
    accountId: ACCOUNT,
    customerId: CUSTOMER,
  };
  api.event('loyalty.offer-granted', { description: 'An offer was made to a member.', payload: grant });
  api.event('loyalty.offer-redeemed', { description: 'A member redeemed an offer.', payload: grant });
}
