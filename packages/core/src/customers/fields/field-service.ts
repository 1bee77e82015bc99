import type { Tx } from '@candor/kernel/database';
import { textsOf, UserError } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import { changed, customerToChange } from '../customer-change.js';
import { CustomField, CustomFieldKind, CustomFieldValue } from './custom-field.js';
import type { SetCustomFieldInput, SetCustomFieldValueInput } from './field-inputs.js';

/** Adds a field, or changes the one of that key. Locks the key. */
export async function setCustomField(tx: Tx, input: SetCustomFieldInput): Promise<CustomField> {
  const { key, kind } = input;
  const choices = [...new Set(input.choices ?? [])];
  if ((kind === CustomFieldKind.CHOICE) !== choices.length > 0) {
    const message = 'Give choices for a field of the kind CHOICE, and for no other.';
    throw new UserError('INVALID', ['choices'], message);
  }
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`customers_custom_field ${key}`]);
  const known = await tx.em.findOne(CustomField, { key });
  if (known && known.kind !== kind)
    throw new UserError('INVALID', ['kind'], `The field is of the kind ${known.kind}, and stays so.`);
  const facts = {
    label: textsOf(input.label),
    choices,
    isShownToCustomer: input.isShownToCustomer ?? false,
    isActive: input.isActive ?? true,
  };
  const field = known
    ? Object.assign(known, facts)
    : tx.em.create(CustomField, { key, kind, ...facts }, { partial: true });
  const { label, ...rest } = facts;
  audit(tx, { action: 'customField.set', subject: field.id, after: { key, kind, ...rest } });
  return field;
}

/** Sets what a customer has in a field. Locks the customer, so that there is one value. */
export async function setCustomFieldValue(
  tx: Tx,
  input: SetCustomFieldValueInput,
): Promise<CustomFieldValue> {
  const customer = await customerToChange(tx, input.customerId, { field: ['customerId'] });
  const field = await tx.em.findOne(CustomField, { key: input.key, isActive: true });
  if (!field)
    throw new UserError('NOT_FOUND', ['key'], 'There is no such field, or it is not used any more.');
  const value = input.value == null ? null : storedValue(field, input.value);
  const known = await tx.em.findOne(CustomFieldValue, { customer, field });
  if (known?.value === value) return known;
  const entry = known ?? tx.em.create(CustomFieldValue, { customer, field }, { partial: true });
  entry.value = value;
  changed(tx, customer, [`customFields.${field.key}`]);
  return entry;
}

/** The value in the one way in which it is written, so that equal ones are found. */
function storedValue({ kind, choices }: CustomField, typed: string): string {
  const value = typed.normalize('NFC').trim();
  switch (kind) {
    case CustomFieldKind.NUMBER:
      if (/^-?\d{1,15}(\.\d{1,9})?$/.test(value)) return plainNumber(value);
      throw refused('Give a decimal number such as 12.5.');
    case CustomFieldKind.DATE:
      if (/^\d{4}-\d{2}-\d{2}$/.test(value) && isDay(value)) return value;
      throw refused('Give a day, as 2026-02-28.');
    case CustomFieldKind.BOOLEAN:
      if (value === 'true' || value === 'false') return value;
      throw refused('Give true or false.');
    case CustomFieldKind.CHOICE:
      if (choices.includes(value)) return value;
      throw refused(`Choose one of ${choices.join(', ')}.`);
    case CustomFieldKind.TEXT:
      if (/^\P{Cc}+$/u.test(value)) return value;
      throw refused('Give a text on one line.');
  }
}

/** `007.50` is `7.5`. */
function plainNumber(text: string): string {
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.');
  const digits = fraction.replace(/0+$/, '');
  const plain = `${whole.replace(/^0+(?=\d)/, '')}${digits && `.${digits}`}`;
  return text.startsWith('-') && plain !== '0' ? `-${plain}` : plain;
}

function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

function refused(message: string): UserError {
  return new UserError('INVALID', ['value'], message);
}
