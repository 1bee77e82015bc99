import type { PluginApi } from '@candor/kernel';

export function registerErrors(api: PluginApi): void {
  api.errors({
    INSUFFICIENT_POINTS: 'The operation takes more points than the member has; the message says how many.',
    OUT_OF_STOCK: 'None of the reward is left.',
    REWARD_NOT_OFFERED: 'The reward, or its program, is not offered now.',
    TIER_TOO_LOW: 'The reward is for members of a higher tier.',
    REDEMPTION_IN_OTHER_STATE: 'The redemption was decided already; the message says how.',
    NO_MEMBER: 'The customer is no member of the program.',
    COUPON_USED: 'The coupon has been used already; a coupon is used once.',
    COUPON_EXPIRED: 'The coupon has expired.',
    COUPON_VOID: 'The coupon was taken back.',
    OFFER_NOT_DUE: 'The member has the offer already, or as often as it may be had, or is in too low a tier.',
    OFFER_EXPIRED: 'The offer cannot be redeemed any more.',
    OFFER_REDEEMED: 'The offer has been redeemed already.',
  });
}
