import type { Services } from '@candor/kernel';
import { idOf, type Tx } from '@candor/kernel/database';
import { audit } from '@candor/kernel/privacy';
import type { CustomerField, CustomerRecord } from './customer-record.js';

interface ExportCustomersOptions {
  /** The key of the system whose ids stand in the file; who has none there has the id of Candor. */
  readonly system: string;
  /** Also addresses, numbers and birth dates in clear. */
  readonly withContacts: boolean;
}

const PAGE = 500;
/** The last of each kind that is not removed, the preferred one first. */
const point = (kind: string) => `(select row(p.id, p.value)::text from customers_contact_point p
  where p.customer_id = c.id and p.removed_at is null and p.kind = '${kind}'
  order by p.is_preferred desc, p.created_at desc, p.id desc limit 1)`;
const PAGE_OF = `select c.id, c.kind, c.name, c.locale, c.time_zone as "timeZone", c.preferred_channel as "preferredChannel",
    c.sex, c.birth_date as "birthDate", c.industry, c.business_line as "businessLine",
    array_to_string(c.tags, ';') as tags, s.channel as source, s.collected_at as "collectedAt", s.consent_ref as "consentRef",
    (select value from customers_external_id e where e.customer_id = c.id and e.system = $2 order by e.created_at, e.id limit 1) as "externalId",
    (select value from customers_external_id e where e.customer_id = c.company_id and e.system = $2 order by e.created_at, e.id limit 1) as "companyExternalId",
    ${point('EMAIL')} as email, ${point('PHONE')} as phone, ${point('ADDRESS')} as address
  from customers_customer c left join lateral (
    select * from customers_source s where s.customer_id = c.id order by s.collected_at, s.id limit 1
  ) s on true
  where c.archived_at is null and ($1::uuid is null or c.id > $1) order by c.id limit ${PAGE}`;

type Row = Record<CustomerField, string | null> & { id: string; collectedAt: Date | string | null };

/** All customers that are not archived, page by page, as rows that an import takes again. The trail says that it was done. */
export async function* exportCustomers(
  services: Services,
  { system, withContacts }: ExportCustomersOptions,
): AsyncGenerator<CustomerRecord[], void, void> {
  await services.command(async (tx) => {
    audit(tx, { action: 'customer.export', subject: 'customers', after: { withContacts } });
  });
  let after: string | null = null;
  for (;;) {
    const rows: Row[] = await services.query<Row>(PAGE_OF, [after, system]);
    if (rows.length === 0) return;
    after = rows.at(-1)!.id;
    yield await services.command((tx) => Promise.all(rows.map((row) => recordOf(tx, row, withContacts))));
  }
}

async function recordOf(tx: Tx, row: Row, withContacts: boolean): Promise<CustomerRecord> {
  const { id, email, phone, address, birthDate, sex, collectedAt, ...plain } = row;
  const customerId = idOf('customer', id);
  const record: Record<string, string | null> = {
    ...plain,
    externalId: plain.externalId ?? customerId,
    collectedAt: collectedAt === null ? null : new Date(collectedAt).toISOString(),
  };
  if (withContacts) {
    const place = { owner: customerId, table: 'customers_customer', id: customerId, column: 'birth_date' };
    record['birthDate'] = birthDate === null ? null : await tx.open(place, birthDate);
    record['sex'] = sex;
    for (const [field, value] of Object.entries({ email, phone, address }))
      record[field] = await openPoint(tx, customerId, value);
  }
  return Object.fromEntries(
    Object.entries(record).filter((entry): entry is [string, string] => entry[1] !== null && entry[1] !== ''),
  );
}

/** `(uuid,sealed)`: neither holds a comma, a quote or a bracket. */
async function openPoint(tx: Tx, owner: string, point: string | null): Promise<string | null> {
  const [, uuid, sealed] = /^\(([^,]+),(.+)\)$/.exec(point ?? '') ?? [];
  if (!uuid || !sealed) return null;
  const place = { owner, table: 'customers_contact_point', id: idOf('contact_point', uuid), column: 'value' };
  return tx.open(place, sealed);
}
