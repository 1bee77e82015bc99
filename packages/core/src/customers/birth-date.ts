import type { Services } from '@candor/kernel';
import { idOf, type Tx } from '@candor/kernel/database';
import type { IndexedField } from '@candor/kernel/privacy';
import type { Customer } from './customer.js';

/** Day and month, by which birthdays are found without opening a date. */
const BIRTHDAY: IndexedField = { field: 'customers_customer.birth_date', kind: 'plain' };

/** Whether a text is a day that somebody alive may have been born on: `1990-02-28`, not in the future. */
export function isBirthDate(text: string, now: Date): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return date.toISOString().startsWith(text) && text >= '1880' && date <= now;
}

/** Seals the date under the customer's key; null takes it away. Answers whether it is another one than before. */
export async function setBirthDate(tx: Tx, customer: Customer, date: string | null): Promise<boolean> {
  const place = { owner: customer.id, table: 'customers_customer', id: customer.id, column: 'birth_date' };
  const before = customer.birthDate === null ? null : await tx.open(place, customer.birthDate);
  if (before === date) return false;
  customer.birthDate = date === null ? null : await tx.seal(place, date);
  const indexed = date === null ? null : indexedBirthday(date);
  customer.birthdayIndex = indexed && tx.blindIndex(indexed.field, indexed.value);
  return true;
}

/** By what a date of birth is found. */
export function indexedBirthday(date: string): { field: IndexedField; value: string } {
  return { field: BIRTHDAY, value: date.slice(5) };
}

/** The public ids of the customers who were born on a day of the year, such as `02-29`; archived ones are left out. */
export async function customersBornOn(
  services: Pick<Services, 'query' | 'searchIndex'>,
  monthDay: string,
): Promise<string[]> {
  const found = await services.query<{ id: string }>(
    'select id from customers_customer where birthday_index = any($1) and archived_at is null order by id',
    [services.searchIndex(BIRTHDAY, monthDay)],
  );
  return found.map(({ id }) => idOf('customer', id));
}
