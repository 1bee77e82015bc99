import type { Services } from '@candor/kernel';
import { addEntry, idOf, type Tx, uuidOf } from '@candor/kernel/database';
import { emit } from '@candor/kernel/events';
import { textsOf, UserError } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import type { Customer } from '../customer.js';
import { changed, customerToChange } from '../customer-change.js';
import type { CustomersSettings } from '../customer-settings.js';
import { decimalOf, unitsOf } from '../decimal.js';
import { activityOf, lifecycleOf, type StandingFacts, tierOf } from './compute-standing.js';
import { StandingChange } from './standing-change.js';
import type { FlagCustomerProblemInput, SetTierSchemeInput } from './standing-inputs.js';
import { type LifecycleReason, StandingKind } from './standing-kinds.js';
import { TierScheme } from './tier-scheme.js';

interface Row extends Record<'activity' | 'tier' | 'stage' | 'reason', string> {
  readonly id: string;
  readonly acts: number;
  readonly purchases: number;
  readonly last: string | Date | null;
  readonly problem: string | Date | null;
  readonly spend: string;
  readonly before: string;
}

/** Locks the customers in the order of their ids, and reads what their standing follows from. */
const FACTS = `with c as (
    select * from customers_customer where id = any($1::uuid[]) and archived_at is null order by id for update
  )
  select c.id, c.activity_level as activity, c.tier, c.lifecycle_stage as stage, c.lifecycle_reason as reason,
    c.problem_at as problem, p.*, (p.recent + (select count(*)::int from customers_behaviour b
      where b.customer_id = c.id and b.at > $2::timestamptz)) as acts
  from c, lateral (
    select count(*)::int as purchases, max(purchased_at) as last,
      (count(*) filter (where purchased_at > $2))::int as recent,
      coalesce(sum(amount - reversed_amount) filter (where currency = $3 and purchased_at > $4), 0)::text as spend,
      coalesce(sum(amount - reversed_amount) filter (where currency = $3 and purchased_at > $5 and purchased_at <= $4), 0)::text as before
    from customers_purchase where customer_id = c.id and state <> 'REVERSED'
  ) p`;

/**
 * Brings activity, tier and stage of life of customers up to date, with a line of history for each change. Locks
 * them. Their version stays: nobody who edits one is in conflict with what was computed.
 */
export async function recomputeStanding(
  tx: Tx,
  settings: CustomersSettings,
  customerIds: readonly string[],
): Promise<void> {
  const scheme = await tx.em.findOne(TierScheme, { isInForce: true });
  const now = tx.now;
  const since = new Date(now.getTime() - settings.activityWindowDays * 86_400_000);
  const months = scheme?.windowMonths ?? 12;
  const rows = await tx.query<Row>(FACTS, [
    customerIds.map((id) => uuidOf('customer', id)),
    since.toISOString(),
    scheme?.currency ?? '',
    monthsBefore(now, months),
    monthsBefore(now, 2 * months),
  ]);
  for (const row of rows) {
    const facts: StandingFacts = {
      acts: row.acts,
      purchases: row.purchases,
      lastPurchaseAt: instant(row.last),
      problemAt: instant(row.problem),
      spend: row.spend,
      spendBefore: row.before,
    };
    const activity = activityOf(facts, settings);
    const { tier, growthPercent } = tierOf(facts, scheme);
    const { stage, reason } = lifecycleOf(facts, settings, now);
    const changes: Change[] = [
      [
        StandingKind.ACTIVITY,
        row.activity,
        activity,
        `${row.acts} acts in ${settings.activityWindowDays} days`,
      ],
      [StandingKind.TIER, row.tier, tier, tierReason(facts, scheme, growthPercent)],
      [StandingKind.LIFECYCLE, row.stage, stage, reason],
    ];
    await write(tx, row, changes, reason);
  }
}

type Change = readonly [kind: StandingKind, from: string, to: string, reason: string];

