import { candor } from '@candor/server/cli';
import { shutdownPlugin } from './shutdown-plugin.js';

/** A `candor` command with jobs that take their time. */
process.exitCode = await candor(process.argv.slice(2), [shutdownPlugin]);
setTimeout(() => process.exit(), 1_000).unref();
