import type { Services } from '@candor/kernel';
import { csvRecords } from './csv-records.js';
import { type Batch, batchesOf } from './incident-batches.js';
import { IncidentColumns, type IncidentRow, type RejectedRow } from './incident-row.js';
import { RejectsFile } from './rejects-file.js';
import { takeOver } from './take-over.js';
import { Notice } from '../notice.js';
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
  readonly report: ImportReport;
}

/** What came of an import. Rows in = rows imported + rows that were here already + rows rejected. */
export interface ImportReport {
  readonly rows: { readonly in: number; readonly imported: number; readonly here: number; readonly rejected: number };
  readonly incidents: { readonly imported: number; readonly here: number };
  /** Null where nothing was rejected. */
  readonly rejectsFile: string | null;
  readonly isDryRun: boolean;
  /** Whether it was stopped before the end of the file. */
  readonly isStopped: boolean;
}

/**
 * Takes over an incident log of ServiceNow: each incident as a ticket with its whole history, each row as one
 * update of it. Whole incidents are committed batch by batch, so an import that was stopped or killed is taken
 * up again by running it once more: incidents that are here are passed over. Throws a notice where the file
 * cannot be read at all. May run while others work, and beside another import of the same file.
 */
export async function importIncidents(services: Services, options: ImportOptions): Promise<ImportReport> {
  const { isDryRun = false, signal, onProgress } = options;
  const file = await TextFile.at(options.file);
  const rejects = new RejectsFile(options.rejects ?? `${options.file}.rejects.csv`);
  const rows = { in: 0, imported: 0, here: 0, rejected: 0 };
  const incidents = { imported: 0, here: 0 };
  const source = new Counted(rowsOf(file));
  const report = (isStopped = false): ImportReport => ({
    rows: { ...rows },
    incidents: { ...incidents },
    rejectsFile: rows.rejected > 0 ? rejects.path : null,
    isDryRun,
    isStopped,
  });
  try {
    for await (const batch of batchesOf(source)) {
      if (signal?.aborted) return report(true);
      const outcome = await takeOver(services, batch.incidents, { isDryRun });
      const rejected = [...batch.rejected, ...outcome.rejected].sort((a, b) => a.line - b.line);
      await rejects.add(rejected);
      ...
    }
  } finally {
    await rejects.close();
  }
}
