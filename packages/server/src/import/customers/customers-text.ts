import type { CustomersReport } from './import-customers-file.js';

/** What came of an import of customers, for people. */
export function customersText(report: CustomersReport): string {
  const { rows, errors, ignoredColumns, rejectsFile, isDryRun } = report;
  const lines = [
    isDryRun && 'A dry run: nothing was changed.',
    `${rows.in} rows in = ${rows.created} added + ${rows.changed} changed + ${rows.same} as they were + ${rows.rejected} rejected`,
    ignoredColumns.length > 0 && `Columns that nothing was taken of: ${ignoredColumns.join(', ')}`,
    ...errors.map(({ line, column, reason }) => `line ${line}${column ? `, ${column}` : ''}: ${reason}`),
    rejectsFile && `What was rejected, and why: ${rejectsFile}`,
  ];
  return lines.filter((line) => line).join('\n');
}
