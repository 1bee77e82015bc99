import type { Tx } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { textsOf, UserError } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import { customerToChange } from '../customer-change.js';
import { CustomerRight } from './customer-right.js';
import { Entitlement, EntitlementSource } from './entitlement.js';
import type {
  GrantEntitlementInput,
  SetCustomerRightInput,
  WithdrawEntitlementInput,
} from './entitlement-inputs.js';
import { endExpired, monthsLater } from './tier-entitlements.js';

/** Adds a right, or changes the one of that key; whoever is in its tiers gets it in the background. Locks the key. */
export async function setCustomerRight(tx: Tx, input: SetCustomerRightInput): Promise<CustomerRight> {
  const { key, tiers, validMonths = null, isBoundToTier, isActive } = input;
  if (isBoundToTier && tiers.length === 0) {
    const message = 'Name the tiers that it belongs to.';
    throw new UserError('INVALID', ['isBoundToTier'], message);
  }
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`customers_right ${key}`]);
  const rules = { tiers: [...tiers].sort(), validMonths, isBoundToTier, isActive };
  const texts = {
    name: textsOf(input.name),
    description: textsOf(input.description),
    provenance: textsOf(input.provenance),
  };
  const known = await tx.em.findOne(CustomerRight, { key });
  const right = known
    ? Object.assign(known, rules, texts)
    : tx.em.create(CustomerRight, { key, ...rules, ...texts }, { partial: true });
  audit(tx, { action: 'customerRight.set', subject: right.id, after: { key, ...rules } });
  emit(tx, 'customer.right-changed', { subject: right.id, payload: { rightId: right.id } });
  return right;
}

/** Gives a right to one customer. Locks the customer, so that it has a right once. */
export async function grantEntitlement(tx: Tx, input: GrantEntitlementInput): Promise<Entitlement> {
  const { rightKey, reason } = input;
  const customer = await customerToChange(tx, input.customerId, { field: ['customerId'] });
  const right = await tx.em.findOne(CustomerRight, { key: rightKey, isActive: true });
  if (!right)
    throw new UserError('NOT_FOUND', ['rightKey'], 'There is no such right, or it is not given any more.');
  const expiresAt = input.expiresAt === undefined ? untilOf(tx, right) : input.expiresAt;
  if (expiresAt !== null && expiresAt <= tx.now)
    throw new UserError('INVALID', ['expiresAt'], 'This has passed; give an instant to come.');
  await endExpired(tx, [customer.id]);
  if ((await tx.em.count(Entitlement, { customer, right, endedAt: null })) > 0)
    throw new UserError('INVALID', ['rightKey'], 'The customer has this right already.');
  const entitlement = tx.em.create(
    Entitlement,
    { customer, right, source: EntitlementSource.PERSONAL, startsAt: tx.now, expiresAt, reason },
    { partial: true },
  );
  const after = { right: rightKey, expiresAt: expiresAt?.toISOString() ?? null, reason };
  audit(tx, { action: 'entitlement.grant', subject: entitlement.id, after });
  emit(tx, 'customer.entitled', {
    subject: customer.id,
    payload: { customerId: customer.id, entitlementId: entitlement.id, right: rightKey },
  });
  return entitlement;
}

/** Ends a right of a customer before its time. A second time changes nothing. Locks it. */
export async function withdrawEntitlement(tx: Tx, input: WithdrawEntitlementInput): Promise<Entitlement> {
  const { entitlementId, version, reason } = input;
  const entitlement = await tx.get(Entitlement, entitlementId, { field: ['entitlementId'], version });
  if (entitlement.endedAt !== null) return entitlement;
  entitlement.endedAt = tx.now;
  entitlement.reason = reason;
  audit(tx, { action: 'entitlement.withdraw', subject: entitlement.id, after: { reason } });
  const right = await tx.em.findOneOrFail(CustomerRight, { id: entitlement.right.id });
  emit(tx, 'customer.entitlement-ended', {
    subject: entitlement.customer.id,
    payload: { customerId: entitlement.customer.id, entitlementId: entitlement.id, right: right.key },
  });
  return entitlement;
}

function untilOf(tx: Tx, { validMonths }: CustomerRight): Date | null {
  return validMonths === null ? null : monthsLater(tx.now, validMonths);
}
