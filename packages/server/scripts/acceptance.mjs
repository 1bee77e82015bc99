import { countedJest } from './jest.mjs';
import { runSteps } from './steps.mjs';

/** The acceptance suite alone, on the services that `DATABASE_URL` and `REDIS_URL` name. */
export function run(args, root) {
  const tests = (where) =>
    countedJest(where, ['test/acceptance', ...args], '.candor/acceptance-results.json');
  return runSteps([{ name: 'acceptance', run: tests }], root);
}
