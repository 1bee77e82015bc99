import type { PluginDefinition } from '@candor/kernel';
import { openPlatform } from '../platform.js';
import { main } from './main.js';

/**
 * The `candor` command of an installation with further plugins, for programs that watch a real process from
 * inside. Answers the exit code.
 */
export function candor(args: readonly string[], plugins: readonly PluginDefinition[]): Promise<number> {
  return main(args, {
    environment: process.env,
    stdout: (text) => process.stdout.write(text),
    stderr: (text) => process.stderr.write(text),
    openPlatform: (configuration, services) => openPlatform(configuration, services, plugins),
  });
}

export { readConfiguration } from '../configuration.js';
export { openPlatform } from '../platform.js';
export { main } from './main.js';
