import { ProgressBoard } from '@candor/core/boards';
import { Customer } from '@candor/core/customers';
import { RequirementCustomer } from '@candor/core/requirements';
import { Ticket } from '@candor/core/tickets';
import type { Tx } from '@candor/kernel/database';
import type { EventFilter } from './event-filter.js';

/** What a trigger needs to know of an event: whom it is about, and facts to filter and to slice by. */
export interface Occurrence {
  readonly customer: Customer;
  /** The public id of what it is about. */
  readonly subject: string;
  readonly channel: string;
  readonly facts: Readonly<Record<string, string>>;
}

/** Finds whom an event is about by the ids in its payload: nobody, somebody, or all who wanted a requirement. */
export async function occurrencesOf(
  tx: Tx,
  { subject, payload }: { readonly subject: string; readonly payload: object },
): Promise<Occurrence[]> {
  const facts = plainFacts(payload);
  const ticket = facts['ticketId'] ? await tx.em.findOne(Ticket, { id: facts['ticketId'] }) : null;
  if (ticket) {
    facts['ticket.type'] = ticket.type;
    facts['ticket.class'] = ticket.ticketClass;
    facts['ticket.channel'] = ticket.channel;
  }
  const customers = await customersOf(tx, ticket ? { customer: ticket.customer } : facts);
  const channel = ticket?.channel ?? facts['channel'] ?? 'none';
  return customers
    .filter(({ archivedAt }) => archivedAt === null)
    .map((customer) => ({ customer, subject, channel, facts: withCustomer(facts, customer) }));
}

function plainFacts(payload: object): Record<string, string> {
  const plain = Object.entries(payload).filter(([, value]) =>
    ['string', 'number', 'boolean'].includes(typeof value),
  );
  return Object.fromEntries(plain.map(([key, value]) => [key, String(value)]));
}

/** Whether an event is what a trigger waits for. */
export function passes(filters: readonly EventFilter[], facts: Readonly<Record<string, string>>): boolean {
  return filters.every(({ field, values }) => {
    const value = facts[field];
    return value !== undefined && values.includes(value);
  });
}

/** Facts about a customer that hidden fields may name. */
export function withCustomer(
  facts: Readonly<Record<string, string>>,
  { kind, locale, tier }: Customer,
): Record<string, string> {
  return { ...facts, 'customer.kind': kind, 'customer.locale': locale, tier };
}

async function customersOf(tx: Tx, facts: Readonly<Record<string, string>>): Promise<Customer[]> {
  const { customerId, customer = customerId, boardId, requirementId } = facts;
  if (customer) return tx.em.find(Customer, { id: customer });
  if (boardId) {
    const board = await tx.em.findOne(ProgressBoard, { id: boardId });
    return board ? tx.em.find(Customer, { id: board.customer }) : [];
  }
  if (!requirementId) return [];
  const behind = await tx.em.find(
    RequirementCustomer,
    { requirement: requirementId },
    { populate: ['customer'] },
  );
  return behind.map((one) => one.customer);
}
