import { satisfies, valid } from 'semver';
import type { PluginDefinition } from './contract.js';
import { inOrder } from './order.js';

/** The release that plugins declare themselves for in `candor`. */
export const KERNEL_VERSION = '1.0.0';

/** The plugins in the order in which they are set up. What is missing or does not fit is a start error that says so. */
export function inDependencyOrder(plugins: readonly PluginDefinition[]): readonly PluginDefinition[] {
  const versions = new Map<string, string>();
  for (const { name, version, candor } of plugins) {
    if (versions.has(name)) throw new Error(`two plugins are called "${name}"`);
    if (!/^[a-z][a-z0-9-]*$/.test(name))
      throw new Error(`"${name}" is no plugin name: use lower-case letters, digits and dashes`);
    if (!valid(version))
      throw new Error(`the plugin "${name}" has the version "${version}", which is not one such as 1.0.0`);
    if (!satisfies(KERNEL_VERSION, candor)) {
      throw new Error(`the plugin "${name}" works with Candor ${candor}, this is ${KERNEL_VERSION}`);
    }
    versions.set(name, version);
  }
  for (const { name, requires = {} } of plugins) {
    for (const [other, range] of Object.entries(requires)) {
      const found = versions.get(other);
      if (!found) throw new Error(`the plugin "${name}" requires "${other}", which is not enabled`);
      if (!satisfies(found, range))
        throw new Error(`the plugin "${name}" requires "${other}" ${range}, but ${found} is enabled`);
    }
  }
  return inOrder(
    plugins.map((plugin) => ({
      name: plugin.name,
      requires: Object.keys(plugin.requires ?? {}),
      before: plugin.before ?? [],
      after: plugin.after ?? [],
      plugin,
    })),
  ).map((item) => item.plugin);
}
