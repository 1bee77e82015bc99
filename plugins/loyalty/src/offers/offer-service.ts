import type { Tx } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { textsOf, UserError } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import { MemberLedger } from '../ledger/member-ledger.js';
import { memberFor } from '../ledger/membership.js';
import { dayOf, periodAround, startOf } from '../programs/calendar.js';
import { LoyaltyProgram } from '../programs/program.js';
import { CouponReason } from '../rewards/coupon.js';
import { addCoupon, assertWorth } from '../rewards/coupon-service.js';
import { CouponKind } from '../rewards/reward.js';
import { tierOf } from '../rewards/reward-service.js';
import { setFields } from '../set-fields.js';
import { GrantState, LoyaltyGrant, LoyaltyOffer } from './offer.js';
import type { GrantLoyaltyOfferInput, SetLoyaltyOfferInput } from './offer-inputs.js';

/** Adds or changes an offer, by its key. What was granted stays as it was. Locks the program. */
export async function setOffer(tx: Tx, input: SetLoyaltyOfferInput): Promise<LoyaltyOffer> {
  const {
    programId,
    key,
    name,
    occasion,
    validDays,
    days,
    minimumTierId,
    idempotencyKey: _,
    ...facts
  } = input;
  const program = await tx.get(LoyaltyProgram, programId, { field: ['programId'] });
  const known = await tx.em.findOne(LoyaltyOffer, { program: program.id, key });
  if (!known && (!name || occasion == null || validDays == null))
    throw new UserError('INVALID', [], 'A new offer needs a name, an occasion and validDays.');
  const offer =
    known ??
    tx.em.create(
      LoyaltyOffer,
      { program, key, name: textsOf(name!), occasion: occasion!, validDays: validDays! },
      { partial: true },
    );
  setFields(offer, {
    ...facts,
    occasion: occasion ?? undefined,
    validDays: validDays ?? undefined,
    limitPeriod: facts.limitPeriod ?? undefined,
    isActive: facts.isActive ?? undefined,
    days: days ?? undefined,
    ...(name && { name: textsOf(name) }),
    ...(minimumTierId !== undefined && { minimumTier: await tierOf(tx, program, minimumTierId) }),
  });
  if ((offer.points === null) === (offer.value === null))
    throw new UserError('INVALID', ['points'], 'Give either points, or the value of a coupon.');
  offer.couponKind = offer.value === null ? null : (offer.couponKind ?? CouponKind.VALUE);
  if (offer.value !== null) assertWorth(offer.couponKind!, offer.value, ['value']);
  audit(tx, { action: 'loyalty.setOffer', subject: offer.id, after: { key, occasion, days, ...facts } });
  emit(tx, 'loyalty.offer-changed', { subject: offer.id, payload: { offerId: offer.id, programId } });
  return offer;
}

/** Makes an offer to a member by hand; says why not where its tier or its limit is in the way. */
export async function grantByHand(tx: Tx, input: GrantLoyaltyOfferInput): Promise<LoyaltyGrant> {
  const offer = await tx.see(LoyaltyOffer, input.offerId, ['offerId']);
  await tx.em.populate(offer, ['program', 'minimumTier']);
  const { program } = offer;
  const accountId = await memberFor(tx, program.id, input.customerId, ['customerId']);
  const today = dayOf(tx.now, program.timeZone);
  const grant = await grantOffer(tx, offer, accountId, today.toString(), program.timeZone);
  if (grant) return grant;
  throw new UserError(
    'OFFER_NOT_DUE',
    ['customerId'],
    'The member has it already, or as often as it may be had, or is in too low a tier.',
  );
}

/**
 * Makes an offer to a member for an occasion: once, and within its limits; null where it is not due. Locks the
 * member. The offer comes with its program and tier.
 */
export async function grantOffer(
  tx: Tx,
  offer: LoyaltyOffer,
  accountId: string,
  occasion: string,
  timeZone: string,
): Promise<LoyaltyGrant | null> {
  if (!offer.isActive || !offer.program.isActive) return null;
  const { account } = await MemberLedger.open(tx, accountId);
  if (offer.minimumTier) {
    if (account.tier) await tx.em.refresh(account.tier);
    if ((account.tier?.rank ?? -1) < offer.minimumTier.rank) return null;
  }
  const mine = { offer: offer.id, account: accountId };
  if ((await tx.em.count(LoyaltyGrant, { ...mine, occasion })) > 0) return null;
  const { from } = periodAround(tx.now, offer.limitPeriod, timeZone);
  const sofar = { ...mine, ...(from && { grantedAt: { $gte: from } }) };
  if (offer.limitCount !== null && (await tx.em.count(LoyaltyGrant, sofar)) >= offer.limitCount) return null;
  const first = Temporal.PlainDate.from(occasion);
  const expiresAt = startOf(first.add({ days: offer.validDays }), timeZone);
  if (expiresAt <= tx.now) return null;
  const fresh = { offer, account, occasion, grantedAt: tx.now, expiresAt };
  const grant = tx.em.create(LoyaltyGrant, fresh, { partial: true });
  emit(tx, 'loyalty.offer-granted', { subject: grant.id, payload: payloadOf(grant) });
  return grant;
}

/** Redeems an offer, once: its points are active at once, its coupon is there. Locks the member. */
export async function redeemOffer(tx: Tx, grantId: string): Promise<LoyaltyGrant> {
  const seen = await tx.see(LoyaltyGrant, grantId, ['grantId']);
  const ledger = await MemberLedger.open(tx, seen.account.id);
  const grant = await tx.em.refreshOrFail(seen, { populate: ['offer', 'account'] });
  if (grant.state === GrantState.REDEEMED)
    throw new UserError('OFFER_REDEEMED', ['grantId'], 'The offer has been redeemed already.');
  if (grant.expiresAt <= tx.now)
    throw new UserError('OFFER_EXPIRED', ['grantId'], 'The offer cannot be redeemed any more.');
  const { offer, account, expiresAt } = grant;
  if (offer.points !== null) {
    const facts = { key: `offer ${grantId}`, reason: offer.key, about: grantId };
    await ledger.earn({ ...facts, points: offer.points, pendingDays: 0 });
  } else {
    const kind = offer.couponKind!;
    grant.coupon = addCoupon(tx, account.customer, {
      kind,
      value: offer.value!,
      currency: kind === CouponKind.VALUE ? ledger.program.currency : null,
      reason: CouponReason.OFFER,
      about: grantId,
      expiresAt,
    });
  }
  grant.state = GrantState.REDEEMED;
  grant.redeemedAt = tx.now;
  audit(tx, { action: 'loyalty.redeemOffer', subject: grantId });
  emit(tx, 'loyalty.offer-redeemed', { subject: grantId, payload: payloadOf(grant) });
  return grant;
}

function payloadOf({ id, offer, account }: LoyaltyGrant) {
  return { grantId: id, offerId: offer.id, accountId: account.id, customerId: account.customer.id };
}
