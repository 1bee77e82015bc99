import type { PluginApi } from '@candor/kernel';

declare module '@candor/kernel' {
  interface Events {
    'loyalty.referral-recorded': {
      referralId: string;
      customerId: string;
      source: string;
      referredCustomerId: string | null;
    };
    'loyalty.win-back-changed': { winBackId: string; customerId: string; state: string };
    'loyalty.review-plan-changed': { planId: string };
    'loyalty.fit-begun': { fitId: string };
    'loyalty.review-begun': { reviewId: string; programId: string; dueAt: string };
  }
}

const CUSTOMER = 'The customer.';

export function registerIndicatorEvents(api: PluginApi): void {
  api.event('loyalty.referral-recorded', {
    description: 'A customer recommended the company, and agreed that it is kept.',
    payload: {
      referralId: 'The referral.',
      customerId: CUSTOMER,
      source: 'Where, as a key.',
      referredCustomerId: 'Who came by it; null where nobody is known.',
    },
  });
  api.event('loyalty.win-back-changed', {
    description: 'An attempt to win a customer back began, went on or ended.',
    payload: { winBackId: 'The win-back.', customerId: CUSTOMER, state: 'A value of `LoyaltyWinBackState`.' },
  });
  api.event('loyalty.review-plan-changed', {
    description: 'It was said how often a program is reviewed.',
    payload: { planId: 'The plan.' },
  });
  api.event('loyalty.fit-begun', {
    description: 'An analysis of all purchases began.',
    payload: { fitId: 'The analysis.' },
  });
  api.event('loyalty.review-begun', {
    description: 'A period ended: its figures are frozen, and the review is to be finished.',
    payload: { reviewId: 'The review.', programId: 'The program.', dueAt: 'By when.' },
  });
  api.errors({
    CONSENT_NEEDED: 'Nothing about a customer is kept without saying how the customer agreed.',
    WIN_BACK_OVER: 'The win-back was won, lost or called off already.',
    NOT_RECOMMENDED: 'Nothing that the customer bought goes with the product.',
    REVIEW_FINISHED: 'The review is finished already.',
    DECISION_CARRIED_OUT: 'The decision was carried out already.',
  });
}
