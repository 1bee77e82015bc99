import { type ValidationError, validateSync } from 'class-validator';
import { ContactPointInput } from '../contact-inputs.js';
import { ContactPointKind } from '../contact-point.js';
import { CONTACT_VALUE_RULES, storedContactValue } from '../contact-value.js';
import { CustomerKind, Sex } from '../customer.js';
import { CustomerSourceInput, ExternalIdInput, UpsertCustomerInput } from '../customer-inputs.js';

/** The columns of a file of customers, in the order in which they are written. */
export const CUSTOMER_FIELDS = [
  'externalId',
  'kind',
  'name',
  'companyExternalId',
  'locale',
  'timeZone',
  'preferredChannel',
  'sex',
  'birthDate',
  'industry',
  'businessLine',
  'tags',
  'email',
  'phone',
  'address',
  'source',
  'collectedAt',
  'consentRef',
] as const;

export type CustomerField = (typeof CUSTOMER_FIELDS)[number];
/** A customer as a row of a file: what is left out or empty says nothing. */
export type CustomerRecord = Readonly<Partial<Record<CustomerField, string>>>;

/** What is wrong with one cell. */
export interface CellFault {
  readonly field: CustomerField;
  readonly reason: string;
}

const CONTACTS = {
  email: ContactPointKind.EMAIL,
  phone: ContactPointKind.PHONE,
  address: ContactPointKind.ADDRESS,
};
/** RFC 3339, or a day alone, which begins in UTC. */
const INSTANT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/;

/** A row as the input of an upsert, checked as the API checks it; or all that is wrong with it. The company is not looked up. */
export function upsertOf(
  system: string,
  record: CustomerRecord,
): { readonly input: UpsertCustomerInput } | { readonly faults: readonly CellFault[] } {
  const faults: CellFault[] = [];
  const given = (field: CustomerField) => record[field]?.trim() || undefined;
  const oneOf = <T extends string>(field: CustomerField, values: Readonly<Record<string, T>>) => {
    const text = given(field)?.toUpperCase();
    if (text === undefined || text in values) return text as T | undefined;
    faults.push({ field, reason: `Use one of ${Object.keys(values).join(', ')}.` });
    return undefined;
  };
  const input = Object.assign(new UpsertCustomerInput(), {
    externalId: Object.assign(new ExternalIdInput(), { system, value: given('externalId') ?? '' }),
    name: given('name') ?? '',
    ...defined({
      kind: oneOf('kind', CustomerKind),
      sex: oneOf('sex', Sex),
      tags: given('tags')
        ?.split(/[;,|]/)
        .map((tag) => tag.trim())
        .filter((tag) => tag !== ''),
      locale: given('locale'),
      timeZone: given('timeZone'),
      preferredChannel: given('preferredChannel'),
      birthDate: given('birthDate'),
      industry: given('industry'),
      businessLine: given('businessLine'),
    }),
  });
  input.contactPoints = [];
  for (const [field, kind] of Object.entries(CONTACTS) as Array<['email', ContactPointKind]>) {
    const value = given(field);
    if (value === undefined) continue;
    if (storedContactValue(kind, value) === undefined)
      faults.push({ field, reason: CONTACT_VALUE_RULES[kind] });
    else input.contactPoints.push(Object.assign(new ContactPointInput(), { kind, value }));
  }
  const collectedAt = given('collectedAt');
  if (collectedAt !== undefined && !(INSTANT.test(collectedAt) && !Number.isNaN(Date.parse(collectedAt))))
    faults.push({ field: 'collectedAt', reason: 'Use a day or an instant, such as 2026-03-01T09:30:00Z.' });
  const channel = given('source');
  if (channel !== undefined && faults.length === 0)
    input.source = Object.assign(new CustomerSourceInput(), {
      channel,
      ...defined({
        collectedAt: collectedAt === undefined ? undefined : new Date(collectedAt),
        consentRef: given('consentRef'),
      }),
    });
  else if (channel === undefined && collectedAt !== undefined)
    faults.push({ field: 'source', reason: 'Say where it was collected, or leave out when.' });
  faults.push(...validateSync(input).flatMap((error) => faultsOf(error, [])));
  return faults.length > 0 ? { faults } : { input };
}

function faultsOf(
  { property, constraints = {}, children = [] }: ValidationError,
  path: readonly string[],
): CellFault[] {
  const place = [...path, property];
  const own = Object.values(constraints).map((reason) => ({ field: fieldAt(place), reason }));
  return [...own, ...children.flatMap((child) => faultsOf(child, place))];
}

/** The column behind a field of the input, such as that of `source.channel`. */
export function fieldAt(path: readonly string[]): CustomerField {
  const [first = '', second = ''] = path;
  if (first === 'source') return second === 'channel' ? 'source' : (second as CustomerField);
  if (first === 'companyId') return 'companyExternalId';
  return (CUSTOMER_FIELDS as readonly string[]).includes(first) ? (first as CustomerField) : 'externalId';
}

function defined<T extends object>(fields: T): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;
}
