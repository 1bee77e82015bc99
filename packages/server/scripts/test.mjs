import { CHECKS } from './check.mjs';
import { faultSteps } from './faults.mjs';
import { countedJest } from './jest.mjs';
import { runSteps } from './steps.mjs';

/** `npm test`: everything that can be asked of a checkout, in the order in which an answer comes soonest. */
export function run(args, root) {
  const steps = [...CHECKS, { name: 'tests', run: (where) => countedJest(where, args) }, ...faultSteps(root)];
  return runSteps(steps, root);
}
