import type { PluginApi } from '@candor/kernel';
import { z } from 'zod';
import type { CustomersSettings } from '../customer-settings.js';
import { giveAdviser, giveAdvisers } from './advisers.js';
import { OwnerResolver } from './owner-resolver.js';
import { ownerTexts } from './owner-texts.js';

/** Who answers for customers and their records, and who of staff may change which fields. */
export function registerOwners(api: PluginApi): void {
  api.graphql.resolvers(OwnerResolver);
  const give = api.job(
    'customers.give-advisers',
    {
      description: 'Gives core customers without an adviser one, whoever has the fewest core customers.',
      input: z.object({}),
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
  for (const name of ['customer.standings-computed', 'staff.left'] as const)
    api.after(name, { id: `customers.give-advisers-${name}` }, async (_, tx) => give.enqueue(tx, {}));
  api.errors({
    ADVISER_REQUIRED: 'A core customer is not left without an adviser; name who follows.',
  });
  api.texts(ownerTexts);
}
