import pg from 'pg';
import { withoutIndexes } from './plans-tables.js';

/** How much there is of everything: a platform that a company of some size has used for years. */
export const ROWS = { staff: 300, customers: 20_000, tickets: 100_000, messages: 300_000, boards: 10_000 };

/** An id that can be told from a kind and a number, so that rows can point to each other without a look-up. */
const id = (kind: string, number: string) => `md5('${kind}' || (${number}))::uuid`;
const at = (days: number) => `timestamptz '2026-03-02' - random() * ${days} * interval '1 day'`;

/** The first value for nearly all rows, the others for one in a hundred, the last for one in ten thousand. */
const skewed = (...values: string[]) => {
  const others = values.slice(1, -1);
  const middle = others.length
    ? `when random() < ${others.length / 100} then (array['${others.join("','")}'])[1 + floor(random() * ${others.length})::int]`
    : '';
  return `case when random() < 0.0001 then '${values.at(-1)}' ${middle} else '${values[0]}' end`;
};
/** The number of another row, the low numbers far more often: a few departments and people have most of the work. */
const uneven = (count: number) => `1 + floor(power(random(), 3) * ${count})::int`;
const STAMPS = `${at(900)}, ${at(900)}, 1`;
/** As many rows as wanted; random values differ from row to row because they stand in the list of columns. */
const insert = (table: string, columns: string, values: string, count: number) => ({
  table,
  text: `insert into ${table} (${columns}) select ${values} from generate_series(1, ${count}) as n`,
});

/** Customer 1, ticket 1 and board 1 belong together, and customer 1 has more than most. */
const owner = (count: number) => `case when n <= ${count} then 1 else 2 + (n % ${ROWS.customers - 2}) end`;

