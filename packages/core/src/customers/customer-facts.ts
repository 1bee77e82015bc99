import type { Tx } from '@candor/kernel/database';
import { UserError } from '@candor/kernel/graphql';
import { Department, StaffMember } from '../people/index.js';
import { isBirthDate, setBirthDate } from './birth-date.js';
import { Customer, CustomerKind, type Sex } from './customer.js';
import { CustomerTier } from './standing/standing-kinds.js';

/** What a customer decides for itself. */
export const OWN = ['locale', 'timeZone', 'preferredChannel'] as const;
/** Whom of staff the customer has. */
const STAFF_ROLES = ['steward', 'technicalSupport', 'adviser'] as const;
type StaffRole = (typeof STAFF_ROLES)[number];
const PLAIN = ['name', ...OWN, 'sex', 'industry', 'businessLine'] as const;
/** What only staff change. */
export const FOREIGN = [
  'name',
  'companyId',
  'birthDate',
  'sex',
  'industry',
  'businessLine',
  'stewardId',
  'departmentId',
  'technicalSupportId',
  'adviserId',
  'tags',
] as const;

type TextFact = (typeof PLAIN)[number] | 'companyId' | 'birthDate' | 'departmentId' | `${StaffRole}Id`;
export type Facts = { readonly [Field in Exclude<TextFact, 'sex'>]?: string | null } & {
  readonly sex?: Sex | null;
  readonly tags?: readonly string[] | null;
};

/** Sets what is given and differs; answers which fields that were. */
export async function apply(tx: Tx, customer: Customer, facts: Facts): Promise<string[]> {
  if (facts.sex && customer.kind !== CustomerKind.PERSON)
    throw new UserError('INVALID', ['sex'], 'Only a person has a sex.');
  const fields: string[] = PLAIN.filter(
    (field) => facts[field] !== undefined && facts[field] !== customer[field],
  );
  for (const field of fields) Object.assign(customer, { [field]: facts[field as keyof Facts] });
  const { companyId, birthDate, tags } = facts;
  if (companyId !== undefined && companyId !== (customer.company?.id ?? null)) {
    customer.company = companyId === null ? null : await companyFor(tx, customer, companyId);
    fields.push('company');
  }
  const { departmentId } = facts;
  if (departmentId !== undefined && departmentId !== (customer.department?.id ?? null)) {
    customer.department =
      departmentId === null ? null : await tx.see(Department, departmentId, ['departmentId']);
    fields.push('department');
  }
  for (const role of STAFF_ROLES) {
    const id = facts[`${role}Id`];
    if (id === undefined || id === (customer[role]?.id ?? null)) continue;
    if (role === 'adviser' && id === null) refuseWithoutAdviser(customer);
    customer[role] = id === null ? null : await activeStaff(tx, id, `${role}Id`);
    fields.push(role);
  }
  if (tags != null) {
    const wanted = [...new Set(tags)].sort();
    if (wanted.join() !== customer.tags.join()) {
      customer.tags = wanted;
      fields.push('tags');
    }
  }
  if (birthDate !== undefined && (birthDate !== null || customer.birthDate !== null)) {
    if (await setBirthDate(tx, customer, bornOn(tx, customer, birthDate))) fields.push('birthDate');
  }
  return fields;
}

function refuseWithoutAdviser({ tier }: Customer): void {
  if (tier !== CustomerTier.CORE) return;
  const message = 'A core customer has an adviser of its own: name who follows.';
  throw new UserError('ADVISER_REQUIRED', ['adviserId'], message);
}

async function activeStaff(tx: Tx, id: string, field: string): Promise<StaffMember> {
  const member = await tx.see(StaffMember, id, [field]);
  if (!member.isActive) throw new UserError('INVALID', [field], 'Choose somebody who works here.');
  return member;
}

function bornOn(tx: Tx, { kind }: Customer, date: string | null): string | null {
  if (date === null || (kind === CustomerKind.PERSON && isBirthDate(date, tx.now))) return date;
  const message =
    kind === CustomerKind.PERSON
      ? 'Give a day of the past, as 1990-02-28.'
      : 'Only a person has a day of birth.';
  throw new UserError('INVALID', ['birthDate'], message);
}

async function companyFor(tx: Tx, customer: Customer, companyId: string): Promise<Customer> {
  const company = await tx.see(Customer, companyId, ['companyId']);
  if (customer.kind !== CustomerKind.PERSON) {
    throw new UserError('INVALID', ['companyId'], 'Only a person can act for a company.');
  }
  if (company.kind !== CustomerKind.COMPANY) {
    throw new UserError('INVALID', ['companyId'], 'Choose a customer that is a company.');
  }
  return company;
}
