import type { ImportReport } from './import-incidents.js';

const NOTHING = { new: 'Nothing was added: all of it was here before.', left: 'Nothing was added.' };

/** What came of an import, for people. */
export function reportText({ rows, incidents, rejectsFile, isDryRun, isStopped }: ImportReport): string {
  const lines = [
    isDryRun && 'A dry run: nothing was added.',
    !isDryRun && !isStopped && rows.imported === 0 && NOTHING[rows.rejected > 0 ? 'left' : 'new'],
    `${rows.in} rows in = ${rows.imported} imported + ${rows.here} here before + ${rows.rejected} rejected`,
    `${incidents.imported} incidents imported, ${incidents.here} here before`,
    rejectsFile && `What was rejected, and why: ${rejectsFile}`,
  ];
  return lines.filter((line) => line).join('\n');
}
