import { type SqlBool, sql } from 'kysely';
import { dueMigrations } from './due/index.js';
import { eventMigrations } from './events/index.js';
import type { KernelContext } from './graphql/context.js';
import { graphqlMigrations } from './graphql/migrations.js';
import { IdentityResolver } from './identity/identity-resolver.js';
import { identityMigrations } from './identity/migrations.js';
import { MINT_PERMISSION } from './identity/service-keys.js';
import { ShareLinkRecord } from './identity/share-link-record.js';
import { jobMigrations } from './jobs/index.js';
import { KernelSettings } from './kernel-settings.js';
import { liveMigrations } from './live/index.js';
import { oversightMigrations } from './oversight/migrations.js';
import { OVERSIGHT, OversightResolver } from './oversight/oversight-resolver.js';
import { EventDelivery, EventFact } from './oversight/oversight-types.js';
import { RecordedEvent } from './oversight/recorded-event.js';
import { DRILL_CHECK, drillHealth } from './oversight/restore-drills.js';
import { definePlugin } from './plugin/contract.js';
import { KERNEL_VERSION } from './plugin/dependencies.js';
import { settingMigrations } from './plugin/settings.js';
import { privacyMigrations } from './privacy/migrations.js';

/** What every installation has, declared like everything else. */
export const kernelPlugin = definePlugin({
  name: 'kernel',
  version: KERNEL_VERSION,
  candor: `^${KERNEL_VERSION}`,
  settings: KernelSettings,
  permissions: {
    'share-links:manage': 'See and end the links that open records without signing in',
    'service-keys:manage': 'Make and end API keys of integrations',
    [OVERSIGHT.read]: 'See what happens inside: events, their deliveries, jobs and plugins',
    [OVERSIGHT.manage]: 'Try again what was given up, and change what plugins are set to',
    [MINT_PERMISSION]: 'Mint short tokens for customers that the own server has signed in; for API keys',
  },
  setup(api) {
    const migrations = [
      ...privacyMigrations,
      ...identityMigrations,
      ...eventMigrations,
      ...dueMigrations,
      ...jobMigrations,
      ...liveMigrations,
      ...graphqlMigrations,
      ...settingMigrations,
      ...oversightMigrations,
    ];
    api.store({ entities: [ShareLinkRecord, RecordedEvent], migrations });
    api.access(RecordedEvent, { read: (viewer) => viewer.can(OVERSIGHT.read) });
    api.list('events', RecordedEvent, {
      description:
        'What happened, as the handlers of plugins are told of it. Kept for 30 days, unless set otherwise.',
      filter: ['name', 'subject', 'at'],
      orderBy: ['at'],
      allow: [OVERSIGHT.read],
    });
    api.graphql.extend<RecordedEvent>('RecordedEvent', 'facts: [EventFact!]!', {
      description: 'What it carries: ids and plain facts.',
      types: [EventFact],
      needs: ['payload'],
      load: (events) => events.map(({ payload }) => factsOf(payload)),
    });
    api.graphql.extend<RecordedEvent>('RecordedEvent', 'deliveries: [EventDelivery!]!', {
      description: 'How far it has come to each of the handlers that follow it.',
      types: [EventDelivery],
      needs: ['id'],
      cost: 1,
      load: (events, _, context) =>
        (context as KernelContext).oversight.deliveriesOf(events.map(({ id }) => id)),
    });
    // The record leads to the token, and so to whatever the link opens: for who made it, and who manages links.
    api.access(ShareLinkRecord, {
      read: (viewer, link) =>
        viewer.can('share-links:manage') || sql<SqlBool>`${link.createdBy} = ${viewer.publicId}`,
    });
    api.list('shareLinks', ShareLinkRecord, {
      description: 'The links that open records without signing in.',
      filter: ['subject', 'expiresAt'],
      orderBy: ['createdAt'],
    });
    api.graphql.extend<{ id: string }>('ShareLink', 'token: String', {
      description: 'What opens the record: send it as `Authorization: Bearer …`. Null once the link is over.',
      needs: ['id'],
      cost: 1,
      load: (links, _, { services }) => Promise.all(links.map(({ id }) => services.shareLinkToken(id))),
    });
    api.graphql.resolvers(IdentityResolver, OversightResolver);
    api.health(DRILL_CHECK, drillHealth);
  },
});

function factsOf(payload: Readonly<Record<string, unknown>>): EventFact[] {
  return Object.entries(payload).map(([name, value]) => ({ name, value: JSON.stringify(value) }));
}
