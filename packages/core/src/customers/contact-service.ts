import { newId, type Tx } from '@candor/kernel/database';
import { UserError } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import type {
  AddContactPointInput,
  ContactPointInput,
  RemoveContactPointInput,
  UpdateContactPointInput,
} from './contact-inputs.js';
import { ContactPoint, type ContactPointKind } from './contact-point.js';
import {
  CONTACT_VALUE_RULES,
  contactIndex,
  maskedContactValue,
  storedContactValue,
} from './contact-value.js';
import type { Customer } from './customer.js';
import { changed, customerToChange } from './customer-change.js';

/** Locks the customer, as every command on contact points does: so one of a kind at most is preferred. */
export async function addContactPoint(tx: Tx, input: AddContactPointInput): Promise<ContactPoint> {
  const customer = await customerToChange(tx, input.customerId, { field: ['customerId'] });
  const point = await add(tx, customer, input.contactPoint, ['contactPoint']);
  if (!point) {
    throw new UserError('INVALID', ['contactPoint', 'value'], 'The customer has this contact point already.');
  }
  changed(tx, customer, ['contactPoints']);
  return point;
}

/** Adds those that the customer does not have yet; answers whether there were any. Call it with the customer locked, or new. */
export async function addMissingContactPoints(
  tx: Tx,
  customer: Customer,
  inputs: readonly ContactPointInput[],
  path: readonly string[],
): Promise<boolean> {
  let any = false;
  for (const [index, input] of inputs.entries()) {
    if (await add(tx, customer, input, [...path, String(index)])) any = true;
  }
  return any;
}

export async function updateContactPoint(tx: Tx, input: UpdateContactPointInput): Promise<ContactPoint> {
  const { customer, point } = await pointToChange(tx, input);
  const { label, isVerified, isPreferred } = input;
  const fields: string[] = [];
  if (label !== undefined && label !== point.label) {
    point.label = label;
    fields.push('label');
  }
  if (isVerified != null && isVerified !== point.isVerified) {
    point.isVerified = isVerified;
    fields.push('isVerified');
  }
  if (isPreferred != null && isPreferred !== point.isPreferred) {
    if (isPreferred) await preferNone(tx, customer, point.kind);
    point.isPreferred = isPreferred;
    fields.push('isPreferred');
  }
  if (fields.length === 0) return point;
  audit(tx, {
    action: 'contactPoint.update',
    subject: point.id,
    after: Object.fromEntries(fields.map((field) => [field, point[field as keyof ContactPoint]])),
  });
  changed(tx, customer, ['contactPoints']);
  return point;
}

/** The row stays, for what was sent there points to it; nobody sees it or finds the customer by it any more. */
export async function removeContactPoint(tx: Tx, input: RemoveContactPointInput): Promise<ContactPoint> {
  const { customer, point } = await pointToChange(tx, input);
  point.removedAt = tx.now;
  point.isPreferred = false;
  point.valueIndex = null;
  audit(tx, { action: 'contactPoint.remove', subject: point.id });
  changed(tx, customer, ['contactPoints']);
  return point;
}

async function add(
  tx: Tx,
  customer: Customer,
  input: ContactPointInput,
  path: readonly string[],
): Promise<ContactPoint | null> {
  const { kind, label = null } = input;
  const plain = storedContactValue(kind, input.value);
  if (plain === undefined) throw new UserError('INVALID', [...path, 'value'], CONTACT_VALUE_RULES[kind]);
  const valueIndex = tx.blindIndex(contactIndex(kind), plain);
  if ((await tx.em.count(ContactPoint, { customer, kind, valueIndex })) > 0) return null;
  if (input.isPreferred) await preferNone(tx, customer, kind);
  const id = newId('contact_point');
  const place = { owner: customer.id, table: 'customers_contact_point', id, column: 'value' };
  const point = tx.em.create(
    ContactPoint,
    {
      id,
      customer,
      kind,
      label,
      value: await tx.seal(place, plain),
      valueIndex,
      maskedValue: maskedContactValue(kind, plain),
      isVerified: input.isVerified ?? false,
      isPreferred: input.isPreferred ?? false,
    },
    { partial: true },
  );
  audit(tx, {
    action: 'contactPoint.add',
    subject: id,
    after: { customer: customer.id, kind, value: point.value },
  });
  return point;
}

/** Written at once: the index on preferred ones looks at every statement, not at the end of the transaction. */
async function preferNone(tx: Tx, customer: Customer, kind: ContactPointKind): Promise<void> {
  const [preferred] = await tx.em.find(ContactPoint, { customer, kind, isPreferred: true });
  if (!preferred) return;
  preferred.isPreferred = false;
  await tx.em.flush();
}

/** Looks at the point first to know its customer, then locks the customer, then the point. */
async function pointToChange(
  tx: Tx,
  { contactPointId, version }: { contactPointId: string; version?: number | null },
): Promise<{ customer: Customer; point: ContactPoint }> {
  const field = ['contactPointId'];
  const seen = await tx.see(ContactPoint, contactPointId, field);
  const customer = await customerToChange(tx, seen.customer.id, { field });
  return { customer, point: await tx.get(ContactPoint, contactPointId, { field, version }) };
}
