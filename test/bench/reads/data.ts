import pg from 'pg';

/** How much there is; messages are five times as many as tickets. */
export interface Amount {
  readonly tickets: number;
}

export const STATES = ['NEW', 'IN_PROGRESS', 'WAITING_FOR_CUSTOMER', 'RESOLVED', 'CLOSED'] as const;
const DEPARTMENTS = 12;
const CUSTOMERS_A_TICKET = 0.2;
const STAFF = 300;
/** A customer's tickets come from all times: the step between them shares no factor with their number. */
const STEP = 7_919;

/** The ids tell the kind and the number, and rise with the number as those of the platform rise with time. */
const KINDS = ['department', 'staff', 'customer', 'conversation', 'ticket', 'message', 'greeting'] as const;
type Kind = (typeof KINDS)[number];

const id = (kind: Kind, number: string) =>
  `('0190000${KINDS.indexOf(kind)}-0000-7000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`;

/** The uuid of a row, as it is found in the database. */
export function uuid(kind: Kind, number: number): string {
  return `0190000${KINDS.indexOf(kind)}-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
}

const at = (number: string) => `timestamptz '2025-01-01 09:00Z' + (${number}) * interval '20 seconds'`;
const one = (values: readonly string[], number: string) =>
  `(array['${values.join("','")}'])[1 + (${number})::int % ${values.length}]`;
const STAMPS = 'created_at, updated_at, version';
const stamps = (number: string) => `${at(number)}, ${at(number)}, 1`;
const from = (count: number) => `generate_series(1, ${count}) as n`;

function statements({ tickets }: Amount, withGreetings: boolean): string[] {
  const customers = tickets * CUSTOMERS_A_TICKET;
  const customer = id('customer', `1 + (n::bigint * ${STEP}) % ${customers}`);
  const staff = (number: string) => id('staff', `1 + (${number}) % ${STAFF}`);
  return [
    `insert into people_department (id, ${STAMPS}, key, name)
     select ${id('department', 'n')}, ${stamps('n')}, 'd' || n, '{"en":"Department"}' from ${from(DEPARTMENTS)}`,
    `insert into people_staff_member (id, ${STAMPS}, name, roles, department_id)
     select ${id('staff', 'n')}, ${stamps('n')}, 'Member ' || n, '{manager}', ${id('department', `1 + n % ${DEPARTMENTS}`)}
     from ${from(STAFF)}`,
    `insert into customers_customer (id, ${STAMPS}, kind, name, company_id)
     select ${id('customer', 'n')}, ${stamps('n')}, case when n % 10 = 0 then 'COMPANY' else 'PERSON' end,
       'Customer ' || n, case when n % 10 <> 0 then ${id('customer', `10 * (1 + n % ${customers / 10})`)} end
     from ${from(customers)}`,
    `insert into conversations_conversation (id, ${STAMPS}, customer_id, about)
     select ${id('conversation', 'n')}, ${stamps('n')}, ${customer}, ${id('ticket', 'n')} from ${from(tickets)}`,
    `insert into tickets_ticket (id, created_at, updated_at, version, subject, intake, intake_completeness, type, ticket_class,
       priority, priority_rank, state, customer_id, conversation_id, department_id, assignee_id, primary_contact_id,
       channel, opened_at, origin)
     select ${id('ticket', 'n')}, ${at('n')}, ${at(`n + (n::bigint * ${STEP}) % 1000`)}, 1, 'The machine of order ' || n || ' stops after an hour', '{}', 50,
       ${one(['SIMPLE_ENQUIRY', 'COMPLEX_FAULT', 'SERVICE_COMPLAINT'], 'n')}, ${one(['SIMPLE', 'REGULAR', 'COMPLEX'], 'n')},
       ${one(['LOW', 'NORMAL', 'HIGH', 'URGENT'], 'n')}, 1 + n % 4, ${one(STATES, 'n / 7')}, ${customer},
       ${id('conversation', 'n')}, ${id('department', `1 + n % ${DEPARTMENTS}`)}, ${staff('n')}, ${staff('n / 3')},
       ${one(['phone', 'mail', 'chat'], 'n')}, ${at('n')}, 'LIVE' from ${from(tickets)}`,
    // The messages of a ticket come in the course of hours, those of other tickets between them.
    `insert into conversations_message (id, ${STAMPS}, conversation_id, about, body, visibility, author_kind,
       author_staff_id, channel, sent_at, is_by_primary_contact, origin)
     select ${id('message', '5 * n + k')}, ${stamps('n + 200 * k')}, ${id('conversation', 'n')}, ${id('ticket', 'n')},
       repeat('We have looked at it and will call you back. ', 3) || n,
       case when k = 2 then 'INTERNAL' else 'PUBLIC' end, case when k % 2 = 0 then 'STAFF' else 'CUSTOMER' end,
       case when k % 2 = 0 then ${staff('n + k')} end, 'mail', ${at('n + 200 * k')}, null, 'LIVE'
     from ${from(tickets)} cross join generate_series(0, 4) as k order by n + 200 * k`,
    ...(withGreetings
      ? [
          `insert into hello_greeting (id, ${STAMPS}, text, customer_id)
           select ${id('greeting', '2 * n + k')}, ${stamps('n + k')}, 'Welcome!', ${id('customer', 'n')}
           from ${from(customers)} cross join generate_series(0, 1) as k`,
        ]
      : []),
  ];
}

/** Fills a migrated, empty database, and tells the planner. What points nowhere is not looked for: it would take longer. */
export async function fill(connection: pg.ClientConfig, amount: Amount): Promise<void> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    await client.query('set session_replication_role = replica; set synchronous_commit = off');
    await client.query("set maintenance_work_mem = '256MB'; set work_mem = '256MB'");
    const { rows: greetings } = await client.query(
      "select from pg_tables where tablename = 'hello_greeting'",
    );
    // An index over rows that are there is made much faster than one that grows with them.
    const { rows } = await client.query<{ drop: string; create: string }>(
      `select format('drop index %I', indexname) as drop, indexdef as create from pg_indexes
       where schemaname = 'public' and indexdef not like '%UNIQUE%'
         and tablename ~ '^(people|customers|conversations|tickets|hello)_'`,
    );
    await client.query(rows.map(({ drop }) => drop).join(';'));
    for (const statement of statements(amount, greetings.length > 0)) await client.query(statement);
    for (const { create } of rows) await client.query(create);
    await client.query('vacuum analyze');
    await client.query('checkpoint');
  } finally {
    await client.end();
  }
}
