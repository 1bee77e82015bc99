import { CUSTOMER_FIELDS, type CustomerRecord, exportCustomers } from '@candor/core/customers';
import type { Services } from '@candor/kernel';

export type ExportFormat = 'csv' | 'jsonl';

export interface ExportOptions {
  readonly format: ExportFormat;
  readonly system: string;
  readonly withContacts: boolean;
}

/** Writes all customers as CSV, which an import takes again, or as a line of JSON each. Answers how many there were. */
export async function exportCustomersTo(
  services: Services,
  write: (text: string) => Promise<void>,
  { format, ...options }: ExportOptions,
): Promise<number> {
  let count = 0;
  if (format === 'csv') await write(`${CUSTOMER_FIELDS.join()}\r\n`);
  for await (const page of exportCustomers(services, options)) {
    await write(page.map(format === 'csv' ? csvLine : (record) => `${JSON.stringify(record)}\n`).join(''));
    count += page.length;
  }
  return count;
}

function csvLine(record: CustomerRecord): string {
  return `${CUSTOMER_FIELDS.map((field) => cell(record[field] ?? '')).join()}\r\n`;
}

/** A quote stands before what a spreadsheet would take for a formula; a telephone number is none. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !/^\+\d+$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
