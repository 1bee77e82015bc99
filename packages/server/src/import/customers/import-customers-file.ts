import { type CustomerRecord, importCustomers } from '@candor/core/customers';
import type { Services } from '@candor/kernel';
import { KEY } from '@candor/kernel/graphql';
import { Notice } from '../../notice.js';
import { type CsvRecord, csvRecords } from '../csv-records.js';
import type { ImportProgress } from '../import-incidents.js';
import { RejectsFile } from '../rejects-file.js';
import { TextFile } from '../text-file.js';
import { CustomerColumns, type Mapping } from './mapping.js';

export interface CustomersOptions {
  /** CSV in UTF-8, its first line the names of the columns. */
  readonly file: string;
  /** The key of the system whose ids the file has. */
  readonly system: string;
  readonly mapping: Mapping;
  readonly rejects?: string | undefined;
  readonly isDryRun?: boolean | undefined;
  /** Stops after the transaction that is under way. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined;
}

/** Why one cell of the file, or a whole line of it, was not taken. */
interface RowError {
  readonly line: number;
  /** Null where the line as such cannot be read. */
  readonly column: string | null;
  readonly reason: string;
}

/** What came of an import. In a dry run, what would have come of it. */
export interface CustomersReport {
  /** `in` is the sum of the others: no row is lost. */
  readonly rows: Readonly<Record<'in' | 'created' | 'changed' | 'same' | 'rejected', number>>;
  /** The first hundred; the file of rejected rows has all. */
  readonly errors: readonly RowError[];
  readonly ignoredColumns: readonly string[];
  /** Null where nothing was rejected. */
  readonly rejectsFile: string | null;
  readonly isDryRun: boolean;
  readonly isStopped: boolean;
}

interface Row {
  readonly line: number;
  readonly raw: string;
  readonly record: CustomerRecord;
}

const BATCH = 100;
const MOST_ERRORS = 100;

/**
 * Takes over a file of customers by their external ids: who is here is brought up to date, who is not is added.
 * A row that is wrong keeps back no other. Running it again changes nothing. Throws a notice where the file cannot
 * be read at all.
 */
export async function importCustomersFile(
  services: Services,
  options: CustomersOptions,
): Promise<CustomersReport> {
  const { isDryRun = false, signal, onProgress, system } = options;
  if (!KEY.test(system))
    throw new Notice(`"${system}" is no key of a system; use lower-case letters, digits and dashes.`);
  const file = await TextFile.at(options.file);
  const rejects = new RejectsFile(options.rejects ?? `${options.file}.rejects.csv`);
  const rows = { in: 0, created: 0, changed: 0, same: 0, rejected: 0 };
  const errors: RowError[] = [];
  const companiesBefore = new Set<string>();
  let columns: CustomerColumns | undefined;
  let isStopped = false;

  const reject = async (line: number, raw: string, faults: readonly Omit<RowError, 'line'>[]) => {
    rows.rejected += 1;
    errors.push(...faults.map((fault) => ({ line, ...fault })).slice(0, MOST_ERRORS - errors.length));
    const reason = faults.map(({ column, reason }) => (column ? `${column}: ${reason}` : reason)).join(' ');
    await rejects.add([{ line, raw, reason }]);
  };
  try {
    for await (const batch of batchesOf(csvRecords(file.lines()), (header) => {
      columns = new CustomerColumns(header, options.mapping);
      return columns;
    })) {
      isStopped = signal?.aborted ?? false;
      if (isStopped) break;
      rows.in += batch.rows.length + batch.broken.length;
      for (const { line, raw, fault } of batch.broken)
        await reject(line, raw, [{ column: null, reason: fault }]);
      const records = batch.rows.map(({ record }) => record);
      const outcomes = await importCustomers(services, records, { system, isDryRun, companiesBefore });
      for (const [index, outcome] of outcomes.entries()) {
        const { line, raw, record } = batch.rows[index]!;
        if ('outcome' in outcome) {
          rows[outcome.outcome] += 1;
          if (isDryRun && record.kind?.toUpperCase() === 'COMPANY')
            companiesBefore.add(record.externalId!.trim());
          continue;
        }
        const faults = outcome.faults.map(({ field, reason }) => ({
          column: columns!.nameOf(field),
          reason,
        }));
        await reject(line, raw, faults);
      }
      onProgress?.({ bytesRead: file.bytesRead, bytes: file.size, rows: rows.in });
    }
  } finally {
    await rejects.close();
  }
  if (!columns) throw new Notice(`${file.path} is empty.`);
  const rejectsFile = rows.rejected > 0 ? rejects.path : null;
  return { rows, errors, ignoredColumns: columns.ignored, rejectsFile, isDryRun, isStopped };
}

interface Batch {
  readonly rows: Row[];
  readonly broken: Array<Extract<CsvRecord, { fault: string }>>;
}

/** No external id is twice in a batch: a second row of one finds what the first has done. */
async function* batchesOf(
  records: AsyncIterable<CsvRecord>,
  read: (header: readonly string[]) => CustomerColumns,
): AsyncGenerator<Batch, void, void> {
  let columns: CustomerColumns | undefined;
  let batch: Batch = { rows: [], broken: [] };
  let ids = new Set<string>();
  for await (const record of records) {
    if (!columns) {
      if ('fault' in record) throw new Notice(`The first line cannot be read: ${record.fault}.`);
      columns = read(record.cells);
      continue;
    }
    if ('fault' in record) batch.broken.push(record);
    else {
      const row = { line: record.line, raw: record.raw, record: columns.record(record.cells) };
      const id = row.record.externalId?.trim() ?? '';
      if (ids.has(id)) {
        yield batch;
        batch = { rows: [], broken: [] };
        ids = new Set();
      }
      ids.add(id);
      batch.rows.push(row);
    }
    if (batch.rows.length + batch.broken.length >= BATCH) {
      yield batch;
      batch = { rows: [], broken: [] };
      ids = new Set();
    }
  }
  if (batch.rows.length + batch.broken.length > 0) yield batch;
}
