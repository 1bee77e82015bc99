import { describe, expect, test } from '@jest/globals';
import type { ImportReport } from './import-incidents.js';
import { reportText } from './report-text.js';

const FIRST: ImportReport = {
  rows: { in: 28, imported: 27, here: 0, rejected: 1 },
  incidents: { imported: 6, here: 0 },
  rejectsFile: 'log.csv.rejects.csv',
  isDryRun: false,
  isStopped: false,
};

describe('what is said of an import', () => {
  test('accounts for every row, and names the file of those that were rejected', () => {
    expect(reportText(FIRST)).toBe(
      '28 rows in = 27 imported + 0 here before + 1 rejected\n' +
        '6 incidents imported, 0 here before\n' +
        'What was rejected, and why: log.csv.rejects.csv',
    );
  });

  test('is that nothing was added, where there was nothing new', () => {
    const again = {
      ...FIRST,
      rows: { in: 28, imported: 0, here: 28, rejected: 0 },
      incidents: { imported: 0, here: 6 },
      rejectsFile: null,
    };
    expect(reportText(again)).toBe(
      'Nothing was added: all of it was here before.\n' +
        '28 rows in = 0 imported + 28 here before + 0 rejected\n' +
        '0 incidents imported, 6 here before',
    );
  });

  test('is of a dry run that it was one', () => {
    expect(reportText({ ...FIRST, isDryRun: true })).toMatch(/^A dry run: nothing was added\.\n28 rows in/);
  });
});
