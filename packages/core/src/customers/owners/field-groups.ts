import { UserError, UserErrors } from '@candor/kernel/graphql';
import { type Actor, can } from '@candor/kernel/identity';
import { registerEnumType } from 'type-graphql';

/** Whoever may change everything, and adds and archives customers. */
export const WRITE = 'customers:write';
export const WRITE_BASIC = 'customers:write-basic';
export const WRITE_BUSINESS = 'customers:write-business';
export const WRITE_BEHAVIOUR = 'customers:write-behaviour';
export const WRITE_CONSENT = 'customers:write-consent';
const WRITE_OWNERS = 'customers:write-owners';

/** What of a customer's record belongs together, because the same people answer for it. */
export enum CustomerFieldGroup {
  BASIC = 'BASIC',
  BUSINESS = 'BUSINESS',
  BEHAVIOUR = 'BEHAVIOUR',
  CONSENT = 'CONSENT',
  OWNERS = 'OWNERS',
}

registerEnumType(CustomerFieldGroup, {
  name: 'CustomerFieldGroup',
  description: 'What of the record of a customer belongs together, because the same people answer for it.',
  valuesConfig: {
    BASIC: { description: 'Who the customer is and how to reach it.' },
    BUSINESS: { description: 'What business is done with it: industry, marks, purchases, preferences.' },
    BEHAVIOUR: { description: 'What the customer did and that was kept.' },
    CONSENT: { description: 'What the customer agreed to and refused.' },
    OWNERS: { description: 'Who answers for the record and for the customer.' },
  },
});

interface FieldGroup {
  readonly group: CustomerFieldGroup;
  /** Who holds it may change the group; who holds `customers:write` may change all. */
  readonly permission: string;
  /** What of `updateCustomer` belongs to it. */
  readonly inputs: readonly string[];
  /** What else belongs to it, with commands of its own. */
  readonly parts: readonly string[];
}

export const FIELD_GROUPS: readonly FieldGroup[] = [
  {
    group: CustomerFieldGroup.BASIC,
    permission: WRITE_BASIC,
    inputs: ['name', 'companyId', 'locale', 'timeZone', 'preferredChannel', 'birthDate', 'sex'],
    parts: ['contactPoints', 'notificationPreferences'],
  },
  {
    group: CustomerFieldGroup.BUSINESS,
    permission: WRITE_BUSINESS,
    inputs: ['industry', 'businessLine', 'tags'],
    parts: ['customFields', 'preferences', 'purchases'],
  },
  {
    group: CustomerFieldGroup.BEHAVIOUR,
    permission: WRITE_BEHAVIOUR,
    inputs: [],
    parts: ['behaviour'],
  },
  {
    group: CustomerFieldGroup.CONSENT,
    permission: WRITE_CONSENT,
    inputs: [],
    parts: ['consents'],
  },
  {
    group: CustomerFieldGroup.OWNERS,
    permission: WRITE_OWNERS,
    inputs: ['stewardId', 'departmentId', 'technicalSupportId', 'adviserId'],
    parts: [],
  },
];

/** Whoever may change something of a customer's record. */
export const WRITERS: readonly string[] = [WRITE, ...FIELD_GROUPS.map(({ permission }) => permission)];

/** Whoever may change a field of the record itself. */
export const FIELD_WRITERS: readonly string[] = [
  WRITE,
  ...FIELD_GROUPS.filter(({ inputs }) => inputs.length > 0).map(({ permission }) => permission),
];

export function mayChange(actor: Actor, { permission }: FieldGroup): boolean {
  return can(actor, WRITE) || can(actor, permission);
}

/** Refuses the fields of groups that are not the actor's, each by itself. Throws NOT_ALLOWED. */
export function refuseFieldsOfOthers(actor: Actor, input: object): void {
  const refused = FIELD_GROUPS.filter((group) => !mayChange(actor, group)).flatMap(({ inputs, permission }) =>
    inputs
      .filter((field) => Reflect.get(input, field) !== undefined)
      .map((field) => new UserError('NOT_ALLOWED', [field], `Changing this needs "${permission}".`)),
  );
  if (refused.length > 0) throw new UserErrors(refused);
}
