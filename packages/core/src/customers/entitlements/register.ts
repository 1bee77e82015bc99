import type { AccessRule, PluginApi } from '@candor/kernel';
import type { Tx } from '@candor/kernel/database';
import { type SqlBool, sql } from 'kysely';
import { z } from 'zod';
import { Customer } from '../customer.js';
import { CustomerTier } from '../standing/standing-kinds.js';
import { CustomerRight } from './customer-right.js';
import { Entitlement } from './entitlement.js';
import { EntitlementResolver } from './entitlement-resolver.js';
import { entitlementTexts, PRESETS } from './entitlement-texts.js';
import { followTier, followTiers } from './tier-entitlements.js';

declare module '@candor/kernel' {
  interface Events {
    'customer.right-changed': { rightId: string };
    'customer.entitled': { customerId: string; entitlementId: string; right: string };
    'customer.entitlement-ended': { customerId: string; entitlementId: string; right: string };
  }
}

/** Customers know the rights that they have or had, and not what others get. */
const rightAccess: AccessRule<CustomerRight> = {
  read: (viewer, row) =>
    viewer.can('customers:read') ||
    (viewer.is('customer') &&
      sql<SqlBool>`exists (select from customers_entitlement mine where mine.right_id = ${row.id} and mine.customer_id = ${viewer.id})`),
  write: (viewer) => viewer.can('customers:manage'),
  fields: {
    provenance: 'customers:read',
    tiers: 'customers:read',
    isBoundToTier: 'customers:read',
    isActive: 'customers:read',
  },
};

const entitlementAccess: AccessRule<Entitlement> = {
  read: (viewer, row) =>
    (viewer.can('customers:read') || viewer.is('customer')) && viewer.sees(Customer, row.customer),
  write: (viewer) => viewer.can('customers:entitle'),
  fields: { source: 'customers:read', reason: 'customers:read' },
};

export const entitlementEntities = [CustomerRight, Entitlement] as const;

/** Rights of customers beyond what everybody gets: by tier or given to one, with an end, seen by the customer. */
export function registerEntitlements(api: PluginApi): void {
  api.access(CustomerRight, rightAccess);
  api.access(Entitlement, entitlementAccess);
  api.list('customerRights', CustomerRight, {
    description: 'The rights that customers can have beyond what everybody gets; to a customer, its own.',
    orderBy: ['createdAt'],
  });
  api.list('entitlements', Entitlement, {
    description: 'The rights that the customer has and had beyond what everybody gets.',
    on: { type: Customer, by: 'customer' },
    orderBy: ['startsAt'],
  });
  api.list('holders', Entitlement, {
    description: 'Who has the right and had it; to a customer, itself.',
    on: { type: CustomerRight, by: 'right' },
    orderBy: ['startsAt'],
  });
  api.graphql.extend<Pick<Entitlement, 'expiresAt' | 'endedAt'>>('Entitlement', 'isValid: Boolean!', {
    description: 'Whether the customer has it now.',
    needs: ['expiresAt', 'endedAt'],
    cost: 1,
    load: (rows, _, { services }) =>
      rows.map(
        // Instants come from the reader as they are stored, or as dates.
        ({ expiresAt, endedAt }) =>
          endedAt === null && (expiresAt === null || new Date(expiresAt) > services.now()),
      ),
  });
  api.graphql.resolvers(EntitlementResolver);
  entitlementEvents(api);
  const follow = api.job(
    'customers.follow-tiers',
    {
      description: 'Ends rights of customers whose time is over, and gives those of their tier.',
      input: z.object({}),
      timeout: 'PT30M',
    },
    (_, services, signal) => followTiers(services, signal),
  );
  for (const name of ['customer.standings-computed', 'customer.right-changed'] as const)
    api.after(name, { id: `customers.follow-tiers-${name}` }, async (_, tx) => follow.enqueue(tx, {}));
  api.after(
    'customer.standing-changed',
    { id: 'customers.entitle', imports: true, orderedBy: 'subject' },
    async ({ payload }, tx) => {
      if (payload.kind === 'TIER') await followTier(tx, [payload.customerId]);
    },
  );
  api.texts(entitlementTexts);
}

const CUSTOMER = 'The customer.';
const RIGHT = 'The key of the right.';

function entitlementEvents(api: PluginApi): void {
  api.event('customer.right-changed', {
    description: 'A right beyond what everybody gets was added or changed.',
    payload: { rightId: 'The right.' },
  });
  api.event('customer.entitled', {
    description: 'A customer got a right beyond what everybody gets.',
    payload: { customerId: CUSTOMER, entitlementId: 'What the customer got.', right: RIGHT },
  });
  api.event('customer.entitlement-ended', {
    description: 'A right of a customer has ended: its time is over, or somebody ended it.',
    payload: { customerId: CUSTOMER, entitlementId: 'What the customer had.', right: RIGHT },
  });
}

/** They wait to be switched on: what a company promises it decides itself. */
export async function seedRights(tx: Tx): Promise<void> {
  for (const preset of PRESETS) {
    if ((await tx.em.count(CustomerRight, { key: preset.key })) > 0) continue;
    tx.em.create(CustomerRight, { ...preset, tiers: [CustomerTier.CORE] }, { partial: true });
  }
}
