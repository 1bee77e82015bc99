import { globSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { PluginDefinition } from '@candor/kernel';

const FOLDER = fileURLToPath(new URL('../../../plugins/', import.meta.url));
/** Plugins come as this package does: from their sources in tests, built where a program runs. */
const ENTRY = import.meta.filename.endsWith('.ts') ? 'src/index.ts' : 'dist/index.js';

/** Every plugin of `plugins/`, enabled or not, in the order of their folders. */
export async function allPlugins(): Promise<PluginDefinition[]> {
  const entries = globSync(`*/${ENTRY}`, { cwd: FOLDER }).sort();
  return Promise.all(
    entries.map(async (entry) => {
      const module = (await import(pathToFileURL(join(FOLDER, entry)).href)) as { default: PluginDefinition };
      return module.default;
    }),
  );
}

/**
 * The plugins that a test runs with when it names none: core must hold without any, and with all of them beside it,
 * which is what `CANDOR_TEST_PLUGINS=all` asks for.
 */
export async function pluginsOfThisRun(): Promise<readonly PluginDefinition[]> {
  const wanted = process.env['CANDOR_TEST_PLUGINS'] ?? '';
  if (wanted === '') return [];
  if (wanted !== 'all')
    throw new Error(`CANDOR_TEST_PLUGINS is "${wanted}"; it can be "all", or left out for none.`);
  return allPlugins();
}
