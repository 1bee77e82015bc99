import { Customer, decimalOf, unitsOf } from '@candor/core/customers';
import { type Tx, uuidOf } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { textsOf, UserError } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import { CouponReason } from '../rewards/coupon.js';
import { addCoupon, assertWorth } from '../rewards/coupon-service.js';
import { CouponKind } from '../rewards/reward.js';
import { Compensation, CompensationState } from './compensation.js';
import type {
  IssueCompensationInput,
  PromiseCompensationInput,
  RecordCompensationToldInput,
} from './compensation-inputs.js';

/** Decides on a compensation; a customer gets one for one matter, however many decide at once. */
export async function promiseCompensation(tx: Tx, input: PromiseCompensationInput): Promise<Compensation> {
  const customer = await tx.see(Customer, input.customerId, ['customerId']);
  assertWorth(CouponKind.VALUE, input.value, ['value']);
  const { about, currency, couponDays = null } = input;
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `compensation ${about} ${customer.id}`,
  ]);
  const known = await tx.query('select from loyalty_compensation where about = $1 and customer_id = $2', [
    about,
    uuidOf('customer', customer.id)!,
  ]);
  if (known.length > 0)
    throw new UserError(
      'ALREADY_COMPENSATED',
      ['about'],
      'The customer has a compensation for that already.',
    );
  const value = decimalOf(unitsOf(input.value));
  const compensation = tx.em.create(
    Compensation,
    { customer, about, message: textsOf(input.message), value, currency, couponDays, promisedAt: tx.now },
    { partial: true },
  );
  said(tx, compensation);
  return compensation;
}

/** Issues its coupon, once. Locks it. */
export async function issueCompensation(tx: Tx, input: IssueCompensationInput): Promise<Compensation> {
  const compensation = await toChange(tx, input);
  if (compensation.state !== CompensationState.PROMISED)
    throw new UserError('ALREADY_COMPENSATED', ['compensationId'], 'Its coupon has been issued already.');
  const { value, currency, about, couponDays } = compensation;
  const customer = await tx.em.findOneOrFail(Customer, compensation.customer.id);
  compensation.coupon = addCoupon(tx, customer, {
    ...{ kind: CouponKind.VALUE, value, currency, reason: CouponReason.COMPENSATION, about },
    expiresAt: couponDays === null ? null : new Date(tx.now.getTime() + couponDays * 86_400_000),
  });
  compensation.issuedAt = tx.now;
  compensation.state = CompensationState.ISSUED;
  said(tx, compensation);
  return compensation;
}

/** Writes down that the customer was told, which takes a coupon to tell of. Locks it. */
export async function recordCompensationTold(
  tx: Tx,
  input: RecordCompensationToldInput,
): Promise<Compensation> {
  const compensation = await toChange(tx, input);
  if (compensation.state === CompensationState.PROMISED)
    throw new UserError('NOT_COMPENSATED', ['compensationId'], 'Issue its coupon first.');
  compensation.toldAt ??= tx.now;
  compensation.toldBy ??= input.channel;
  compensation.state = CompensationState.TOLD;
  said(tx, compensation);
  return compensation;
}

function toChange(tx: Tx, { compensationId, version }: IssueCompensationInput): Promise<Compensation> {
  return tx.get(Compensation, compensationId, { field: ['compensationId'], version });
}

function said(tx: Tx, { id, customer, about, state, value, currency }: Compensation): void {
  const customerId = customer.id;
  audit(tx, {
    action: 'loyalty.compensation',
    subject: id,
    after: { customerId, about, state, value, currency },
  });
  emit(tx, 'loyalty.compensation-changed', {
    subject: id,
    payload: { compensationId: id, customerId, about, state },
  });
}
