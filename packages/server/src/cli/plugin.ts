import type { DisabledPlugin } from '@candor/kernel/platform';
import type { Command } from 'commander';
import { Notice } from '../notice.js';
import type { CommandContext, Platform } from './context.js';

/** One plugin of the tree, as `--json` prints it. */
interface Listed {
  readonly name: string;
  readonly version: string;
  /** Its place in the order of those that run; null for one that does not. */
  readonly place: number | null;
  readonly requires: readonly string[];
  readonly hooks: readonly string[];
  readonly follows: readonly string[];
  readonly events: readonly string[];
  readonly fields: readonly string[];
  readonly jobs: readonly string[];
}

/** `candor plugin …`: which plugins run, and what they bring. Changes count from the next start. */
export function pluginCommand(program: Command, context: CommandContext): void {
  const plugin = program.command('plugin').description('the plugins of this installation');
  plugin
    .command('list')
    .description('show them in their order, with what each brings, and those that are disabled')
    .action(async () => {
      const { disabledPlugins } = await import('../plugins.js');
      const plugins = await unconnected(context, async ({ kernel }) => listed(kernel));
      const all = [...plugins, ...(await disabledPlugins()).map(idle)];
      context.output.data(all, all.map(told).join('\n'));
    });
  plugin
    .command('new')
    .description('write a working plugin to plugins/NAME: a record, a command, a hook, a job and their test')
    .argument('<name>', 'lower-case words with dashes between them, such as spare-parts')
    .action(async (name: string) => {
      const { createPlugin } = await import('../plugin-creation.js');
      const { ROOT } = await import('../plugins.js');
      const { corePlugins } = await import('@candor/core');
      const taken = ['kernel', ...corePlugins.map((core) => core.name)];
      const files = createPlugin(ROOT, name, taken, new Date());
      context.output.data({ name, files }, `${files.join('\n')}\n\n${nextSteps(name)}`);
    });
  for (const isOn of [true, false]) {
    plugin
      .command(isOn ? 'enable' : 'disable')
      .description(`${isOn ? 'run it' : 'run it no more'} from the next start; its data stays`)
      .argument('<name>', 'a folder of plugins/, or an installed package')
      .action(async (name: string) => void (await turn(context, name, isOn)));
  }
  plugin
    .command('remove')
    .description('run it no more, and forget its data if asked to')
    .argument('<name>', 'the name of the plugin')
    .option('--drop-data', 'drop its tables, its settings and the record of its migrations: for good')
    .action(async (name: string, { dropData: drops }: { dropData?: boolean }) => {
      const { dropData } = await import('../plugin-removal.js');
      const own = await turn(context, name, false);
      if (!drops) return;
      const dropped = await context.withPlatform(({ kernel }) => {
        const others = kernel.registry.plugins.map((one) => one.name).filter((other) => other !== own);
        return dropData(kernel.database, own, others);
      });
      context.output.data({ dropped }, `Dropped: ${dropped.join(', ') || 'no tables'}.`);
    });
}

/** Answers what the plugin calls itself, which for a package may be another name. */
async function turn(context: CommandContext, name: string, isOn: boolean): Promise<string> {
  const { configuredPlugins, loadPlugin, loadPlugins, ROOT } = await import('../plugins.js');
  const { switchPlugin } = await import('../plugin-switches.js');
  const { assertNotRequired } = await import('../plugin-removal.js');
  const { corePlugins } = await import('@candor/core');
  if (corePlugins.some((core) => core.name === name))
    throw new Notice(`"${name}" is a module of Candor itself.`);
  // What cannot be loaded would keep the next start from coming up, and is nothing that could be turned off.
  const plugin = await loadPlugin(ROOT, name);
  if (!isOn) assertNotRequired(plugin.name, await loadPlugins());
  const hasChanged = switchPlugin(ROOT, await configuredPlugins(ROOT), name, isOn);
  const state = isOn ? 'enabled' : 'disabled';
  const text = hasChanged ? `${name} is ${state} from the next start.` : `${name} is ${state} already.`;
  context.output.data({ name, state, hasChanged }, text);
  return plugin.name;
}

/** A platform is put together without a connection; none is opened here. */
async function unconnected<T>(context: CommandContext, work: (platform: Platform) => Promise<T>): Promise<T> {
  const { openPlatform } = await import('../platform.js');
  const logger = context.logger('plugin');
  const platform = await openPlatform(context.configuration(), { connection: {}, logger });
  try {
    return await work(platform);
  } finally {
    await platform.close();
  }
}

export function listed({ registry }: Pick<Platform['kernel'], 'registry'>): Listed[] {
  return registry.plugins.map(({ name, version, requires = {} }, index) => {
    const own = <Declared extends { plugin: string }>(all: Iterable<Declared>) =>
      [...all].filter((one) => one.plugin === name);
    return {
      name,
      version,
      place: index + 1,
      requires: Object.keys(requires),
      hooks: own(registry.before).map(({ id, command }) => `${id} before ${command}`),
      follows: own(registry.after).map(({ id, event }) => `${id} after ${event}`),
      events: [...registry.events].filter(([, one]) => one.plugin === name).map(([event]) => event),
      fields: registry.fieldsOf(name),
      jobs: own(registry.jobs).map((job) => job.name),
    };
  });
}

function idle({ name, version }: DisabledPlugin): Listed {
  const nothing = { requires: [], hooks: [], follows: [], events: [], fields: [], jobs: [] };
  return { name, version, place: null, ...nothing };
}

function told({ name, version, place, requires, ...parts }: Listed): string {
  if (place === null) return `-  ${name} ${version} (disabled)`;
  const head = `${place}. ${name} ${version}${requires.length > 0 ? ` (requires ${requires.join(', ')})` : ''}`;
  const lines = Object.entries(parts)
    .filter(([, entries]) => entries.length > 0)
    .map(([what, entries]) => `     ${what}: ${entries.join(', ')}`);
  return [head, ...lines].join('\n');
}

function nextSteps(name: string): string {
  return `The plugin works as it is. Next:
  npm run jest -- plugins/${name}              runs its test
  npm run candor -- plugin enable ${name}      has it run from the next start
  plugins/${name}/src/plugin.ts                is where to read on: it names all the other parts`;
}
