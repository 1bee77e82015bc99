import { dailyJob, type PluginApi } from '@candor/kernel';
import type { CustomersSettings } from '../customer-settings.js';
import { giveAdviser, giveAdvisers } from './advisers.js';
import { OwnerResolver } from './owner-resolver.js';
import { ownerTexts } from './owner-texts.js';

/** Who answers for customers and their records, and who of staff may change which fields. */
export function registerOwners(api: PluginApi): void {
  api.graphql.resolvers(OwnerResolver);
  const give = dailyJob(
    api,
    'customers.give-advisers',
    {
      description: 'Gives core customers without an adviser one, whoever has the fewest core customers.',
      // After the standing of customers, from which it follows who is core.
      at: '01:30',
      timeout: 'PT10M',
    },
    (_, services, signal) => giveAdvisers(services, signal),
  );
  api.after(
    'customer.standing-changed',
    { id: 'customers.give-adviser', imports: true },
    async ({ payload }, tx, services) => {
      const { adviserRole } = services.settings<CustomersSettings>('customers');
      if (payload.kind === 'TIER' && payload.to === 'CORE')
        await giveAdviser(tx, adviserRole, payload.customerId);
    },
  );
  api.after('staff.left', { id: 'customers.follow-adviser' }, async (_, tx) => give.enqueue(tx, {}));
  api.errors({
    ADVISER_REQUIRED: 'A core customer is not left without an adviser; name who follows.',
  });
  api.texts(ownerTexts);
}
