const COMPANY = ['Department', 'StaffMember'];
const PROCESSES = ['BoardTemplate', 'TemplateStage'];
export const BOARD = ['ProgressBoard', 'BoardStage', 'Milestone', 'BoardChange'];
export const TICKET = ['Ticket', 'TicketTransition', 'Conversation', 'Message'];
/** What only staff have to do with: in which order tickets are served, and whether they were. */
const TICKET_DESK = [...TICKET, 'QueuePolicy', 'TicketTakeUp'];
export const CUSTOMER = ['Customer', 'Company', 'ContactPoint', 'ExternalId', 'CustomerSource'];
/** What is known of a customer besides. */
const RECORD = [
  ...['CustomerPreference', 'CustomerConsent', 'CustomField', 'CustomFieldValue'],
  ...['CustomerRight', 'Entitlement', 'NoticePlan', 'NotificationPreference', 'CustomerNotice'],
];
/** How the company sorts its customers, and looks after what it knows of them. */
const RECORD_DESK = [
  ...RECORD,
  ...['StandingChange', 'TierScheme', 'Segment', 'SegmentMember', 'CustomerMerge', 'CustomerChangeRecord'],
];
const PURCHASE = ['Purchase', 'PurchaseItem', 'PurchaseReversal'];
const FEEDBACK = ['Feedback', 'FeedbackVote', 'FeedbackChange', 'FeedbackNotice', 'FeedbackChannel'];
const REQUIREMENT = [
  'Requirement',
  'RequirementChange',
  'RequirementCustomer',
  'RequirementLink',
  'AcceptanceCriterion',
];
/** What only staff have to do with. */
const FEEDBACK_DESK = [...FEEDBACK, 'FeedbackRoute', 'FeedbackInvitation'];
const REQUIREMENT_DESK = [...REQUIREMENT, 'AuditedNeed'];
const STAFF = [...COMPANY, ...PROCESSES, 'Role'];
const WEBHOOK = ['WebhookEndpoint', 'WebhookDelivery', 'WebhookAttempt'];

/** The types of all that somebody sees. Whatever else they are shown is a leak, or a line that is missing here. */
export const SEEN: Readonly<Record<string, readonly string[]>> = {
  nobody: [],
  'another customer': [
    ...COMPANY,
    ...PROCESSES,
    ...BOARD,
    'Ticket',
    'TicketTransition',
    'Conversation',
    'Customer',
    // That there is such a field, and not what anybody has in it.
    'CustomField',
    // What one can choose from.
    ...['FeedbackChannel', 'NoticePlan'],
    // What is public, and what both customers are behind.
    ...['Feedback', 'FeedbackChange'],
    ...REQUIREMENT.filter((type) => type !== 'RequirementLink'),
  ],
  'a share link of another board': [...COMPANY, ...BOARD],
  'the customer': [
    ...COMPANY,
    ...PROCESSES,
    ...BOARD,
    ...TICKET,
    'Customer',
    'ContactPoint',
    'CustomerSource',
    ...[...RECORD, 'BehaviourRecord'],
    ...PURCHASE,
    ...FEEDBACK,
    ...REQUIREMENT,
    'ShareLink',
  ],
  'a service without scopes': [...COMPANY, ...PROCESSES],
  'staff: without-permissions': STAFF,
  'staff: only-reading': [
    'RecordedEvent',
    ...[...STAFF, ...TICKET_DESK, ...BOARD, ...CUSTOMER, ...PURCHASE],
    ...[...FEEDBACK_DESK, ...REQUIREMENT_DESK],
    ...RECORD_DESK,
  ],
  'staff: all-but-operations-read': [
    ...[...STAFF, ...TICKET_DESK, ...BOARD, ...CUSTOMER, ...PURCHASE, 'ShareLink'],
    ...[...FEEDBACK_DESK, ...REQUIREMENT_DESK],
    ...WEBHOOK,
    ...[...RECORD_DESK, 'BehaviourRecord'],
  ],
  'staff: all-but-boards-read': [
    'RecordedEvent',
    ...[...STAFF, ...TICKET_DESK, ...CUSTOMER, ...PURCHASE, 'ShareLink'],
    ...[...FEEDBACK_DESK, ...REQUIREMENT_DESK],
    ...WEBHOOK,
    ...[...RECORD_DESK, 'BehaviourRecord'],
  ],
  'staff: all-but-customers-read': [
    'RecordedEvent',
    ...[...STAFF, ...TICKET_DESK, ...BOARD, 'ShareLink'],
    ...[...FEEDBACK_DESK, ...REQUIREMENT_DESK],
    ...WEBHOOK,
  ],
  'staff: all-but-tickets-read': [
    'RecordedEvent',
    ...[...STAFF, ...BOARD, ...CUSTOMER, ...PURCHASE, 'ShareLink'],
    ...[...FEEDBACK_DESK, ...REQUIREMENT_DESK],
    ...WEBHOOK,
    ...[...RECORD_DESK, 'BehaviourRecord'],
  ],
  'staff: all-but-feedback-read': [
    'RecordedEvent',
    ...[...STAFF, ...TICKET_DESK, ...BOARD, ...CUSTOMER, ...PURCHASE, 'ShareLink'],
    ...REQUIREMENT_DESK,
    ...WEBHOOK,
    ...[...RECORD_DESK, 'BehaviourRecord'],
  ],
  'staff: all-but-requirements-read': [
    'RecordedEvent',
    ...[...STAFF, ...TICKET_DESK, ...BOARD, ...CUSTOMER, ...PURCHASE, 'ShareLink'],
    ...FEEDBACK_DESK,
    ...WEBHOOK,
    ...[...RECORD_DESK, 'BehaviourRecord'],
  ],
};
