import { Customer, decimalOf, unitsOf } from '@candor/core/customers';
import type { Tx } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { UserError } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import { Coupon, type CouponReason, CouponState } from './coupon.js';
import { newCouponCode, typedCode } from './coupon-code.js';
import { CouponKind } from './reward.js';
import type { IssueCouponInput, UseCouponInput } from './reward-inputs.js';

/** What a coupon is to be. */
export interface CouponTerms {
  readonly kind: CouponKind;
  readonly value: string;
  readonly currency: string | null;
  readonly reason: CouponReason;
  readonly about: string | null;
  readonly expiresAt: Date | null;
}

/** Issues a coupon by hand, as to make up for an incident. */
export async function issueCoupon(tx: Tx, input: IssueCouponInput): Promise<Coupon> {
  const { kind, value, reason } = input;
  const customer = await tx.see(Customer, input.customerId, ['customerId']);
  const currency = kind === CouponKind.VALUE ? (input.currency ?? null) : null;
  if (kind === CouponKind.VALUE && currency === null)
    throw new UserError('INVALID', ['currency'], 'An amount needs a currency.');
  assertWorth(kind, value, ['value']);
  const expiresAt = input.expiresAt ?? null;
  if (expiresAt !== null && expiresAt <= tx.now)
    throw new UserError('INVALID', ['expiresAt'], 'Give an instant that is still to come.');
  return addCoupon(tx, customer, { kind, value, currency, reason, about: input.about ?? null, expiresAt });
}

/** An amount of more than nothing, or up to 100 percent. */
export function assertWorth(kind: CouponKind, value: string, field: readonly string[]): void {
  const units = unitsOf(value);
  if (units === 0n) throw new UserError('INVALID', field, 'It must be worth more than 0.');
  if (kind === CouponKind.PERCENTAGE && units > unitsOf('100'))
    throw new UserError('INVALID', field, 'A percentage is at most 100.');
}

export function addCoupon(tx: Tx, customer: Customer, terms: CouponTerms): Coupon {
  const value = decimalOf(unitsOf(terms.value));
  const code = newCouponCode();
  const fresh = { ...terms, customer, value, code, issuedAt: tx.now };
  const coupon = tx.em.create(Coupon, fresh, { partial: true });
  const { kind, currency, reason, about } = terms;
  const customerId = customer.id;
  audit(tx, {
    action: 'coupon.issue',
    subject: coupon.id,
    after: { customerId, kind, value, currency, reason, about },
  });
  emit(tx, 'loyalty.coupon-issued', {
    subject: coupon.id,
    payload: { couponId: coupon.id, customerId, reason, about },
  });
  return coupon;
}

/** Uses a coupon for an order, once. Locks it, so that of two tills one takes it. */
export async function useCoupon(tx: Tx, input: UseCouponInput): Promise<Coupon> {
  const [found] = await tx.em.find(Coupon, { code: typedCode(input.code) }, { fields: ['id'] });
  if (!found) throw new UserError('NOT_FOUND', ['code'], 'There is no coupon of this code.');
  const coupon = await tx.get(Coupon, found.id, { field: ['code'] });
  await tx.em.refresh(coupon);
  assertUsable(tx, coupon);
  const price = unitsOf(input.amount);
  if (coupon.kind === CouponKind.VALUE && coupon.currency !== input.currency)
    throw new UserError('INVALID', ['currency'], `The coupon is in ${coupon.currency}.`);
  const worth =
    coupon.kind === CouponKind.VALUE
      ? unitsOf(coupon.value)
      : (price * unitsOf(coupon.value)) / unitsOf('100');
  const isMore = worth > price;
  coupon.discount = decimalOf(isMore ? price : worth);
  coupon.state = CouponState.USED;
  coupon.usedAt = tx.now;
  coupon.usedFor = input.usedFor;
  const { id, discount, reason, about, customer } = coupon;
  audit(tx, { action: 'coupon.use', subject: id, after: { usedFor: input.usedFor, discount } });
  emit(tx, 'loyalty.coupon-used', {
    subject: id,
    payload: { couponId: id, customerId: customer.id, reason, about },
  });
  return coupon;
}

function assertUsable({ now }: Tx, { state, expiresAt }: Coupon): void {
  if (state === CouponState.USED)
    throw new UserError('COUPON_USED', ['code'], 'The coupon has been used already.');
  if (state === CouponState.VOID) throw new UserError('COUPON_VOID', ['code'], 'The coupon was taken back.');
  if (expiresAt !== null && expiresAt <= now)
    throw new UserError('COUPON_EXPIRED', ['code'], 'The coupon has expired.');
}

/** Takes a coupon back that was not used. Locks it. */
export async function voidCoupon(tx: Tx, couponId: string): Promise<Coupon> {
  const coupon = await tx.get(Coupon, couponId, { field: ['couponId'] });
  if (coupon.state === CouponState.USED)
    throw new UserError('COUPON_USED', ['couponId'], 'The coupon has been used already.');
  coupon.state = CouponState.VOID;
  audit(tx, { action: 'coupon.void', subject: couponId });
  return coupon;
}
