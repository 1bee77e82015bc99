import { type SqlBool, sql } from 'kysely';
import { dueMigrations } from './due/index.js';
import { eventMigrations } from './events/index.js';
import { graphqlMigrations } from './graphql/migrations.js';
import { IdentityResolver } from './identity/identity-resolver.js';
import { identityMigrations } from './identity/migrations.js';
import { MINT_PERMISSION } from './identity/service-keys.js';
import { ShareLinkRecord } from './identity/share-link-record.js';
import { jobMigrations } from './jobs/index.js';
import { liveMigrations } from './live/index.js';
import { definePlugin } from './plugin/contract.js';
import { KERNEL_VERSION } from './plugin/dependencies.js';
import { settingMigrations } from './plugin/settings.js';
import { privacyMigrations } from './privacy/migrations.js';

/** What every installation has, declared like everything else. */
export const kernelPlugin = definePlugin({
  name: 'kernel',
  version: KERNEL_VERSION,
  candor: `^${KERNEL_VERSION}`,
  permissions: {
    'share-links:manage': 'See and end the links that open records without signing in',
    'service-keys:manage': 'Make and end API keys of integrations',
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
    ];
    api.store({ entities: [ShareLinkRecord], migrations });
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
    api.graphql.resolvers(IdentityResolver);
  },
});
