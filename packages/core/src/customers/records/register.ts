import type { AccessRule, PluginApi } from '@candor/kernel';
import { type SqlBool, sql } from 'kysely';
import { Customer } from '../customer.js';
import { BehaviourRecord } from './behaviour.js';
import { ConsentPurpose, CustomerConsent } from './consent.js';
import { isAllowed } from './consent-rule.js';
import { CustomerPreference } from './preference.js';
import { RecordResolver } from './record-resolver.js';
import { recordTexts } from './record-texts.js';

/** A customer sees and decides on its own, staff those of all. */
const ownAccess: AccessRule<CustomerPreference | CustomerConsent> = {
  read: (viewer, row) =>
    (viewer.can('customers:read') || viewer.is('customer')) && viewer.sees(Customer, row.customer),
  write: (viewer, row) =>
    viewer.can('customers:write') || (viewer.is('customer') && sql<SqlBool>`${row.customer} = ${viewer.id}`),
};

/** What somebody looked at is for fewer people than what somebody bought. */
const behaviourAccess: AccessRule<BehaviourRecord> = {
  read: (viewer, row) =>
    (viewer.can('customers:behaviour') || viewer.is('customer')) && viewer.sees(Customer, row.customer),
  write: () => false,
};

export const recordEntities = [CustomerPreference, CustomerConsent, BehaviourRecord] as const;

/** What customers like, what they agreed to and what they did. */
export function registerRecords(api: PluginApi): void {
  api.access(CustomerPreference, ownAccess);
  api.access(CustomerConsent, ownAccess);
  api.access(BehaviourRecord, behaviourAccess);
  const on = { type: Customer, by: 'customer' } as const;
  api.list('preferences', CustomerPreference, {
    description: 'What the customer likes better, by matter.',
    on,
    orderBy: ['createdAt'],
  });
  api.list('consents', CustomerConsent, {
    description: 'What the customer agreed to and refused, with all earlier decisions.',
    on,
    filter: ['isCurrent'],
    orderBy: ['decidedAt'],
  });
  api.list('behaviour', BehaviourRecord, {
    description: 'What the customer did, as far as it was kept.',
    on,
    orderBy: ['at'],
  });
  api.graphql.extend<{ id: string }>(
    'Customer',
    'mayBeContacted("By which channel, as a key such as `sms`." channel: String!, "What for; being reached at all, if left out." purpose: ConsentPurpose): Boolean!',
    {
      description: 'Whether the customer may be reached by a channel, by all that was agreed and refused.',
      types: [ConsentPurpose],
      needs: ['id'],
      cost: 1,
      load: (rows, { channel, purpose }, { services }) =>
        isAllowed(
          services,
          rows.map(({ id }) => id),
          channel as string,
          (purpose as ConsentPurpose | undefined) ?? ConsentPurpose.CONTACT,
        ),
    },
  );
  api.graphql.resolvers(RecordResolver);
  api.errors({ CONSENT_MISSING: 'The customer has not agreed to it; nothing was kept.' });
  api.texts(recordTexts);
}
