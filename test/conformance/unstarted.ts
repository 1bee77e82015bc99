import { corePlugins } from '@candor/core';
import type { PluginDefinition } from '@candor/kernel';
import { Platform } from '@candor/kernel/platform';
import { MasterKeys } from '@candor/kernel/privacy';
import { pluginsOfThisRun } from '@candor/testing';
import { pino } from 'pino';

/** Core, and what else this run is about. */
const PLUGINS = [...corePlugins, ...(await pluginsOfThisRun())];

/** The platform as it is put together, without a database: enough for all that can be said of its schema. */
export function unstarted(plugins: readonly PluginDefinition[] = PLUGINS): Platform {
  return new Platform({
    plugins,
    connection: {},
    poolSize: 1,
    masterKeys: new MasterKeys([{ id: 'test', secret: new Uint8Array(32) }]),
    production: true,
    logger: pino({ level: 'silent' }),
  });
}