async function write(tx: Tx, row: Row, all: readonly Change[], reason: LifecycleReason): Promise<void> {
  const changes = all.filter(([, from, to]) => from !== to);
  if (changes.length === 0 && row.reason === reason) return;
  const [activity, tier, stage] = all.map(([, , to]) => to);
  await tx.query(
    `update customers_customer set activity_level = $2, tier = $3, lifecycle_stage = $4, lifecycle_reason = $5 where id = $1`,
    [row.id, activity, tier, stage, reason],
  );
  const customerId = idOf('customer', row.id);
  for (const [kind, from, to, why] of changes) {
    const actor = tx.actor.id ?? tx.actor.kind;
    addEntry(tx, StandingChange, { customer: customerId, kind, at: tx.now, from, to, reason: why, actor });
    emit(tx, 'customer.standing-changed', { subject: customerId, payload: { customerId, kind, from, to } });
  }
}

function tierReason(facts: StandingFacts, scheme: TierScheme | null, growth: number | null): string {
  if (!scheme) return 'no scheme in force';
  const grown = growth === null ? '' : `, growth ${growth} %`;
  return `spend ${decimalOf(unitsOf(facts.spend))} ${scheme.currency} in ${scheme.windowMonths} months${grown}; ${scheme.key}`;
}

const BATCH = 200;

/**
 * All customers, some in a transaction, and then the word that all are done: what follows from the standing waits for
 * it, and not for an hour at which this ought to be over. Broken off, it is begun anew without harm.
 */
export async function recomputeAll(services: Services, signal: AbortSignal): Promise<void> {
  let after: string | null = null;
  let customers = 0;
  for (;;) {
    signal.throwIfAborted();
    const rows: Array<{ id: string }> = await services.query<{ id: string }>(
      `select id from customers_customer where archived_at is null and ($1::uuid is null or id > $1) order by id limit ${BATCH}`,
      [after],
    );
    if (rows.length === 0) break;
    after = rows.at(-1)!.id;
    customers += rows.length;
    const ids = rows.map(({ id }) => idOf('customer', id));
    const settings = services.settings<CustomersSettings>('customers');
    await services.command((tx) => recomputeStanding(tx, settings, ids));
  }
  await services.command(async (tx) =>
    emit(tx, 'customer.standings-computed', { subject: 'customers', payload: { customers } }),
  );
}

/** Says that a customer has a problem that may cost us the customer; the next purchase ends it. Locks the customer. */
export async function flagCustomerProblem(
  tx: Tx,
  settings: CustomersSettings,
  input: FlagCustomerProblemInput,
): Promise<Customer> {
  const customer = await customerToChange(tx, input.customerId, {
    field: ['customerId'],
    version: input.version,
  });
  customer.problemAt = input.isSolved ? null : tx.now;
  changed(tx, customer, ['problem']);
  await tx.em.flush();
  await recomputeStanding(tx, settings, [customer.id]);
  return customer;
}

/** Adds a scheme, or changes the one of that key. Putting one in force ends the one before. */
export async function setTierScheme(tx: Tx, input: SetTierSchemeInput): Promise<TierScheme> {
  const { key, provenance, windowMonths, currency, potentialGrowthPercent = null, isInForce } = input;
  const [coreSpend, potentialSpend] = [unitsOf(input.coreSpend), unitsOf(input.potentialSpend)];
  if (potentialSpend > coreSpend) {
    const message = 'Give at most the spend of core customers.';
    throw new UserError('INVALID', ['potentialSpend'], message);
  }
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('customers_tier_scheme', 0))`);
  const known = await tx.em.findOne(TierScheme, { key });
  const numbers = { windowMonths, currency, potentialGrowthPercent };
  const amounts = { coreSpend: decimalOf(coreSpend), potentialSpend: decimalOf(potentialSpend) };
  const facts = { ...numbers, ...amounts, provenance: textsOf(provenance) };
  const scheme = known
    ? Object.assign(known, facts)
    : tx.em.create(TierScheme, { key, ...facts }, { partial: true });
  if (isInForce && !scheme.isInForce) {
    const before = await tx.em.findOne(TierScheme, { isInForce: true });
    if (before) before.isInForce = false;
    await tx.em.flush();
    scheme.isInForce = true;
  }
  audit(tx, {
    action: 'tierScheme.set',
    subject: scheme.id,
    after: { key, ...numbers, ...amounts, isInForce },
  });
  emit(tx, 'customer.tier-scheme-changed', { subject: scheme.id, payload: { tierSchemeId: scheme.id } });
  return scheme;
}

function monthsBefore(now: Date, months: number): string {
  const zoned = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO('UTC');
  return zoned.subtract({ months }).toInstant().toString();
}

function instant(value: string | Date | null): Date | null {
  return value === null ? null : new Date(value);
}
