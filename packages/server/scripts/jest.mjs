import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { program } from './steps.mjs';

/** The last run of the whole suite, test by test, as jest writes it; `rows` reads it. */
export const RESULTS = '.candor/test-results.json';

/** `npm run jest -- PATH`: jest alone, with its own arguments and its own exit code. */
export async function run(args, root) {
  return (await jest(args, root)).code;
}

/** Runs jest in module mode under this runtime. */
export function jest(args, root, env = {}) {
  return program(process.execPath, ['node_modules/jest/bin/jest.js', ...args], {
    root,
    env: {
      ...env,
      NODE_OPTIONS:
        `${process.env.NODE_OPTIONS ?? ''} --experimental-vm-modules --no-warnings=ExperimentalWarning`.trim(),
    },
  });
}

/** Runs jest and counts what it reports. A file that cannot be loaded is one failure. */
export async function countedJest(root, args = [], results = RESULTS, env = {}) {
  const file = join(root, results);
  mkdirSync(join(file, '..'), { recursive: true });
  rmSync(file, { force: true });
  const { code } = await jest([...args, '--json', `--outputFile=${file}`], root, env);
  const report = readReport(file);
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
  if (report.numPendingTests > 0) process.stdout.write(`${report.numPendingTests} tests skipped\n`);
  // Jest may fail as a whole with every test passed, for instance in a global teardown.
  return { passed: report.numPassedTests, failed: code !== 0 && failed === 0 ? 1 : failed };
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numRuntimeErrorTestSuites: 1 };
  }
}
