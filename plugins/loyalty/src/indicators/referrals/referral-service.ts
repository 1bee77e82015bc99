import { createHash } from 'node:crypto';
import { Customer } from '@candor/core/customers';
import type { Tx } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { UserError } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import { LoyaltyReferral } from './referral.js';
import type { RecordReferralInput } from './referral-inputs.js';

/** Writes a referral down, once for each evidence; refused without consent. Locks the evidence. */
export async function recordReferral(tx: Tx, input: RecordReferralInput): Promise<LoyaltyReferral> {
  const customer = await tx.see(Customer, input.customerId, ['customerId']);
  const consent = input.consent?.trim() ?? '';
  if (consent === '')
    throw new UserError(
      'CONSENT_NEEDED',
      ['consent'],
      'Say how the customer agreed; without that nothing is kept.',
    );
  const { source } = input;
  const evidence = input.evidence.trim();
  if (evidence === '') throw new UserError('INVALID', ['evidence'], 'Say what shows it.');
  if (input.referredCustomerId === customer.id)
    throw new UserError('INVALID', ['referredCustomerId'], 'Nobody comes by an own recommendation.');
  const referred =
    input.referredCustomerId == null
      ? null
      : await tx.see(Customer, input.referredCustomerId, ['referredCustomerId']);
  const reference = createHash('sha256').update(evidence).digest('hex');
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `loyalty_referral ${customer.id} ${source} ${reference}`,
  ]);
  const known = await tx.em.findOne(LoyaltyReferral, { customer: customer.id, source, reference });
  if (known) return known;
  const facts = { customer, source, evidence, reference, consent, referred, recordedAt: tx.now };
  const referral = tx.em.create(LoyaltyReferral, facts, { partial: true });
  audit(tx, { action: 'loyalty.recordReferral', subject: referral.id, after: { source, consent } });
  emit(tx, 'loyalty.referral-recorded', {
    subject: referral.id,
    payload: {
      referralId: referral.id,
      customerId: customer.id,
      source,
      referredCustomerId: referred?.id ?? null,
    },
  });
  return referral;
}

/** Wipes the evidence; from now on the referral does not count. Locks the referral. */
export async function withdrawReferral(tx: Tx, referralId: string): Promise<LoyaltyReferral> {
  const referral = await tx.get(LoyaltyReferral, referralId, { field: ['referralId'] });
  if (referral.withdrawnAt !== null) return referral;
  referral.withdrawnAt = tx.now;
  referral.evidence = null;
  audit(tx, { action: 'loyalty.withdrawReferral', subject: referralId });
  return referral;
}
