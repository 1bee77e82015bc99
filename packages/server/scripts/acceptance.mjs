import { CLUSTER_FAULTS, furtherFaultSteps } from './faults.mjs';
import { countedJest } from './jest.mjs';
import { runSteps } from './steps.mjs';

/**
 * The acceptance suite alone, on the services that `DATABASE_URL` and `REDIS_URL` name, and then several
 * processes on them.
 */
export function run(args, root) {
  const tests = (where) =>
    countedJest(where, ['test/acceptance', ...args], '.candor/acceptance-results.json');
  const processes = args.length === 0 ? furtherFaultSteps(root, CLUSTER_FAULTS) : [];
  return runSteps([{ name: 'acceptance', run: tests }, ...processes], root);
}
