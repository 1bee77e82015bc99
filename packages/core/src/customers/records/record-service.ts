import { newId, type Tx } from '@candor/kernel/database';
import { UserError } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import type { Customer } from '../customer.js';
import { changed, customerToChange } from '../customer-change.js';
import { BehaviourRecord } from './behaviour.js';
import { ANY_CHANNEL, ConsentPurpose, CustomerConsent } from './consent.js';
import { isAllowed } from './consent-rule.js';
import { CustomerPreference } from './preference.js';
import type {
  RecordBehaviourInput,
  RecordCustomerConsentInput,
  SetCustomerPreferenceInput,
} from './record-inputs.js';

/** The channel for results lies with the customer itself, where whoever writes to it looks. */
const NOTIFICATION_CHANNEL = 'notification-channel';

/** Staff set those of all, a customer its own. Locks the customer, so that a matter has one preference. */
export async function setCustomerPreference(
  tx: Tx,
  input: SetCustomerPreferenceInput,
): Promise<CustomerPreference> {
  const { key, value = null } = input;
  if (key === NOTIFICATION_CHANNEL) {
    const message = 'The channel for results is set with updateCustomer, as preferredChannel.';
    throw new UserError('INVALID', ['key'], message);
  }
  const customer = await customerToChange(tx, input.customerId, { field: ['customerId'] });
  const known = await tx.em.findOne(CustomerPreference, { customer, key });
  if (known?.value === value) return known;
  const preference = known ?? tx.em.create(CustomerPreference, { customer, key }, { partial: true });
  preference.value = value;
  changed(tx, customer, ['preferences']);
  return preference;
}

/** Adds a decision, which takes the place of the one so far. Locks the customer. */
export async function recordCustomerConsent(
  tx: Tx,
  input: RecordCustomerConsentInput,
): Promise<CustomerConsent> {
  const { purpose, isGranted, reference = null } = input;
  const channel = input.channel ?? ANY_CHANNEL;
  const customer = await customerToChange(tx, input.customerId, { field: ['customerId'] });
  const before = await tx.em.findOne(CustomerConsent, { customer, purpose, channel, isCurrent: true });
  if (before) {
    before.isCurrent = false;
    // Written at once: the index on current ones looks at every statement.
    await tx.em.flush();
  }
  const consent = tx.em.create(
    CustomerConsent,
    { customer, purpose, channel, isGranted, reference, decidedAt: tx.now },
    { partial: true },
  );
  audit(tx, {
    action: 'customer.consent',
    subject: customer.id,
    after: { purpose, channel, isGranted, reference },
  });
  changed(tx, customer, ['consents']);
  return consent;
}

/** Keeps what a customer did, if the customer agreed to that. Locks the customer, so that no refusal comes in between. */
export async function recordBehaviour(tx: Tx, input: RecordBehaviourInput): Promise<BehaviourRecord> {
  const { kind, channel } = input;
  const at = input.at ?? tx.now;
  if (at > tx.now) throw new UserError('INVALID', ['at'], 'This is in the future; give when it happened.');
  const customer = await customerToChange(tx, input.customerId, { field: ['customerId'] });
  if (!(await mayKeep(tx, customer, channel))) {
    const message = 'The customer has not agreed that this is kept; record the consent first.';
    throw new UserError('CONSENT_MISSING', ['customerId'], message);
  }
  const id = newId('behaviour');
  const place = { owner: customer.id, table: 'customers_behaviour', id, column: 'detail' };
  const detail = input.detail ? await tx.seal(place, input.detail) : null;
  return tx.em.create(BehaviourRecord, { id, customer, kind, channel, at, detail }, { partial: true });
}

function mayKeep(tx: Tx, { id }: Customer, channel: string): Promise<boolean> {
  return isAllowed(tx, [id], channel, ConsentPurpose.BEHAVIOUR).then(([allowed]) => allowed!);
}
