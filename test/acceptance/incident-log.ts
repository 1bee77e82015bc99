import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const SHARED = fileURLToPath(new URL('../../../shared/data/servicenow-incidents.csv', import.meta.url));

/** A few made-up incidents of the same form, with all the oddities of the real ones. */
export const FIXTURE = fileURLToPath(new URL('./fixtures/servicenow.csv', import.meta.url));

/** The real log where it lies; a clone without it has the made-up one. */
export const LOG = existsSync(SHARED)
  ? { file: SHARED, name: 'the real log of 890 incidents' }
  : { file: FIXTURE, name: 'a made-up log (the real one is not here)' };

export type LogRow = Readonly<Record<string, string>>;

/** The rows of a log, by a few lines that share nothing with the importer: these files have no quotes. */
export function rowsOf(file: string): LogRow[] {
  const [header, ...lines] = readFileSync(file, 'utf8').trimEnd().split(/\r?\n/);
  const columns = header!.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(columns.map((column, place) => [column, cells[place]!]));
  });
}

/** The rows of each incident, in the order of the file. */
export function incidentsOf(rows: readonly LogRow[]): LogRow[][] {
  return [...Map.groupBy(rows, (row) => row['number']!).values()];
}

/** `29-02-2016 01:23` as an instant in UTC. */
export function instant(text: string): string {
  return `${text.slice(6, 10)}-${text.slice(3, 5)}-${text.slice(0, 2)}T${text.slice(11)}:00.000Z`;
}

/** A column of an incident's rows, where the last that is known stands for what is not. */
export function known(rows: readonly LogRow[], column: string): Array<string | null> {
  let last: string | null = null;
  return rows.map((row) => {
    if (row[column] !== '?') last = row[column]!;
    return last;
  });
}

/** How many there are of each. */
export function countBy<T>(items: readonly T[], key: (item: T) => string): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(items, key)].map(([name, group]) => [name, group.length]));
}

/** How often neighbours differ and both are known. */
export function changes<T>(values: readonly (T | null)[]): Array<readonly [T, T]> {
  return values.slice(1).flatMap((to, index) => {
    const from = values[index] ?? null;
    return from !== null && to !== null && from !== to ? [[from, to] as const] : [];
  });
}

/** What the log's words are in the API. */
export const STATES: Readonly<Record<string, string>> = {
  New: 'NEW',
  Active: 'IN_PROGRESS',
  'Awaiting User Info': 'WAITING_FOR_CUSTOMER',
  'Awaiting Evidence': 'WAITING_FOR_CUSTOMER',
  'Awaiting Vendor': 'WAITING_FOR_THIRD_PARTY',
  'Awaiting Problem': 'WAITING_FOR_PROBLEM',
  Resolved: 'RESOLVED',
  Closed: 'CLOSED',
};

export const PRIORITIES: Readonly<Record<string, string>> = {
  '1 - Critical': 'URGENT',
  '2 - High': 'HIGH',
  '3 - Moderate': 'NORMAL',
  '4 - Low': 'LOW',
};
