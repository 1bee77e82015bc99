import type { Customer } from '@candor/core/customers';
import type { PluginApi } from '@candor/kernel';
import { idOf, uuidOf } from '@candor/kernel/database';
import { LiveEvent } from '@candor/kernel/live';
import { Field, ObjectType } from 'type-graphql';
import { LoyaltyAccount } from './ledger/account.js';
import { LoyaltyOperation } from './ledger/operation.js';
import { streamOf } from './ledger/write-operation.js';

/** One event of a member's points that are watched. */
@ObjectType({ description: "What happened to a member's points that are watched, and how they stand now." })
class LoyaltyEvent extends LiveEvent {
  @Field(() => LoyaltyAccount, {
    nullable: true,
    description: 'The account as it is at delivery, which may be later than the operation.',
  })
  account?: LoyaltyAccount | null;

  @Field(() => LoyaltyOperation, {
    nullable: true,
    description: 'The operation, with the balance after it; null in a snapshot and a refetch.',
  })
  operation?: LoyaltyOperation | null;
}

/** `Customer.loyalty`, and the balance as it changes. */
export function registerBalance(api: PluginApi): void {
  api.graphql.extend<Pick<Customer, 'id'>>('Customer', LOYALTY, {
    description:
      "The customer's membership in a loyalty program, by the program's key; in the oldest active one, if left out. Null for no member.",
    needs: ['id'],
    async load(customers, { program }, { services }) {
      const rows = await services.query<{ id: string; customer_id: string }>(ACCOUNTS, [
        customers.map(({ id }) => uuidOf('customer', id)),
        program ?? null,
      ]);
      const found = new Map(
        rows.map((row) => [idOf('customer', row.customer_id), idOf('loyalty_account', row.id)]),
      );
      return customers.map(({ id }) => found.get(id) ?? null);
    },
  });
  api.live('loyaltyChanged', {
    description:
      "Watches a member's points: first how they stand, then every operation in order. Whoever may read the account may watch it.",
    payload: LoyaltyEvent,
    args: '"""The account."""\naccount: ID!',
    stream: ({ account }) => (uuidOf('loyalty_account', String(account)) ? streamOf(String(account)) : null),
    allow: ({ account }, context) => context.sees(LoyaltyAccount, String(account)),
    load: ({ account }, facts) => ({ account, operation: facts?.['operation'] ?? null }),
  });
}

const LOYALTY = `loyalty(
    """The key of the program; the oldest active one, if left out."""
    program: String
  ): LoyaltyAccount`;

const ACCOUNTS = `select a.id, a.customer_id from loyalty_account a
  where a.customer_id = any($1) and a.program_id = (
    select id from loyalty_program where case when $2::text is null then is_active else key = $2 end
    order by created_at, id limit 1)`;
