import { idOf, newId, type Tx, uuidOf } from '@candor/kernel/database';
import { UserError } from '@candor/kernel/graphql';
import { audit } from '@candor/kernel/privacy';
import { Customer } from '../customers/index.js';
import type { Requirement } from './requirement.js';
import { RequirementCustomer } from './requirement-customer.js';
import type { NameRequirementCustomerInput } from './requirement-inputs.js';
import { RequirementChangeKind, RequirementStake } from './requirement-kinds.js';
import { record, requirementToChange } from './requirement-record.js';

const { REQUESTER, SUPPORTER } = RequirementStake;

/**
 * Who is behind a requirement and those that say the same: the customers of linked tickets, the authors of
 * linked feedback with all that it was merged with, whom staff named; and as supporters the voters.
 */
const BEHIND = `
  with member as (
    select id from requirements_requirement where id = $1 or duplicate_of_id = $1
  ), asked as (
    select distinct coalesce(f.root_id, f.id) as id from requirements_link l
    join feedback_feedback f on f.id = l.feedback_id where l.requirement_id in (select id from member)
  )
  select distinct on (customer) customer, stake from (
    select t.customer_id as customer, '${REQUESTER}' as stake, 1 as rank from requirements_link l
    join tickets_ticket t on t.id = l.ticket_id where l.requirement_id in (select id from member)
    union all
    select customer_id, '${REQUESTER}', 1 from feedback_feedback
    where id in (select id from asked) or root_id in (select id from asked)
    union all
    select customer_id, '${REQUESTER}', 1 from requirements_customer
    where is_named and requirement_id in (select id from member)
    union all
    select customer_id, '${SUPPORTER}', 2 from feedback_vote where root_id in (select id from asked)
  ) one order by customer, rank`;

/** Brings the customers behind a requirement up to date with its links. Locks the requirement. */
export async function refreshCustomers(tx: Tx, requirementId: string): Promise<void> {
  await tx.em.flush();
  const id = uuidOf('requirement', requirementId);
  await tx.query('select 1 from requirements_requirement where id = $1 for update', [id]);
  const behind = await tx.query<{ customer: string; stake: string }>(BEHIND, [id]);
  await tx.query(
    'delete from requirements_customer where requirement_id = $1 and not is_named and customer_id <> all($2::uuid[])',
    [id, behind.map(({ customer }) => customer)],
  );
  await tx.query(
    `insert into requirements_customer as c (id, requirement_id, customer_id, stake, is_named, joined_at)
     select b.id, $1, b.customer, b.stake, false, $2 from unnest($3::uuid[], $4::uuid[], $5::text[]) as b (id, customer, stake)
     on conflict (requirement_id, customer_id) do update set stake = excluded.stake where c.stake <> excluded.stake`,
    [
      id,
      tx.now.toISOString(),
      behind.map(() => uuidOf('requirement_customer', newId('requirement_customer'))),
      behind.map(({ customer }) => customer),
      behind.map(({ stake }) => stake),
    ],
  );
}

/** Feedback got or lost a voter, or was merged: brings all requirements up to date that it asks for. */
export async function refreshCustomersOf(tx: Tx, feedbackId: string): Promise<void> {
  const rows = await tx.query<{ id: string }>(
    `select distinct coalesce(r.duplicate_of_id, r.id) as id from requirements_link l
     join requirements_requirement r on r.id = l.requirement_id or r.duplicate_of_id = l.requirement_id
     join feedback_feedback f on f.id = l.feedback_id
     where f.id = $1 or f.root_id = $1
     union select l.requirement_id from requirements_link l join feedback_feedback f on f.id = l.feedback_id
     where f.id = $1 or f.root_id = $1 order by 1`,
    [uuidOf('feedback', feedbackId)],
  );
  for (const { id } of rows) await refreshCustomers(tx, idOf('requirement', id));
}

/** Says that a customer asked for it, or takes that back. Locks the requirement. */
export async function nameRequirementCustomer(
  tx: Tx,
  { requirementId, customerId, isNamed }: NameRequirementCustomerInput,
): Promise<Requirement> {
  const requirement = await requirementToChange(tx, { requirementId });
  const customer = await tx.see(Customer, customerId, ['customerId']);
  if (!(await setNamed(tx, requirement, customer, isNamed))) return requirement;
  await refreshBehind(tx, requirement);
  audit(tx, {
    action: 'requirement.nameCustomer',
    subject: requirement.id,
    after: { customer: customer.id, isNamed },
  });
  await record(tx, requirement, {
    kind: RequirementChangeKind.CUSTOMERS,
    from: isNamed ? null : customer.id,
    to: isNamed ? customer.id : null,
  });
  return requirement;
}

/** Those behind a requirement, and behind the one it is a duplicate of. */
export async function refreshBehind(tx: Tx, { id, duplicateOf }: Requirement): Promise<void> {
  await refreshCustomers(tx, id);
  if (duplicateOf) await refreshCustomers(tx, duplicateOf.id);
}

/** Marks a customer as named by staff; answers whether that changed anything. */
export async function setNamed(
  tx: Tx,
  requirement: Requirement,
  customer: Customer,
  isNamed: boolean,
): Promise<boolean> {
  const known = await tx.em.findOne(RequirementCustomer, {
    requirement: requirement.id,
    customer: customer.id,
  });
  if ((known?.isNamed ?? false) === isNamed) return false;
  if (known) known.isNamed = isNamed;
  else {
    tx.em.create(
      RequirementCustomer,
      { requirement, customer, stake: REQUESTER, isNamed, joinedAt: tx.now },
      { partial: true },
    );
  }
  return true;
}

/** Whoever says what is wanted has asked for it (NOT_ALLOWED for others). */
export async function requesterOf(
  tx: Tx,
  requirement: Requirement,
  customerId: string | null | undefined,
): Promise<Customer> {
  const id = tx.actor.kind === 'customer' ? tx.actor.id! : customerId;
  if (tx.actor.kind === 'customer' && customerId && customerId !== id)
    throw new UserError('NOT_FOUND', ['customerId'], 'There is no such record.');
  if (!id) throw new UserError('INVALID', ['customerId'], 'Say which customer said so.');
  const customer = await tx.see(Customer, id, ['customerId']);
  const stake = { requirement: requirement.id, customer: customer.id, stake: REQUESTER };
  if ((await tx.em.count(RequirementCustomer, stake)) > 0) return customer;
  throw new UserError('NOT_ALLOWED', ['customerId'], 'Only customers who asked for the requirement say so.');
}
