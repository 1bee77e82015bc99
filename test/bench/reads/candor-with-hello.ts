import hello from '@candor/hello-plugin';
import { candor } from '@candor/server/cli';

/** The `candor` command with the plugin of `examples/` beside the others. */
process.exitCode = await candor(process.argv.slice(2), [hello]);
