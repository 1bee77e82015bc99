import { definePlugin } from '@candor/kernel';
import { ContactPoint } from './contact-point.js';
import { ContactResolver } from './contact-resolver.js';
import { Customer } from './customer.js';
import {
  contactPointAccess,
  customerAccess,
  customerSourceAccess,
  externalIdAccess,
} from './customer-access.js';
import { customerEvents } from './customer-events.js';
import { customerIndexes } from './customer-indexes.js';
import { customerPrincipal } from './customer-principal.js';
import { CustomerResolver } from './customer-resolver.js';
import { CustomersSettings } from './customer-settings.js';
import { CustomerSource } from './customer-source.js';
import { customerTexts } from './customer-texts.js';
import { entitlementEntities, registerEntitlements, seedRights } from './entitlements/register.js';
import { ExternalId } from './external-id.js';
import { fieldEntities, registerFields } from './fields/register.js';
import { CustomerMerge } from './merging/customer-merge.js';
import { registerMerging } from './merging/register.js';
import { Customers20261121 } from './migrations/customers-20261121.js';
import { Entitlements20261122 } from './migrations/entitlements-20261122.js';
import { Fields20261122 } from './migrations/fields-20261122.js';
import { Merging20261122 } from './migrations/merging-20261122.js';
import { Notices20261122 } from './migrations/notices-20261122.js';
import { Owners20261122 } from './migrations/owners-20261122.js';
import { Purchases20261122 } from './migrations/purchases-20261122.js';
import { Records20261122 } from './migrations/records-20261122.js';
import { Reviews20261122 } from './migrations/reviews-20261122.js';
import { Segments20261122 } from './migrations/segments-20261122.js';
import { SelfService20261122 } from './migrations/self-service-20261122.js';
import { Standing20261122 } from './migrations/standing-20261122.js';
import { noticeEntities, registerNotices, seedPlans } from './notices/register.js';
import { registerOwners } from './owners/register.js';
import { Purchase } from './purchase.js';
import { PurchaseItem, PurchaseReversal } from './purchase-parts.js';
import { registerPurchases } from './purchases-plugin.js';
import { recordEntities, registerRecords } from './records/register.js';
import { ChangeRecord } from './reviews/change-record.js';
import { registerReviews } from './reviews/register.js';
import { registerSegments, segmentEntities } from './segments/register.js';
import { registerSelfService } from './self-service/register.js';
import { registerStanding, seedTierScheme, standingEntities } from './standing/register.js';

/** For whom the company works: persons and companies, how to reach them, where we know them from, what other systems call them. */
export const customers = definePlugin({
  name: 'customers',
  version: '1.0.0',
  candor: '^1.0.0',
  requires: { people: '^1.0.0' },
  settings: CustomersSettings,
  permissions: {
    'customers:read': 'See customers, with their contact points masked',
    'customers:write': 'Add, change and archive customers, with all groups of fields',
    'customers:write-basic': 'Change basic data of customers: names, contact points, language, birth date',
    'customers:write-business': 'Change business data of customers: industry, marks, purchases, preferences',
    'customers:write-behaviour': 'Add what customers did, as far as they agreed to that',
    'customers:write-consent': 'Write down what customers agreed to and refused',
    'customers:write-owners': 'Say who answers for customers: steward, department, support, adviser',
    'customers:contact': 'See addresses and numbers of customers in clear, and search by them',
    'customers:behaviour': 'See what customers looked at, searched for and did, as far as it was kept',
    'customers:manage':
      'Set what customers are sorted by and what follows: tiers, segments, fields, rights, plans of notices',
    'customers:entitle': 'Give single customers rights beyond what everybody gets, and end them',
    'customers:notify': 'Have customers told something by the channel that fits, and confirm that they were',
  },
  setup(api) {
    api.store({
      entities: [
        Customer,
        ContactPoint,
        ExternalId,
        CustomerSource,
        Purchase,
        PurchaseItem,
        PurchaseReversal,
        ...recordEntities,
        ...standingEntities,
        ...segmentEntities,
        CustomerMerge,
        ...fieldEntities,
        ChangeRecord,
        ...entitlementEntities,
        ...noticeEntities,
      ],
      migrations: [
        Customers20261121,
        Purchases20261122,
        Records20261122,
        Standing20261122,
        Segments20261122,
        Merging20261122,
        Fields20261122,
        Reviews20261122,
        Owners20261122,
        Entitlements20261122,
        Notices20261122,
        SelfService20261122,
      ],
    });
    customerIndexes(api);
    api.access(Customer, customerAccess);
    api.access(ContactPoint, contactPointAccess);
    api.access(ExternalId, externalIdAccess);
    api.access(CustomerSource, customerSourceAccess);
    api.principal('customer', customerPrincipal);
    api.list('customers', Customer, {
      description: 'All customers, without the archived ones; to a customer, itself.',
      filter: [
        'kind',
        'company',
        'industry',
        'businessLine',
        'steward',
        'adviser',
        'tier',
        'activityLevel',
        'lifecycleStage',
      ],
      orderBy: ['createdAt', 'name'],
    });
    api.list('members', Customer, {
      description: 'Who acts for the company; staff only.',
      on: { type: Customer, by: 'company' },
      orderBy: ['createdAt', 'name'],
    });
    api.list('contactPoints', ContactPoint, {
      description: 'How to reach the customer.',
      on: { type: Customer, by: 'customer' },
      filter: ['kind', 'isPreferred', 'isVerified'],
      orderBy: ['createdAt'],
    });
    api.list('sources', CustomerSource, {
      description: 'Where knowledge of the customer came from.',
      on: { type: Customer, by: 'customer' },
      filter: ['channel'],
      orderBy: ['collectedAt'],
    });
    api.list('externalIds', ExternalId, {
      description: 'What other systems call the customer; staff only.',
      on: { type: Customer, by: 'customer' },
      filter: ['system'],
      orderBy: ['createdAt'],
    });
    api.graphql.resolvers(CustomerResolver, ContactResolver);
    registerPurchases(api);
    registerRecords(api);
    registerStanding(api);
    registerSegments(api);
    registerMerging(api);
    registerFields(api);
    registerReviews(api);
    registerOwners(api);
    registerEntitlements(api);
    registerNotices(api);
    registerSelfService(api);
    customerEvents(api);
    api.texts(customerTexts);
    api.seed('base', async (tx) => {
      await seedTierScheme(tx);
      await seedRights(tx);
      await seedPlans(tx);
    });
  },
});