const STATEMENTS = [
  insert(
    'people_department',
    'id, created_at, updated_at, version, key, name',
    `${id('department', 'n')}, ${STAMPS}, 'd' || n, '{"en":"D"}'`,
    12,
  ),
  insert(
    'people_staff_member',
    'id, created_at, updated_at, version, name, roles, department_id',
    `${id('staff', 'n')}, ${STAMPS}, 'S' || n, '{agent}', ${id('department', '1 + n % 12')}`,
    ROWS.staff,
  ),
  insert(
    'customers_customer',
    `id, created_at, updated_at, version, kind, name, company_id, industry, business_line, steward_id, adviser_id,
     tier, activity_level, lifecycle_stage`,
    `${id('customer', 'n')}, ${STAMPS}, ${skewed('PERSON', 'COMPANY')}, 'C' || n,
     case when n % 3 = 0 then ${id('customer', uneven(300))} end, ${skewed('retail', 'finance', 'mining')},
     ${skewed('shop', 'wholesale', 'lease')}, ${id('staff', uneven(ROWS.staff))}, ${id('staff', uneven(ROWS.staff))},
     ${skewed('BASE', 'POTENTIAL', 'CORE')}, ${skewed('LOW', 'MIDDLE', 'HIGH')},
     ${skewed('NEW', 'EXISTING', 'TO_WIN_BACK')}`,
    ROWS.customers,
  ),
  insert(
    'customers_custom_field',
    'id, created_at, updated_at, version, key, label, kind',
    `${id('custom_field', 'n')}, ${STAMPS}, 'f' || n, '{"en":"F"}', 'TEXT'`,
    20,
  ),
  insert(
    'customers_custom_value',
    'id, created_at, updated_at, version, customer_id, field_id, value',
    `${id('custom_value', 'n')}, ${STAMPS}, ${id('customer', `1 + n % ${ROWS.customers}`)},
     ${id('custom_field', `1 + n / ${ROWS.customers}`)}, ${skewed('red', 'green', 'blue')}`,
    2 * ROWS.customers - 1,
  ),
  insert(
    'customers_change_record',
    'id, customer_id, fields, changed_at, actor, state',
    `${id('customer_change', 'n')}, ${id('customer', `1 + n % ${ROWS.customers}`)}, '{name}', ${at(900)}, 'staff',
     ${skewed('VERIFIED', 'PENDING')}`,
    2 * ROWS.customers,
  ),
  insert(
    'customers_contact_point',
    'id, created_at, updated_at, version, customer_id, kind, value, masked_value, is_verified, is_preferred',
    `${id('contact', 'n')}, ${STAMPS}, ${id('customer', `1 + n % ${ROWS.customers}`)},
     ${skewed('EMAIL', 'PHONE', 'ADDRESS', 'OTHER')}, 'x', 'x', random() < 0.5, false`,
    2 * ROWS.customers,
  ),
  insert(
    'customers_source',
    'id, created_at, updated_at, version, customer_id, channel, collected_at',
    `${id('source', 'n')}, ${STAMPS}, ${id('customer', `1 + n % ${ROWS.customers}`)},
     ${skewed('phone', 'mail', 'fair')}, ${at(900)}`,
    2 * ROWS.customers,
  ),
  insert(
    'customers_external_id',
    'id, created_at, updated_at, version, customer_id, system, value',
    `${id('external', 'n')}, ${STAMPS}, ${id('customer', `1 + n % ${ROWS.customers}`)}, 'erp', 'E' || n`,
    2 * ROWS.customers,
  ),
  insert(
    'conversations_conversation',
    'id, created_at, updated_at, version, customer_id, about, scene, lifecycle_stage, begun_at',
    `${id('conversation', 'n')}, ${STAMPS}, ${id('customer', owner(40))}, ${id('ticket', 'n')},
     ${skewed('ENQUIRY', 'AFTER_SALES', 'VALUE_ADDED')}, ${skewed('EXISTING', 'NEW', 'TO_WIN_BACK')}, ${at(900)}`,
    ROWS.tickets,
  ),
  insert(
    'tickets_ticket',
    `id, created_at, updated_at, version, subject, intake, intake_completeness, type, ticket_class, priority,
     priority_rank, priority_score, queue_rank, state, customer_id, conversation_id, department_id, assignee_id, primary_contact_id, channel,
     opened_at, origin`,
    `${id('ticket', 'n')}, ${STAMPS}, 'Subject', '{}', 50,
     ${skewed('SIMPLE_ENQUIRY', 'COMPLEX_FAULT', 'SERVICE_COMPLAINT')},
     ${skewed('SIMPLE', 'REGULAR', 'COMPLEX', 'URGENT')}, ${skewed('NORMAL', 'HIGH', 'LOW', 'URGENT')},
     1 + floor(random() * 4)::int, floor(random() * 100)::int, 9e12 + random() * 1e12, ${skewed('CLOSED', 'RESOLVED', 'IN_PROGRESS', 'NEW', 'WAITING_FOR_PROBLEM')},
     ${id('customer', owner(40))}, ${id('conversation', 'n')}, ${id('department', uneven(11))},
     ${id('staff', uneven(ROWS.staff))}, ${id('staff', uneven(ROWS.staff))}, ${skewed('phone', 'mail', 'fair')},
     ${at(900)}, ${skewed('LIVE', 'IMPORT')}`,
    ROWS.tickets,
  ),
  insert(
    'conversations_message',
    `id, created_at, updated_at, version, conversation_id, about, body, visibility, author_kind, author_staff_id,
     channel, sent_at, is_by_primary_contact, origin`,
    `${id('message', 'n')}, ${STAMPS}, ${id('conversation', `1 + n % ${ROWS.tickets}`)},
     ${id('ticket', `1 + n % ${ROWS.tickets}`)}, 'Body', ${skewed('PUBLIC', 'INTERNAL')},
     ${skewed('CUSTOMER', 'STAFF', 'BOT', 'SYSTEM')}, ${id('staff', uneven(ROWS.staff))},
     ${skewed('phone', 'mail', 'fair')}, ${at(900)},
     case when random() < 0.0001 then false when random() < 0.4 then true end, ${skewed('LIVE', 'IMPORT')}`,
    ROWS.messages,
  ),
  insert(
    'tickets_transition',
    'id, ticket_id, at, kind, update_number, is_first_of_update, department_id, origin',
    `${id('transition', 'n')}, ${id('ticket', `1 + n % ${ROWS.tickets}`)}, ${at(900)},
     ${skewed('OPENED', 'STATE', 'PRIORITY', 'UPDATED', 'REOPENED')}, 1, random() > 0.0001,
     ${id('department', uneven(11))}, ${skewed('LIVE', 'IMPORT')}`,
    ROWS.messages,
  ),
  insert(
    'boards_template',
    'id, created_at, updated_at, version, key, edition, name',
    `${id('template', 'n')}, ${STAMPS}, 't' || n, 1, '{"en":"T"}'`,
    30,
  ),
  insert(
    'boards_template_stage',
    'id, created_at, updated_at, version, template_id, position, name, owner, expected_duration',
    `${id('template_stage', 'n')}, ${STAMPS}, ${id('template', '1 + n % 30')}, n, '{"en":"S"}', '{"en":"O"}', 'P1D'`,
    150,
  ),
  insert(
    'boards_board',
    `id, created_at, updated_at, version, customer_id, ticket_id, template_id, reference, title, state, contact_id,
     last_posted_at, board_fields_complete`,
    `${id('board', 'n')}, ${STAMPS}, ${id('customer', owner(20))}, ${id('ticket', 'n')},
     ${id('template', '1 + n % 30')}, 'R' || n, '{"en":"B"}', ${skewed('DONE', 'ACTIVE', 'ARCHIVED', 'ON_HOLD')},
     ${id('staff', uneven(ROWS.staff))}, ${at(900)}, random() > 0.0005`,
    ROWS.boards,
  ),
  insert(
    'boards_stage',
    'id, created_at, updated_at, version, board_id, position, name, owner, expected_duration, state',
    `${id('stage', 'n')}, ${STAMPS}, ${id('board', `1 + n % ${ROWS.boards}`)}, n, '{"en":"S"}', '{"en":"O"}', 'P1D',
     ${skewed('DONE', 'PENDING', 'SKIPPED')}`,
    5 * ROWS.boards,
  ),
  insert(
    'boards_milestone',
    'id, created_at, updated_at, version, board_id, stage_id, position, name, is_key',
    `${id('milestone', 'n')}, ${STAMPS}, ${id('board', `1 + n % ${ROWS.boards}`)}, ${id('stage', 'n')}, n,
     '{"en":"M"}', random() > 0.01`,
    3 * ROWS.boards,
  ),
  insert(
    'boards_change',
    'id, board_id, at, kind, percent, milestones',
    `${id('change', 'n')}, ${id('board', `1 + n % ${ROWS.boards}`)}, ${at(900)}, ${skewed('PROGRESS', 'CREATED', 'HELD')},
     50, '{}'`,
    5 * ROWS.boards,
  ),
  insert(
    'kernel_share_link',
    'id, subject, mode, created_by, created_at, expires_at',
    `${id('share', 'n')}, 'board_' || n, 'READ', 'staff', ${at(900)}, ${at(900)}`,
    ROWS.boards,
  ),
];

/** Fills the tables of core. What points nowhere is not looked for: it would take longer. */
export async function fillTables(connection: pg.ClientConfig): Promise<void> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    await client.query(
      'set session_replication_role = replica; set synchronous_commit = off; select setseed(0.5)',
    );
    const tables = STATEMENTS.map(({ table }) => table);
    await withoutIndexes(client, tables, async () => {
      for (const { text } of STATEMENTS) await client.query(text);
    });
  } finally {
    await client.end();
  }
}
