import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { corePlugins } from '@candor/core';
import type { PluginDefinition } from '@candor/kernel';
import { Notice } from './notice.js';

/** The shape of `candor.config.ts`. */
export interface CandorConfig {
  /** Folders of `plugins/`, or names of installed packages. Each exports its plugin as default. */
  readonly plugins: readonly string[];
}

/** The checkout that this release runs from. */
const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** Core's modules and the plugins of this installation. */
export async function loadPlugins(root = ROOT): Promise<PluginDefinition[]> {
  const { plugins } = await configOf(root);
  return [...corePlugins, ...(await Promise.all(plugins.map((name) => loadPlugin(root, name))))];
}

async function configOf(root: string): Promise<CandorConfig> {
  const file = join(root, 'candor.config.ts');
  if (!existsSync(file)) return { plugins: [] };
  const { default: config } = (await import(pathToFileURL(file).href)) as { default?: CandorConfig };
  if (!Array.isArray(config?.plugins))
    throw new Notice('candor.config.ts must export { plugins: [...] } as default.');
  return config;
}

async function loadPlugin(root: string, name: string): Promise<PluginDefinition> {
  const folder = join(root, 'plugins', name);
  const file = existsSync(folder) ? join(folder, 'dist', 'index.js') : resolved(root, name);
  if (!file || !existsSync(file)) {
    throw new Notice(
      `candor.config.ts names the plugin "${name}", but there is neither a built folder plugins/${name} nor a package of that name.`,
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
