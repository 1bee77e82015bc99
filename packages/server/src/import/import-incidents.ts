import type { Services } from '@candor/kernel';
import { Notice } from '../notice.js';
import { csvRecords } from './csv-records.js';
import { batchesOf, type Incident } from './incident-batches.js';
import { IncidentColumns, type IncidentRow, type RejectedRow } from './incident-row.js';
import { RejectsFile } from './rejects-file.js';
import { takeOver } from './take-over.js';
import { TextFile } from './text-file.js';

export interface ImportOptions {
  /** The log: CSV in UTF-8, its first line the names of the columns. */
  readonly file: string;
  /** Where rejected rows go; beside the log unless set. */
  readonly rejects?: string | undefined;
  /** Reads and checks everything, and writes nothing to the database. */
  readonly isDryRun?: boolean | undefined;
  /** Stops the import after the transaction that is under way. */
  readonly signal?: AbortSignal | undefined;
  /** Called after each transaction. */
  readonly onProgress?: ((progress: ImportProgress) => void) | undefined;
}

export interface ImportProgress {
  readonly bytesRead: number;
  readonly bytes: number;
  readonly rows: number;
}

/** What came of an import. In a dry run, what would have come of it. */
export interface ImportReport {
  /** `in` is the sum of the others: no row is lost. */
  readonly rows: {
    readonly in: number;
    readonly imported: number;
    /** Of incidents that were here before. */
    readonly here: number;
    readonly rejected: number;
  };
  readonly incidents: { readonly imported: number; readonly here: number };
  /** Null where nothing was rejected. */
  readonly rejectsFile: string | null;
  readonly isDryRun: boolean;
  /** Whether it was stopped before the end of the file; then the rows are those up to there. */
  readonly isStopped: boolean;
}

/**
 * Takes over an incident log of ServiceNow: each incident as a ticket with its whole history, each row as one
 * update of it. Whole incidents are committed batch by batch, so an import that was stopped or killed is taken
 * up by running it again: incidents that are here are passed over. Throws a notice where the file cannot be
 * read at all. May run while others work, and beside another import of the same file.
 */
export async function importIncidents(services: Services, options: ImportOptions): Promise<ImportReport> {
  const { isDryRun = false, signal, onProgress } = options;
  const file = await TextFile.at(options.file);
  const rejects = new RejectsFile(options.rejects ?? `${options.file}.rejects.csv`);
  const rows = { in: 0, imported: 0, here: 0, rejected: 0 };
  const incidents = { imported: 0, here: 0 };
  let isStopped = false;
  try {
    for await (const batch of batchesOf(rowsOf(file))) {
      isStopped = signal?.aborted ?? false;
      if (isStopped) break;
      const { imported, here, rejected } = await takeOver(services, batch.incidents, { isDryRun });
      const rejectedRows = [...batch.rejected, ...rejected];
      await rejects.add(rejectedRows);
      rows.in += rowsIn(batch.incidents) + batch.rejected.length;
      rows.imported += rowsIn(imported);
      rows.here += rowsIn(here);
      rows.rejected += rejectedRows.length;
      incidents.imported += imported.length;
      incidents.here += here.length;
      onProgress?.({ bytesRead: file.bytesRead, bytes: file.size, rows: rows.in });
    }
  } finally {
    await rejects.close();
  }
  if (rows.in !== rows.imported + rows.here + rows.rejected)
    throw new Error(`rows were lost: ${JSON.stringify(rows)}`);
  return { rows, incidents, rejectsFile: rows.rejected > 0 ? rejects.path : null, isDryRun, isStopped };
}

async function* rowsOf(file: TextFile): AsyncGenerator<IncidentRow | RejectedRow, void, void> {
  let columns: IncidentColumns | undefined;
  for await (const record of csvRecords(file.lines())) {
    if (columns) yield columns.read(record);
    else if ('cells' in record) columns = new IncidentColumns(record.cells);
    else throw new Notice(`The first line of ${file.path} cannot be read: ${record.fault}.`);
  }
  if (!columns) throw new Notice(`${file.path} is empty.`);
}

function rowsIn(incidents: readonly Incident[]): number {
  return incidents.reduce((sum, incident) => sum + incident.rows.length, 0);
}
