import type { Tx } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { UserError, UserErrors } from '@candor/kernel/graphql';
import { accessChanged } from '@candor/kernel/identity';
import { audit } from '@candor/kernel/privacy';
import { addMissingContactPoints } from './contact-service.js';
import { Customer, CustomerKind } from './customer.js';
import { changed, customerToChange } from './customer-change.js';
import { apply, FOREIGN, OWN } from './customer-facts.js';
import type {
  ArchiveCustomerInput,
  CreateCustomerInput,
  UpdateCustomerInput,
  UpsertCustomerInput,
} from './customer-inputs.js';
import { addSource, addSourceIfNew } from './customer-sources.js';
import { ExternalId } from './external-id.js';
import { claimExternalId } from './external-ids.js';
import { refuseFieldsOfOthers } from './owners/field-groups.js';

/** For facts that are older than the command that brings them, such as imported ones. */
interface Since {
  readonly createdAt?: Date;
}

export async function createCustomer(
  tx: Tx,
  input: CreateCustomerInput,
  { createdAt }: Since = {},
): Promise<Customer> {
  const kind = input.kind ?? CustomerKind.PERSON;
  const { name } = input;
  const customer = tx.em.create(Customer, { kind, name, ...(createdAt && { createdAt }) }, { partial: true });
  const fields = await apply(tx, customer, input);
  if (input.source) {
    addSource(tx, customer, input.source, ['source']);
    fields.push('sources');
  }
  await addMissingContactPoints(tx, customer, input.contactPoints ?? [], ['contactPoints']);
  audit(tx, {
    action: 'customer.create',
    subject: customer.id,
    after: { kind, fields: ['name', ...fields] },
  });
  emit(tx, 'customer.created', { subject: customer.id, payload: { customerId: customer.id, kind } });
  return customer;
}

/** Staff change the groups of fields that are theirs, a customer what is its own to decide. Locks the customer. */
export async function updateCustomer(tx: Tx, input: UpdateCustomerInput): Promise<Customer> {
  const customer = await customerToChange(tx, input.customerId, {
    field: ['customerId'],
    version: input.version,
  });
  if (tx.actor.kind === 'customer') refuseForeignFields(input);
  else refuseFieldsOfOthers(tx.actor, input);
  changed(tx, customer, await apply(tx, customer, input));
  return customer;
}

/** What an upsert did. */
export type Upserted = 'created' | 'changed' | 'same';

/**
 * The customer of an external id, or a new one who has it from now on. Locks the external id, so that of
 * calls at the same time one creates and the others find; says nothing of a repetition that changes nothing.
 */
export async function upsertCustomer(
  tx: Tx,
  input: UpsertCustomerInput,
  since: Since = {},
): Promise<Customer> {
  return (await upsertAndTell(tx, input, since)).customer;
}

/** The same, for a caller that counts what was done. */
export async function upsertAndTell(
  tx: Tx,
  input: UpsertCustomerInput,
  since: Since = {},
): Promise<{ customer: Customer; outcome: Upserted }> {
  const { system, value } = input.externalId;
  const known = await claimExternalId(tx, system, value);
  if (!known) {
    const customer = await createCustomer(tx, input, since);
    tx.em.create(ExternalId, { customer, system, value }, { partial: true });
    return { customer, outcome: 'created' };
  }
  if (known.archivedAt)
    throw new UserError('INVALID', ['externalId'], 'The customer with this id is archived.');
  const customer = await customerToChange(tx, known.id, { field: ['externalId'] });
  if (input.kind && input.kind !== customer.kind) {
    throw new UserError(
      'INVALID',
      ['kind'],
      `The customer with this id is a ${customer.kind}, and stays one.`,
    );
  }
  const fields = await apply(tx, customer, input);
  if (input.source && (await addSourceIfNew(tx, customer, input.source, ['source']))) fields.push('sources');
  if (await addMissingContactPoints(tx, customer, input.contactPoints ?? [], ['contactPoints']))
    fields.push('contactPoints');
  changed(tx, customer, fields);
  return { customer, outcome: fields.length > 0 ? 'changed' : 'same' };
}

/** Hides the customer everywhere and ends its tokens; what was done for it stays. */
export async function archiveCustomer(tx: Tx, input: ArchiveCustomerInput): Promise<Customer> {
  const customer = await customerToChange(tx, input.customerId, {
    field: ['customerId'],
    version: input.version,
  });
  customer.archivedAt = tx.now;
  audit(tx, { action: 'customer.archive', subject: customer.id });
  emit(tx, 'customer.archived', { subject: customer.id, payload: { customerId: customer.id } });
  accessChanged(tx, customer.id);
  return customer;
}

function refuseForeignFields(input: UpdateCustomerInput): void {
  const foreign = FOREIGN.filter((field) => input[field] !== undefined);
  if (foreign.length === 0) return;
  const message = `You may change ${OWN.join(', ')} yourself; ask us to change this.`;
  throw new UserErrors(foreign.map((field) => new UserError('NOT_ALLOWED', [field], message)));
}
