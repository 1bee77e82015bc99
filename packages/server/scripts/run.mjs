/**
 * The second half of every command, under the pinned runtime: brings `dist` up to date, then runs a tool
 * of the checkout or, for everything else, the `candor` command. `build` alone stops after the first part.
 */

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { BuildError, build } from './build.mjs';

/** Tools that only a checkout has. Each exports `run(args, root)` and answers the exit code. */
const TOOLS = {
  __proto__: null,
  acceptance: './acceptance.mjs',
  bench: './bench.mjs',
  check: './check.mjs',
  faults: './faults.mjs',
  jest: './jest.mjs',
  readme: './readme.mjs',
  rows: './rows.mjs',
  test: './test.mjs',
};

const root = process.env.CANDOR_ROOT ?? process.cwd();
const [name, ...args] = process.argv.slice(2);

// The channel to the launcher closes when it dies, however it dies; then nobody is left to stop us.
const end = () => process.kill(process.pid, 'SIGTERM');
process.on('disconnect', end);
if (process.connected === false) end();
process.channel?.unref();

try {
  await build(root);
  if (name in TOOLS) {
    process.exitCode = await (await import(TOOLS[name])).run(args, root);
  } else if (name !== 'build') {
    await import(pathToFileURL(join(root, 'packages/server/dist/cli/bin.js')).href);
  }
} catch (error) {
  process.stderr.write(`${error instanceof BuildError ? error.message : (error.stack ?? error)}\n`);
  process.exitCode = 1;
}
