import { Customer } from '@candor/core/customers';
import { idOf, newId, type Tx, uuidOf } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { UserError } from '@candor/kernel/graphql';
import { LoyaltyProgram } from '../programs/program.js';
import { LoyaltyTier } from '../programs/tier.js';
import { LoyaltyTierChange, TierChangeReason } from '../tiers/tier-change.js';
import { LoyaltyAccount } from './account.js';

/** The id of a customer's account in a program; null for no member. Locks nothing. */
export async function accountOf(tx: Tx, programId: string, customerId: string): Promise<string | null> {
  const [known] = await tx.query<{ id: string }>(
    'select id from loyalty_account where program_id = $1 and customer_id = $2',
    [uuidOf('loyalty_program', programId), uuidOf('customer', customerId)],
  );
  return known ? idOf('loyalty_account', known.id) : null;
}

/** The same, and whoever is no member becomes one, in the lowest tier; of two calls at once one makes the account. */
export async function join(tx: Tx, programId: string, customerId: string): Promise<string> {
  await tx.em.flush();
  const [lowest] = await tx.em.find(
    LoyaltyTier,
    { program: programId },
    { orderBy: { rank: 'asc' }, limit: 1 },
  );
  const now = tx.now.toISOString();
  const [fresh] = await tx.query<{ id: string }>(
    `insert into loyalty_account (id, created_at, updated_at, program_id, customer_id, tier_id, tier_reached_at)
     values ($1, $2, $2, $3, $4, $5, case when $5::uuid is null then null else $2::timestamptz end)
     on conflict (customer_id, program_id) do nothing returning id`,
    [
      uuidOf('loyalty_account', newId('loyalty_account')),
      now,
      uuidOf('loyalty_program', programId),
      uuidOf('customer', customerId),
      lowest ? uuidOf('loyalty_tier', lowest.id) : null,
    ],
  );
  if (!fresh) return (await accountOf(tx, programId, customerId))!;
  const accountId = idOf('loyalty_account', fresh.id);
  if (lowest) {
    tx.em.create(
      LoyaltyTierChange,
      {
        account: tx.em.getReference(LoyaltyAccount, accountId),
        at: tx.now,
        reason: TierChangeReason.JOINED,
        to: lowest,
        isRise: false,
        value: '0',
        purchases: 0,
      },
      { partial: true },
    );
    // Whoever keeps levels by the event begins with this one.
    emit(tx, 'loyalty.tier-changed', {
      subject: accountId,
      payload: { accountId, customerId, fromTierId: null, toTierId: lowest.id, isRise: false },
    });
  }
  emit(tx, 'loyalty.joined', { subject: accountId, payload: { accountId, customerId, programId } });
  return accountId;
}

/** The program of an input; the only one there is, or the oldest, where none is named. */
async function programFor(tx: Tx, programId: string | null | undefined): Promise<LoyaltyProgram> {
  if (programId != null) return tx.see(LoyaltyProgram, programId, ['programId']);
  const [oldest] = await tx.em.find(
    LoyaltyProgram,
    { isActive: true },
    { orderBy: { createdAt: 'asc', id: 'asc' }, limit: 1 },
  );
  if (!oldest) throw new UserError('INVALID', ['programId'], 'There is no program yet.');
  return oldest;
}

/** Makes a customer a member by hand; a member stays one. */
export async function enrol(
  tx: Tx,
  programId: string | null | undefined,
  customerId: string,
): Promise<string> {
  const program = await programFor(tx, programId);
  const customer = await tx.see(Customer, customerId, ['customerId']);
  return join(tx, program.id, customer.id);
}

/** The account of an input, seen by the actor. */
export async function memberFor(
  tx: Tx,
  programId: string | null | undefined,
  customerId: string,
  field: readonly string[],
): Promise<string> {
  const program = await programFor(tx, programId);
  const customer = await tx.see(Customer, customerId, field);
  const account = await accountOf(tx, program.id, customer.id);
  if (!account) throw new UserError('NO_MEMBER', field, 'The customer is no member of the program.');
  return account;
}
