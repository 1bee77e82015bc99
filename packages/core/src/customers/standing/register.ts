import { type AccessRule, dailyJob, type PluginApi } from '@candor/kernel';
import type { Tx } from '@candor/kernel/database';
import { Customer } from '../customer.js';
import type { CustomersSettings } from '../customer-settings.js';
import { StandingChange } from './standing-change.js';
import { StandingResolver } from './standing-resolver.js';
import { recomputeAll, recomputeStanding } from './standing-service.js';
import { standingTexts } from './standing-texts.js';
import { TierScheme } from './tier-scheme.js';

declare module '@candor/kernel' {
  interface Events {
    'customer.standing-changed': { customerId: string; kind: string; from: string; to: string };
    'customer.tier-scheme-changed': { tierSchemeId: string };
    'customer.standings-computed': { customers: number };
  }
}

/** How we judge customers is our own business. */
const changeAccess: AccessRule<StandingChange> = {
  read: (viewer, row) => viewer.can('customers:read') && viewer.sees(Customer, row.customer),
  write: () => false,
};
const schemeAccess: AccessRule<TierScheme> = {
  read: (viewer) => viewer.can('customers:read'),
  write: (viewer) => viewer.can('customers:manage'),
};

export const standingEntities = [StandingChange, TierScheme] as const;

/** How active customers are, how much they are worth and where they are in their life with us: computed, with history. */
export function registerStanding(api: PluginApi): void {
  api.access(StandingChange, changeAccess);
  api.access(TierScheme, schemeAccess);
  api.list('standingHistory', StandingChange, {
    description: 'Every change of activity, tier and stage of life; for staff.',
    on: { type: Customer, by: 'customer' },
    filter: ['kind'],
    orderBy: ['at'],
  });
  api.list('tierSchemes', TierScheme, {
    description: 'All tier schemes; one of them is in force. For staff.',
    orderBy: ['createdAt'],
  });
  api.graphql.resolvers(StandingResolver);
  api.event('customer.standing-changed', {
    description: 'The activity, the tier or the stage of life of a customer became another one.',
    payload: {
      customerId: 'The customer.',
      kind: '`ACTIVITY`, `TIER` or `LIFECYCLE`.',
      from: 'What it was.',
      to: 'What it is now.',
    },
  });
  api.event('customer.tier-scheme-changed', {
    description: 'A tier scheme was added or changed.',
    payload: { tierSchemeId: 'The scheme.' },
  });
  api.event('customer.standings-computed', {
    description:
      'Activity, tier and stage of life of all customers are up to date: once a day, and when a tier scheme changes.',
    payload: { customers: 'How many customers that were.' },
  });
  const recompute = dailyJob(
    api,
    'customers.recompute-standing',
    {
      description: 'Brings activity, tier and stage of life of all customers up to date.',
      at: '01:00',
      timeout: 'PT30M',
    },
    (_, services, signal) => recomputeAll(services, signal),
  );
  api.after('customer.tier-scheme-changed', { id: 'customers.follow-scheme' }, async (_, tx) =>
    recompute.enqueue(tx, {}),
  );
  for (const name of ['purchase.recorded', 'purchase.reversed'] as const)
    api.after(name, { id: `customers.follow-${name}`, imports: true }, ({ payload }, tx, services) =>
      recomputeStanding(tx, services.settings<CustomersSettings>('customers'), [payload.customerId]),
    );
  api.texts(standingTexts);
}

/** 000 to 004 name the spend of core customers only; the other numbers are ours, to begin with. */
export async function seedTierScheme(tx: Tx): Promise<void> {
  if ((await tx.em.count(TierScheme, { key: 'seed-004' })) > 0) return;
  tx.em.create(
    TierScheme,
    {
      key: 'seed-004',
      provenance: {
        en: 'Document 004: core customers spend 5000 yuan or more in a year. The limits of POTENTIAL are a suggestion.',
        'zh-CN': '文件004:核心客户年消费5000元及以上。潜力客户的界限为建议值。',
      },
      windowMonths: 12,
      currency: 'CNY',
      coreSpend: '5000.00',
      potentialSpend: '2000.00',
      potentialGrowthPercent: 50,
      isInForce: true,
    },
    { partial: true },
  );
}
