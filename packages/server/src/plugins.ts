import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire, findPackageJSON } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { corePlugins } from '@candor/core';
import type { PluginDefinition } from '@candor/kernel';
import type { DisabledPlugin } from '@candor/kernel/platform';
import { Notice } from './notice.js';
import { readSwitches, switchedOn } from './plugin-switches.js';

/** The shape of `candor.config.ts`. */
export interface CandorConfig {
  /** Folders of `plugins/`, or names of installed packages. Each exports its plugin as default. */
  readonly plugins: readonly string[];
}

/** The checkout that this release runs from. */
export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** Core's modules and the plugins of this installation. */
export async function loadPlugins(root = ROOT): Promise<PluginDefinition[]> {
  const names = switchedOn(await configuredPlugins(root), readSwitches(root));
  return [...corePlugins, ...(await Promise.all(names.map((name) => loadPlugin(root, name))))];
}

/** The plugins that are here and do not run, by name: those of `plugins/`, and packages that are switched off. */
export async function disabledPlugins(root = ROOT): Promise<DisabledPlugin[]> {
  const configured = await configuredPlugins(root);
  const running = switchedOn(configured, readSwitches(root));
  const present = [...new Set([...pluginFolders(root), ...configured])];
  return present
    .filter((name) => !running.includes(name))
    .sort()
    .flatMap((name) => {
      const file = packageFile(root, name);
      if (!file) return [];
      const { version = '' } = JSON.parse(readFileSync(file, 'utf8')) as { version?: string };
      return [{ name, version }];
    });
}

/** The names of the folders in `plugins/` that hold a plugin. */
export function pluginFolders(root = ROOT): string[] {
  const folder = join(root, 'plugins');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'package.json')))
    .sort();
}

/** Where a plugin says its version; reading that is nothing, compared to loading what does not run. */
function packageFile(root: string, name: string): string | undefined {
  const file = join(root, 'plugins', name, 'package.json');
  if (existsSync(file)) return file;
  try {
    return findPackageJSON(name, pathToFileURL(join(root, 'package.json')));
  } catch {
    // Configured, switched off, and not installed: then it is not here.
    return undefined;
  }
}

/** The plugins that `candor.config.ts` names, whether or not they are switched off. */
export async function configuredPlugins(root: string): Promise<readonly string[]> {
  return (await configOf(root)).plugins;
}

async function configOf(root: string): Promise<CandorConfig> {
  const file = join(root, 'candor.config.ts');
  if (!existsSync(file)) return { plugins: [] };
  const { default: config } = (await import(pathToFileURL(file).href)) as { default?: CandorConfig };
  if (!Array.isArray(config?.plugins))
    throw new Notice('candor.config.ts must export { plugins: [...] } as default.');
  return config;
}

/** One plugin, of a folder or a package. Throws a notice where there is none. */
export async function loadPlugin(root: string, name: string): Promise<PluginDefinition> {
  const folder = join(root, 'plugins', name);
  const file = existsSync(folder) ? join(folder, 'dist', 'index.js') : resolved(root, name);
  if (!file || !existsSync(file)) {
    throw new Notice(
      `The plugin "${name}" is neither a built folder plugins/${name} nor a package of that name; candor.config.ts or candor.plugins.json names it.`,
    );
  }
  const { default: plugin } = (await import(pathToFileURL(file).href)) as { default?: PluginDefinition };
  if (typeof plugin?.setup !== 'function')
    throw new Notice(`The plugin "${name}" must export what definePlugin returns as default.`);
  return plugin;
}

function resolved(root: string, name: string): string | undefined {
  try {
    return createRequire(join(root, 'package.json')).resolve(name);
  } catch {
    // Not installed: told to the person with the name of the plugin.
    return undefined;
  }
}
