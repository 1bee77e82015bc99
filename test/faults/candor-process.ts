import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { candor } from '@candor/server/cli';
import { PLAIN, witness } from './witness.js';

/** A `candor` command as it runs anywhere, with the witness among its plugins. */
const loop = monitorEventLoopDelay({ resolution: 10 });
loop.enable();
// Asked by a checker: how long the event loop was held up since it last asked, in milliseconds, 99 of 100 times.
process.on('SIGUSR2', () => {
  const file = join(process.env['CANDOR_HOME'] ?? '.', `loop-${process.pid}`);
  appendFileSync(file, `${Math.round(loop.percentile(99) / 1e6)}\n`);
  loop.reset();
});

const args = process.argv.slice(2);
process.exitCode = args[0] === PLAIN ? await candor(args.slice(1), []) : await candor(args, [witness]);
// As the command itself: connections that something forgot to close keep it for a moment only.
setTimeout(() => process.exit(), 1_000).unref();
