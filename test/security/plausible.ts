import {
  type GraphQLArgument,
  type GraphQLInputField,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';
import { PLUGIN_VALUES, TYPE_OF_PLUGIN_ID } from './plausible-plugins.js';
import { isMany } from './positions.js';

/** Which type of record an id stands for where its name alone does not say it. */
const TYPE_OF_ID: Readonly<Record<string, string | readonly string[]>> = {
  customerId: 'Customer',
  companyId: 'Company',
  customer: 'Customer',
  company: 'Company',
  authorCustomer: 'Customer',
  contactPointId: 'ContactPoint',
  staffMemberId: 'StaffMember',
  assigneeId: 'StaffMember',
  contactId: 'StaffMember',
  assignee: 'StaffMember',
  primaryContact: 'StaffMember',
  contact: 'StaffMember',
  authorStaff: 'StaffMember',
  departmentId: 'Department',
  department: 'Department',
  roleId: 'Role',
  ticketId: 'Ticket',
  ticket: 'Ticket',
  messageId: 'Message',
  conversation: 'Conversation',
  conversationId: 'Conversation',
  takenBy: 'StaffMember',
  boardId: 'ProgressBoard',
  board: 'ProgressBoard',
  subject: ['ProgressBoard', 'Ticket'],
  stageId: 'BoardStage',
  milestoneId: 'Milestone',
  milestonesReached: 'Milestone',
  shareLinkId: 'ShareLink',
  principalId: 'Customer',
  serviceKeyId: 'ServiceKey',
  eventId: 'RecordedEvent',
  purchaseId: 'Purchase',
  feedbackId: 'Feedback',
  feedback: 'Feedback',
  intoId: 'Feedback',
  mergedInto: 'Feedback',
  noticeId: 'FeedbackNotice',
  aboutId: 'Ticket',
  handlerId: 'StaffMember',
  handler: 'StaffMember',
  requirementId: 'Requirement',
  requirement: 'Requirement',
  duplicateOfId: 'Requirement',
  duplicateOf: 'Requirement',
  linkId: 'RequirementLink',
  criterionId: 'AcceptanceCriterion',
  customerIds: 'Customer',
  analystIds: 'StaffMember',
  ownerId: 'StaffMember',
  owner: 'StaffMember',
  endpointId: 'WebhookEndpoint',
  endpoint: 'WebhookEndpoint',
  deliveryId: 'WebhookDelivery',
  stewardId: 'StaffMember',
  steward: 'StaffMember',
  adviserId: 'StaffMember',
  adviser: 'StaffMember',
  field: 'CustomField',
  intoCustomerId: 'Customer',
  mergeId: 'CustomerMerge',
  changeId: 'CustomerChangeRecord',
  technicalSupportId: 'StaffMember',
  customerNoticeId: 'CustomerNotice',
  entitlementId: 'Entitlement',
  ...TYPE_OF_PLUGIN_ID,
};

/** The types of the records that an id at the end of such a path may name; none, where it may be any, or nobody has said. */
export function recordTypesAt(path: readonly string[]): readonly string[] {
  const name = path.findLast((step) => step !== 'in');
  const types = (name === undefined ? undefined : TYPE_OF_ID[name]) ?? [];
  return typeof types === 'string' ? [types] : types;
}

/** Texts that pass the rules of inputs, by the name of the field. Any other field takes any text. */
const TEXTS: Readonly<Record<string, string>> = {
  locale: 'en',
  timeZone: 'Europe/Berlin',
  channel: 'app',
  preferredChannel: 'sms',
  templateKey: 'app',
  key: 'made-up',
  roles: 'agent',
  permissions: 'tickets:read',
  scopes: 'tickets:read',
  system: 'shop',
  enum: 'TicketState',
  kind: 'customer',
  email: 'made-up@example.com',
  expectedDuration: 'P1D',
  nextStepExpectedIn: 'P1D',
  expiresIn: 'P1D',
  keepPreviousFor: 'PT1H',
  events: 'nothing.happens',
  url: 'http://127.0.0.1:9/made-up',
  number: 'T-1',
  category: 'delivery',
  amount: '10',
  currency: 'CNY',
  sourceKind: 'form',
  need: 'result',
  channels: 'sms',
  rightKey: 'warranty-extension',
};

const NUMBERS: Readonly<Record<string, number>> = { percent: 60, urgency: 3, importance: 3 };

/** What one input takes where others take something else, by its type and field. Named fields are filled in, needed or not. */
const VALUES_OF: Readonly<Record<string, Readonly<Record<string, unknown>>>> = { ...PLUGIN_VALUES };

/** Fields that a schema lets out and a command wants all the same. */
const ALSO_WANTED: Readonly<Record<string, readonly string[]>> = {
  OpenTicketInput: ['customerId'],
  IntakeInput: ['what', 'when', 'why'],
  SubmitFeedbackInput: ['customerId', 'channel'],
  VoteForFeedbackInput: ['customerId'],
  WithdrawFeedbackVoteInput: ['customerId'],
  AnswerAcceptanceCriterionInput: ['customerId'],
  RedeemRewardInput: ['customerId'],
  PlanInterviewInput: ['guideId'],
};

/** Enum values other than the first one, where that would be refused. */
const VALUES: Readonly<Record<string, string>> = {
  TicketState: 'IN_PROGRESS',
  TicketClass: 'SIMPLE',
  MessageVisibility: 'INTERNAL',
};

const SCALARS: Readonly<Record<string, unknown>> = {
  Int: 10,
  Float: 1.5,
  Boolean: true,
  DateTime: '2026-03-05T12:00:00.000Z',
};

/** How the one who fills in comes to ids. */
export type Ids = (typeName: string | undefined, path: readonly string[]) => string;

/** A value that stands at the end of a path, whatever the schema wants there. */
interface Given {
  readonly path: readonly string[];
  readonly value: unknown;
}

/** Arguments for a field: all that are needed, and those that lead to a given value. */
export function argumentsFor(
  args: readonly GraphQLArgument[],
  ids: Ids,
  given: Given | null = null,
): Record<string, unknown> {
  const wanted = args.filter((arg) => isRequiredArgument(arg) || arg.name === given?.path[0]);
  return Object.fromEntries(wanted.map((arg) => [arg.name, valueFor(arg, ids, given, [arg.name])]));
}

function valueFor(
  { name, type }: GraphQLArgument | GraphQLInputField,
  ids: Ids,
  given: Given | null,
  path: readonly string[],
  owner = '',
): unknown {
  const leads = given !== null && path.every((step, index) => step === given.path[index]);
  const next = leads ? given.path[path.length] : undefined;
  const isThere = leads && next === undefined;
  const named = getNamedType(type);
  const fields = isInputObjectType(named) ? Object.values(named.getFields()) : [];
  const also = [...(ALSO_WANTED[named.name] ?? []), ...Object.keys(VALUES_OF[named.name] ?? {})];
  const wanted = fields.filter(
    (field) => isRequiredInputField(field) || field.name === next || also.includes(field.name),
  );
  const one = () => {
    if (isInputObjectType(named)) {
      return Object.fromEntries(
        wanted.map((field) => [field.name, valueFor(field, ids, given, [...path, field.name], named.name)]),
      );
    }
    if (named.name === 'ID') return ids(recordTypesAt(path)[0], path);
    const special = VALUES_OF[owner]?.[name];
    if (special !== undefined) return special;
    if (isEnumType(named)) return VALUES[named.name] ?? named.getValues()[0]!.name;
    return NUMBERS[name] ?? SCALARS[named.name] ?? TEXTS[name] ?? 'Some text';
  };
  const value = isThere ? given.value : one();
  return isMany(type) ? [value] : value;
}
