import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { program, runSteps } from './steps.mjs';

/** Fault programs: run outside jest, because they kill processes. `npm test` runs their short tier. */
export const FAULTS = [
  'test/faults/embedded.ts',
  'test/faults/starts.ts',
  'test/faults/cluster.ts',
  'test/faults/live.ts',
  'test/faults/commands.ts',
  'test/faults/plugins.ts',
  'test/faults/shutdown.ts',
];

/** Those that show several processes on one database, whichever services that stands on. */
export const CLUSTER_FAULTS = ['test/faults/starts.ts', 'test/faults/cluster.ts'];

/** Flags under which Node runs a TypeScript program of `test/` as it lies there. */
const FROM_SOURCE = ['--import', new URL('./source-hooks.mjs', import.meta.url).href];

/** What the programs found in the last run, one `ok NAME` or `FAILED NAME` a line; `rows` reads it. */
export const FINDINGS = '.candor/fault-results.txt';

/** `npm run faults -- [NAME …]`: the full tier of all of them, or of those that are named. */
export function run(names, root) {
  const wanted = FAULTS.filter((file) => names.length === 0 || names.includes(basename(file, '.ts')));
  return runSteps(faultSteps(root, wanted, ['--full']), root);
}

/** Forgets what the last run found, and runs these anew. */
export function faultSteps(root, files = FAULTS, args = []) {
  mkdirSync(join(root, '.candor'), { recursive: true });
  writeFileSync(join(root, FINDINGS), '');
  return furtherFaultSteps(root, files, args);
}

/** One step a program. It counts what the program's last line says. */
export function furtherFaultSteps(root, files, args = []) {
  return files.map((file) => ({
    name: `${basename(file, '.ts')} under faults`,
    run: () => fault(root, file, args),
  }));
}

async function fault(root, file, args) {
  const { code, output } = await program(process.execPath, [...FROM_SOURCE, file, ...args], { root });
  appendFileSync(
    join(root, FINDINGS),
    output
      .split('\n')
      .filter((line) => /^(ok|FAILED) /.test(line))
      .map((line) => `${line}\n`)
      .join(''),
  );
  const [, passed, failed] = /(\d+) passed, (\d+) failed\s*$/.exec(output) ?? [];
  if (passed === undefined) return { passed: 0, failed: 1 };
  // A program that ends badly after counting well has failed once more.
  return { passed: Number(passed), failed: code !== 0 && failed === '0' ? 1 : Number(failed) };
}
