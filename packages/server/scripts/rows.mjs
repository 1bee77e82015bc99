import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FINDINGS } from './faults.mjs';
import { countedJest, RESULTS } from './jest.mjs';
import { rowIds } from './row-ids.mjs';

const ID = /^(?:[A-U]\d+|(?:speed|fault|sec|api)-\d+[a-z]?)$/;

/** `npm run rows`: which rows the last test run proved, read from the ids in front of the tests' names. */
export async function run(args, root) {
  if (!existsSync(join(root, RESULTS))) await countedJest(root);
  const rows = readRows(root);
  if (args.includes('--json')) process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
  else print(rows);
  return rows.failed.length === 0 ? 0 : 1;
}

/** A row is proved when at least one test carries its id and none of those failed. */
function readRows(root) {
  const good = new Set();
  const bad = new Set();
  for (const { titles, isPassed } of [...jestTests(root), ...faultFindings(root)]) {
    for (const title of titles) for (const id of leadingIds(title)) (isPassed ? good : bad).add(id);
  }
  const groups = rowIds();
  const known = new Set(Object.values(groups).flat());
  const all = [...known];
  return {
    groups: Object.fromEntries(
      Object.entries(groups).map(([group, ids]) => [
        group,
        { of: ids.length, proved: ids.filter((id) => good.has(id) && !bad.has(id)) },
      ]),
    ),
    proved: all.filter((id) => good.has(id) && !bad.has(id)),
    failed: all.filter((id) => bad.has(id)),
    unknown: [...good, ...bad].filter((id) => !known.has(id)),
    of: all.length,
  };
}

function jestTests(root) {
  const report = JSON.parse(readFileSync(join(root, RESULTS), 'utf8'));
  return report.testResults
    .flatMap((file) => file.assertionResults)
    .filter(({ status }) => status === 'passed' || status === 'failed')
    .map(({ ancestorTitles, title, status }) => ({
      titles: [...ancestorTitles, title],
      isPassed: status === 'passed',
    }));
}

function faultFindings(root) {
  if (!existsSync(join(root, FINDINGS))) return [];
  const lines = readFileSync(join(root, FINDINGS), 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => ({
    titles: [line.slice(line.indexOf(' ') + 1)],
    isPassed: line.startsWith('ok '),
  }));
}

/** `E1 E5 a board shows …` carries E1 and E5. */
export function leadingIds(title) {
  const words = title.split(/[\s,:]+/);
  const end = words.findIndex((word) => !ID.test(word));
  return words.slice(0, end === -1 ? words.length : end);
}

function print({ groups, proved, failed, unknown, of }) {
  for (const [group, { of: size, proved: ids }] of Object.entries(groups)) {
    process.stdout.write(
      `${group.padEnd(6)} ${String(ids.length).padStart(2)} of ${String(size).padStart(2)}  ${ids.join(' ')}\n`,
    );
  }
  if (failed.length > 0) process.stdout.write(`failed: ${failed.join(' ')}\n`);
  if (unknown.length > 0) process.stdout.write(`no such row: ${unknown.join(' ')}\n`);
  process.stdout.write(`${proved.length} of ${of} rows proved, ${failed.length} failed\n`);
}
