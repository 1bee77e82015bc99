import { CHECKS } from './check.mjs';
import { faultSteps } from './faults.mjs';
import { countedJest } from './jest.mjs';
import { runSteps } from './steps.mjs';

/**
 * Core's tests that can come out differently where every plugin of `plugins/` runs beside it: those of its commands
 * and lists, and those that walk the whole schema. Sockets, tokens, imports and the kernel know of no plugin.
 */
const BESIDE_PLUGINS = [
  'packages/core',
  'test/acceptance/executor',
  'test/conformance/(connections|errors|migrations|nodes|paging|schema)',
  'test/security/(foreign|hidden|ids|leaks|mass|nobody|values)',
];

/** `npm test`: everything that can be asked of a checkout, in the order in which an answer comes soonest. */
export function run(args, root) {
  const steps = [
    ...CHECKS,
    { name: 'tests', run: (where) => countedJest(where, args) },
    ...(args.length === 0 ? [{ name: 'core with all plugins beside it', run: besidePlugins }] : []),
    ...faultSteps(root),
  ];
  return runSteps(steps, root);
}

function besidePlugins(root) {
  return countedJest(root, BESIDE_PLUGINS, '.candor/test-results-with-plugins.json', {
    CANDOR_TEST_PLUGINS: 'all',
  });
}
