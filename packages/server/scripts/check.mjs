import { findForbiddenImports } from './borders.mjs';
import { checkedBy, oneCheck, runSteps } from './steps.mjs';

/** What can be said of the sources without running them. Each counts as one check. */
export const CHECKS = [
  { name: 'types', run: checkedBy(process.execPath, 'node_modules/typescript/bin/tsc', '-p', '.') },
  {
    name: 'format and lint',
    run: checkedBy(process.execPath, 'node_modules/@biomejs/biome/bin/biome', 'check'),
  },
  { name: 'import borders', run: importBorders },
];

async function importBorders(root) {
  const forbidden = findForbiddenImports(root);
  for (const line of forbidden) process.stdout.write(`${line}\n`);
  return oneCheck(forbidden.length === 0);
}

export function run(_args, root) {
  return runSteps(CHECKS, root);
}
