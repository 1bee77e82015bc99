import type { Tx } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { UserError } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import { Customer } from './customer.js';
import { decimalOf, unitsOf } from './decimal.js';
import { Purchase, PurchaseState } from './purchase.js';
import type { PurchaseItemInput, RecordPurchaseInput, ReversePurchaseInput } from './purchase-inputs.js';
import { PurchaseItem, PurchaseReversal } from './purchase-parts.js';

/**
 * Writes down what a customer bought, once for each external id: a repetition answers the purchase as it is.
 * Locks the external id. The importer hands in instants that lie back; its events carry the origin `import`.
 */
export async function recordPurchase(tx: Tx, input: RecordPurchaseInput): Promise<Purchase> {
  const { system, value } = input.externalId;
  const amount = decimalOf(unitsOf(input.amount));
  if (unitsOf(amount) === 0n) throw new UserError('INVALID', ['amount'], 'The amount must be more than 0.');
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `customers_purchase ${JSON.stringify([system, value])}`,
  ]);
  const known = await tx.em.findOne(Purchase, { externalSystem: system, externalId: value });
  if (known) return sameAsBefore(known, input, amount);
  const customer = await tx.see(Customer, input.customerId, ['customerId']);
  const purchasedAt = notLater(tx, input.purchasedAt, 'purchasedAt');
  const { currency, channel } = input;
  const purchase = tx.em.create(
    Purchase,
    { customer, externalSystem: system, externalId: value, purchasedAt, amount, currency, channel },
    { partial: true },
  );
  for (const [index, item] of (input.items ?? []).entries()) addItem(tx, purchase, index + 1, item);
  const facts = { customerId: customer.id, amount, currency };
  audit(tx, { action: 'purchase.record', subject: purchase.id, after: { ...facts, system, value } });
  emit(tx, 'purchase.recorded', {
    subject: purchase.id,
    version: 1,
    payload: { purchaseId: purchase.id, ...facts, channel, at: purchasedAt.toISOString() },
  });
  return purchase;
}

/** Takes back a purchase, or a part of it; once for each external id of a reversal. Locks the purchase. */
export async function reversePurchase(tx: Tx, input: ReversePurchaseInput): Promise<Purchase> {
  const purchase = await tx.get(Purchase, input.purchaseId, { field: ['purchaseId'] });
  const externalId = input.externalId ?? null;
  if (externalId !== null && (await tx.em.count(PurchaseReversal, { purchase, externalId })) > 0)
    return purchase;
  const left = unitsOf(purchase.amount) - unitsOf(purchase.reversedAmount);
  const units = input.amount == null ? left : unitsOf(input.amount);
  if (units <= 0n || units > left) {
    const message =
      left === 0n
        ? 'Nothing of the purchase stands any more.'
        : `Give an amount of more than 0 and at most ${decimalOf(left)} ${purchase.currency}, which still stand.`;
    throw new UserError('INVALID', ['amount'], message);
  }
  const reversedAt = notLater(tx, input.reversedAt, 'reversedAt');
  const amount = decimalOf(units);
  purchase.reversedAmount = decimalOf(unitsOf(purchase.reversedAmount) + units);
  purchase.state = units === left ? PurchaseState.REVERSED : PurchaseState.PARTLY_REVERSED;
  const reason = input.reason ?? null;
  const reversal = tx.em.create(
    PurchaseReversal,
    { purchase, externalId, reversedAt, amount, reason },
    { partial: true },
  );
  const { currency } = purchase;
  const facts = { customerId: purchase.customer.id, amount, currency };
  audit(tx, { action: 'purchase.reverse', subject: purchase.id, after: { ...facts, reason } });
  emit(tx, 'purchase.reversed', {
    subject: purchase.id,
    payload: {
      purchaseId: purchase.id,
      reversalId: reversal.id,
      ...facts,
      left: decimalOf(left - units),
      total: purchase.amount,
      at: reversedAt.toISOString(),
    },
  });
  return purchase;
}

function addItem(tx: Tx, purchase: Purchase, position: number, item: PurchaseItemInput): void {
  const { product, name, category = null, quantity } = item;
  const amount = decimalOf(unitsOf(item.amount));
  tx.em.create(
    PurchaseItem,
    { purchase, position, product, name, category, quantity, amount },
    { partial: true },
  );
}

/** Two purchases of one id are a mistake of the other system, and better told than swallowed. */
function sameAsBefore(known: Purchase, input: RecordPurchaseInput, amount: string): Purchase {
  const isSame =
    known.customer.id === input.customerId &&
    unitsOf(known.amount) === unitsOf(amount) &&
    known.currency === input.currency;
  if (isSame) return known;
  throw new UserError(
    'PURCHASE_DIFFERS',
    ['externalId'],
    'A purchase of another customer or amount has this id. Take its own id, or reverse the first one.',
  );
}

function notLater(tx: Tx, instant: Date | null | undefined, field: string): Date {
  const at = instant ?? tx.now;
  if (at > tx.now)
    throw new UserError('INVALID', [field], 'This is in the future; give the instant at which it happened.');
  return at;
}
