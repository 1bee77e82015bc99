import type { ImportReport } from './import-incidents.js';

/** What came of an import, for people. */
export function reportText({ rows, incidents, rejectsFile, isDryRun, isStopped }: ImportReport): string {
  const isNew = incidents.imported > 0;
  const lines = [
    isDryRun && 'A dry run: nothing was added.',
    !isDryRun && !isStopped && !isNew && 'Nothing was added: there is nothing new in the file.',
    `${rows.in} rows in = ${rows.imported} imported + ${rows.here} here before + ${rows.rejected} rejected`,
    `${incidents.imported} incidents imported, ${incidents.here} here before`,
    rejectsFile && `What was rejected, and why: ${rejectsFile}`,
  ];
  return lines.filter((line) => line).join('\n');
}
