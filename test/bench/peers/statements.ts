import pg from 'pg';

/** What a statement answers, as PostgreSQL writes it. */
export type Row = Record<string, string | number | null> & { readonly id: string };

/** As many connections as the platform holds. */
export const pool = new pg.Pool({ ...JSON.parse(process.env['BENCH_CONNECTION']!), max: 10 });

/** Runs a statement that each connection prepares once. */
export async function rows(name: string, text: string, values: readonly unknown[]): Promise<Row[]> {
  return (await pool.query({ name, text, values: values as unknown[] })).rows as Row[];
}

const TICKET = `id, number, subject, state, priority, ticket_class as "ticketClass", type, opened_at as "openedAt",
  updated_at as "updatedAt", customer_id, assignee_id, primary_contact_id`;

export const newest = (state: unknown, first: unknown) =>
  rows(
    'newest',
    `select id, number, subject, state, priority, opened_at as "openedAt", customer_id from tickets_ticket
     where state = $1 order by opened_at desc, id desc limit $2::int`,
    [state, first],
  );
export const queue = (department: unknown, first: unknown) =>
  rows(
    'queue',
    `select ${TICKET} from tickets_ticket where department_id = $1 order by updated_at desc, id desc limit $2::int`,
    [department, first],
  );
export const customersByName = (first: unknown) =>
  rows(
    'customersByName',
    'select id, name, kind, company_id from customers_customer order by name, id limit $1::int',
    [first],
  );
export const customersOf = (ids: readonly unknown[]) =>
  rows('customersOf', 'select id, name from customers_customer where id = any($1::uuid[])', [ids]);
export const staffOf = (ids: readonly unknown[]) =>
  rows('staffOf', 'select id, name, department_id from people_staff_member where id = any($1::uuid[])', [
    ids,
  ]);
export const departmentsOf = (ids: readonly unknown[]) =>
  rows(
    'departmentsOf',
    `select id, name ->> 'en' as name from people_department where id = any($1::uuid[])`,
    [ids],
  );

const each = (columns: string, table: string, by: string, order: string, where = '') =>
  `select x.* from unnest($1::uuid[]) as p(id) cross join lateral (
     select ${columns} from ${table} where ${by} = p.id ${where} order by ${order} desc, id desc limit $2::int) as x`;

export const messagesOf = (tickets: readonly unknown[], first: unknown) =>
  rows(
    'messagesOf',
    each(
      'about, id, body, visibility, author_kind as "authorKind", sent_at as "sentAt"',
      'conversations_message',
      'about',
      'sent_at',
    ),
    [tickets, first],
  );
export const publicMessagesOf = (tickets: readonly unknown[], first: unknown) =>
  rows(
    'publicMessagesOf',
    each(
      'about, id, body, sent_at as "sentAt", author_staff_id',
      'conversations_message',
      'about',
      'sent_at',
      `and visibility = 'PUBLIC'`,
    ),
    [tickets, first],
  );
export const ticketsOf = (customers: readonly unknown[], first: unknown) =>
  rows('ticketsOf', each('customer_id, id, number, state', 'tickets_ticket', 'customer_id', 'opened_at'), [
    customers,
    first,
  ]);
export const greetingsOf = (customers: readonly unknown[], first: unknown) =>
  rows(
    'greetingsOf',
    each('customer_id, id, text, created_at as "createdAt"', 'hello_greeting', 'customer_id', 'created_at'),
    [customers, first],
  );

/** Rows by what they belong to, in the order of the keys. */
export function grouped(keys: readonly unknown[], found: readonly Row[], by: string): Row[][] {
  const groups = new Map<unknown, Row[]>();
  for (const row of found) {
    const group = groups.get(row[by]);
    if (group) group.push(row);
    else groups.set(row[by], [row]);
  }
  return keys.map((key) => groups.get(key) ?? []);
}

export function byId(found: readonly Row[]): Map<unknown, Row> {
  return new Map(found.map((row) => [row.id, row]));
}

/** Each value once, without null. */
export function distinct(values: readonly unknown[]): unknown[] {
  return [...new Set(values)].filter((value) => value !== null);
}
