import { definePlugin } from '@candor/kernel';
import { Customer, customerRecords } from '../customers/index.js';
import { Feedback } from '../feedback/index.js';
import { StaffMember } from '../people/index.js';
import { Ticket } from '../tickets/index.js';
import { AcceptanceCriterion } from './acceptance-criterion.js';
import { AuditedNeed } from './audited-need.js';
import { type Filed, FilingGap, filingGaps } from './filing-gaps.js';
import { Requirements20261122 } from './migrations/requirements-20261122.js';
import { Requirement } from './requirement.js';
import {
  auditedNeedAccess,
  criterionAccess,
  requirementAccess,
  requirementChangeAccess,
  requirementCustomerAccess,
  requirementLinkAccess,
} from './requirement-access.js';
import { RequirementChange } from './requirement-change.js';
import { RequirementCustomer } from './requirement-customer.js';
import { seedDemoRequirements } from './requirement-demo.js';
import { requirementEvents } from './requirement-events.js';
import { followFeedback } from './requirement-followers.js';
import { RequirementLink } from './requirement-link.js';
import { RequirementLinksResolver } from './requirement-links-resolver.js';
import { requirementLive } from './requirement-live.js';
import { RequirementResolver } from './requirement-resolver.js';
import { RequirementSettings } from './requirement-settings.js';
import { requirementTexts } from './requirement-texts.js';

/** What customers need: captured with its source, decided on, analysed, planned, delivered. */
export const requirements = definePlugin({
  name: 'requirements',
  version: '1.0.0',
  candor: '^1.0.0',
  requires: {
    people: '^1.0.0',
    customers: '^1.0.0',
    conversations: '^1.0.0',
    tickets: '^1.0.0',
    boards: '^1.0.0',
    feedback: '^1.0.0',
  },
  settings: RequirementSettings,
  permissions: {
    'requirements:read': 'See all requirements with their sources, analyses and customers',
    'requirements:write': 'Capture, decide on, analyse, plan and deliver requirements',
    'requirements:manage': 'Check records for needs that were not captured',
  },
  setup(api) {
    customerRecords(api, 'requirements', [
      { table: 'requirements_customer', column: 'customer_id', uniqueWith: ['requirement_id'] },
      { table: 'requirements_criterion', column: 'answered_by_id' },
    ]);
    api.store({
      entities: [
        Requirement,
        RequirementCustomer,
        RequirementLink,
        AcceptanceCriterion,
        RequirementChange,
        AuditedNeed,
      ],
      migrations: [Requirements20261122],
    });
    api.access(Requirement, requirementAccess);
    api.access(RequirementCustomer, requirementCustomerAccess);
    api.access(RequirementLink, requirementLinkAccess);
    api.access(AcceptanceCriterion, criterionAccess);
    api.access(RequirementChange, requirementChangeAccess);
    api.access(AuditedNeed, auditedNeedAccess);

    api.list('requirements', Requirement, {
      description: 'All requirements that you may see; to a customer, those they are behind.',
      filter: [
        'state',
        'class',
        'owner',
        'number',
        'sourceKind',
        'sourceId',
        'duplicateOf',
        'criteriaCount',
        'capturedAt',
      ],
      orderBy: ['capturedAt', 'updatedAt', 'priority'],
    });
    api.list('requirements', RequirementCustomer, {
      description: 'The requirements that the customer is behind.',
      on: { type: Customer, by: 'customer' },
      filter: ['stake'],
      orderBy: ['joinedAt'],
    });
    api.list('ownedRequirements', Requirement, {
      description: 'What the person delivers; what you may see of it.',
      on: { type: StaffMember, by: 'owner' },
      filter: ['state', 'class'],
      orderBy: ['capturedAt'],
    });
    api.list('requirementLinks', RequirementLink, {
      description: 'The requirements that the ticket asks for.',
      on: { type: Ticket, by: 'ticket' },
      orderBy: ['linkedAt'],
    });
    api.list('requirementLinks', RequirementLink, {
      description: 'The requirements that the feedback asks for.',
      on: { type: Feedback, by: 'feedback' },
      orderBy: ['linkedAt'],
    });
    api.list('links', RequirementLink, {
      description: 'The tickets and feedback that ask for it; what you may see of them.',
      on: { type: Requirement, by: 'requirement' },
      orderBy: ['linkedAt'],
    });
    api.list('customers', RequirementCustomer, {
      description: 'The customers behind it: to staff all, to a customer themselves.',
      on: { type: Requirement, by: 'requirement' },
      filter: ['stake'],
      orderBy: ['joinedAt'],
    });
    api.list('criteria', AcceptanceCriterion, {
      description: 'What has to be true for it to count as fulfilled.',
      on: { type: Requirement, by: 'requirement' },
      filter: ['state'],
      orderBy: ['position'],
      ascending: true,
    });
    api.list('duplicates', Requirement, {
      description: 'Requirements that say the same; what you may see of them.',
      on: { type: Requirement, by: 'duplicateOf' },
      orderBy: ['capturedAt'],
    });
    api.list('history', RequirementChange, {
      description: 'Everything that happened to it.',
      on: { type: Requirement, by: 'requirement' },
      filter: ['kind', 'at'],
      orderBy: ['at'],
    });
    api.list('auditedNeeds', AuditedNeed, {
      description: 'Needs that were found in records by checking afterwards; for staff.',
      filter: ['isCaptured', 'isKey', 'sourceKind', 'auditedAt'],
      orderBy: ['auditedAt'],
    });

    api.graphql.extend<Filed>('Requirement', 'filingGaps: [FilingGap!]', {
      description: 'What its filing still needs; empty where it is complete. For staff.',
      types: [FilingGap],
      needs: ['id', 'sourceKind', 'sourceId', 'description'],
      cost: 1,
      load: (rows, _, context) => filingGaps(rows, context),
    });
    api.graphql.resolvers(RequirementResolver, RequirementLinksResolver);
    requirementLive(api);
    requirementEvents(api);
    followFeedback(api);
    api.errors({
      DECLINE_INCOMPLETE:
        'Nothing is declined without a reason and an advice; the field names what is missing.',
      REQUIREMENT_IN_OTHER_STATE:
        'The requirement is in a state in which this is not done; the message says which.',
      ANALYSIS_GROUP_TOO_NARROW: 'The analysis group does not come from enough departments.',
      CRITERIA_MISSING: 'Nothing is planned without an acceptance criterion.',
      CRITERIA_UNCONFIRMED: 'Work begins when the customer has confirmed all acceptance criteria.',
      PLAN_REASON_MISSING: 'A plan that changes needs a reason.',
    });
    api.texts(requirementTexts);
    api.seed('demo', seedDemoRequirements);
  },
});
