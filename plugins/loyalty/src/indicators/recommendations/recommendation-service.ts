import { Customer } from '@candor/core/customers';
import type { Services } from '@candor/kernel';
import { type Tx, uuidOf } from '@candor/kernel/database';
import { UserError } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import { setFields } from '../../set-fields.js';
import type { LoyaltySettings } from '../indicator-settings.js';
import { recommend } from './recommend.js';
import { LoyaltyRecommendation, ServicePreference } from './recommendation.js';
import type { IssueRecommendationInput, SetServicePreferenceInput } from './recommendation-inputs.js';

const DAY = 86_400_000;
/** As many reasons are looked through for the product that is issued. */
const ALL = 200;

/** Keeps that a product was recommended, with the reason as it is now. While one runs, a second call answers it. */
export async function issueRecommendation(
  tx: Tx,
  services: Pick<Services, 'query' | 'settings'>,
  input: IssueRecommendationInput,
): Promise<LoyaltyRecommendation> {
  const customer = await tx.see(Customer, input.customerId, ['customerId']);
  const { product } = input;
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `loyalty_recommendation ${customer.id} ${product}`,
  ]);
  const running = await tx.em.findOne(LoyaltyRecommendation, {
    customer: customer.id,
    product,
    expiresAt: { $gt: tx.now },
    takenAt: null,
  });
  if (running) return running;
  const found = (await recommend(services, customer.id, ALL)).find((one) => one.product === product);
  if (!found)
    throw new UserError(
      'NOT_RECOMMENDED',
      ['product'],
      'Nothing that the customer bought goes with this product.',
    );
  const { becauseOf, customersWithBoth, confidence, lift } = found;
  const { takenWithinDays } = services.settings<LoyaltySettings>('loyalty').recommendations;
  const expiresAt = new Date(tx.now.getTime() + takenWithinDays * DAY);
  const facts = {
    customer,
    product,
    becauseOf,
    customersWithBoth,
    confidence,
    lift,
    shownAt: tx.now,
    expiresAt,
  };
  const issued = tx.em.create(LoyaltyRecommendation, facts, { partial: true });
  audit(tx, { action: 'loyalty.issueRecommendation', subject: issued.id, after: { product, becauseOf } });
  return issued;
}

/** A purchase with a product that was recommended takes the recommendation, if it comes in time. */
export async function takeRecommendations(tx: Tx, purchaseId: string): Promise<void> {
  await tx.query(
    `update loyalty_recommendation r set taken_at = p.purchased_at, purchase_id = p.id
     from customers_purchase p
     where p.id = $1 and r.customer_id = p.customer_id and r.taken_at is null
       and p.purchased_at >= r.shown_at and p.purchased_at < r.expires_at
       and exists (select from customers_purchase_item i where i.purchase_id = p.id and i.product = r.product)`,
    [uuidOf('purchase', purchaseId)],
  );
}

/** Sets how a customer wants things packed and delivered. Locks the customer's own. */
export async function setPreference(tx: Tx, input: SetServicePreferenceInput): Promise<ServicePreference> {
  const customer = await tx.see(Customer, input.customerId, ['customerId']);
  const { packaging, delivery } = input;
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `loyalty_service_preference ${customer.id}`,
  ]);
  const known = await tx.em.findOne(ServicePreference, { customer: customer.id });
  const preference = known ?? tx.em.create(ServicePreference, { customer }, { partial: true });
  setFields(preference, { packaging, delivery });
  audit(tx, {
    action: 'loyalty.setServicePreference',
    subject: preference.id,
    after: { packaging, delivery },
  });
  return preference;
}
