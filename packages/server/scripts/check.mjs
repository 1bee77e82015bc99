import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findForbiddenImports } from './borders.mjs';
import { currentReadme } from './readme.mjs';
import { checkedBy, oneCheck, runSteps } from './steps.mjs';

/** What can be said of the sources without running them. Each counts as one check. */
export const CHECKS = [
  { name: 'types', run: checkedBy(process.execPath, 'node_modules/typescript/bin/tsc', '-p', '.') },
  {
    name: 'format and lint',
    run: checkedBy(process.execPath, 'node_modules/@biomejs/biome/bin/biome', 'check'),
  },
  { name: 'unused code', run: checkedBy(process.execPath, 'node_modules/knip/bin/knip.js') },
  { name: 'import borders', run: importBorders },
  { name: 'README', run: readme },
  {
    name: 'printed schema',
    run: checkedBy(process.execPath, 'packages/server/dist/cli/bin.js', 'schema', 'print', '--check'),
  },
];

async function importBorders(root) {
  const forbidden = findForbiddenImports(root);
  for (const line of forbidden) process.stdout.write(`${line}\n`);
  return oneCheck(forbidden.length === 0);
}

async function readme(root) {
  const isCurrent = currentReadme(root) === readFileSync(join(root, 'README.md'), 'utf8');
  if (!isCurrent)
    process.stdout.write('README.md shows files that have changed: run "npm run candor -- readme".\n');
  return oneCheck(isCurrent);
}

export function run(_args, root) {
  return runSteps(CHECKS, root);
}
