import { definePlugin, type PluginDefinition } from '@candor/kernel';
import { candor } from '@candor/server/cli';
import { rogues } from './rogue.js';
import { trialPlugin } from './trial.js';

/** In front of a command's arguments: with a plugin that cannot even be set up. */
const STILLBORN = '--stillborn';

const stillborn: PluginDefinition = definePlugin({
  name: 'stillborn',
  version: '1.0.0',
  candor: '^1.0.0',
  setup() {
    throw new Error('it cannot be set up');
  },
});

/** A `candor` command with plugins that do the worst. */
const args = process.argv.slice(2);
const plugins = [trialPlugin().plugin, ...rogues];
process.exitCode =
  args[0] === STILLBORN ? await candor(args.slice(1), [...plugins, stillborn]) : await candor(args, plugins);
setTimeout(() => process.exit(), 1_000).unref();
