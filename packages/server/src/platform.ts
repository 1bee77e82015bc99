import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { PluginDefinition } from '@candor/kernel';
import { Platform } from '@candor/kernel/platform';
import type { OpenPlatform } from './cli/context.js';
import type { Configuration } from './configuration.js';
import { announcement, demoActors } from './demo/announcement.js';
import { moveDemo } from './demo/moving.js';
import { readDocuments } from './document-files.js';
import { createHttpServer, PersistedDocuments } from './http/index.js';
import { masterKeyText, parseMasterKeys } from './master-key.js';
import { openMetrics } from './metrics/open.js';
import { disabledPlugins, loadPlugins } from './plugins.js';

/** The customers' page, as it was built; an installation may do without it. */
const BOARD_PAGE = fileURLToPath(new URL('../../../examples/progress-board/dist', import.meta.url));

/** What stopping may take before it is forced, in milliseconds. */
const GRACE = 10_000;

/** Puts a process of this installation together from its configuration; further plugins stand beside its own. */
export async function openPlatform(
  configuration: Configuration,
  { connection, logger }: Parameters<OpenPlatform>[1],
  plugins: readonly PluginDefinition[] = [],
): ReturnType<OpenPlatform> {
  const { environment, poolSize, redisUrl, issuers } = configuration;
  const { actorBudget, addressBudget, mintsPerMinute } = configuration;
  const platform = new Platform({
    plugins: [...(await loadPlugins()), ...plugins],
    disabled: await disabledPlugins(),
    connection,
    poolSize,
    redisUrl,
    issuers,
    masterKeys: parseMasterKeys(masterKeyText(configuration)),
    production: environment === 'production',
    logger,
    limits: {
      ...(actorBudget !== undefined && { actor: actorBudget }),
      ...(addressBudget !== undefined && { address: addressBudget }),
      ...(mintsPerMinute !== undefined && { mintsPerMinute }),
    },
  });
  return {
    kernel: platform,
    migrate: async () => {
      const applied = await platform.migrate();
      await platform.seed('base');
      return applied;
    },
    migrationStatus: () => platform.migrationStatus(),
    seed: (name) => platform.seed(name),
    serve: () => serve(platform, configuration),
    work: () => work(platform, configuration),
    announcement: (url) => announcement(platform, url),
    close: () => platform.stop(),
  };
}

async function serve(
  platform: Platform,
  configuration: Configuration,
): Promise<{ url: string; close(): Promise<void> }> {
  const { host, port, publicUrl, trustedProxies, corsOrigins, environment } = configuration;
  await platform.startServing();
  const documents = readDocuments(configuration.documents);
  const metrics = await openMetrics(platform, configuration, documents);
  const server = await createHttpServer(platform.engine, {
    host,
    port,
    publicUrl,
    trustedProxies,
    corsOrigins,
    production: environment === 'production',
    logger: platform.logger,
    readiness: () => platform.readiness(),
    jwks: () => platform.keys.jwks(),
    boardPage: existsSync(BOARD_PAGE) ? BOARD_PAGE : undefined,
    documents: new PersistedDocuments(documents, configuration.adHocDocuments),
    observe: metrics?.observe,
    explorerActors: () => (environment === 'development' ? demoActors(platform) : Promise.resolve([])),
  });
  const { url } = await server.listen();
  await metrics?.serve(0, () => server.open());
  return {
    url,
    close: async () => {
      await server.close(GRACE, configuration.drainSeconds * 1_000);
      await metrics?.close();
    },
  };
}

async function work(platform: Platform, configuration: Configuration): Promise<{ close(): Promise<void> }> {
  await platform.startWorking();
  const metrics = await openMetrics(platform, configuration);
  await metrics?.serve(1, () => ({}));
  const mover = await moveDemo(platform, configuration);
  return {
    close: async () => {
      await mover?.stop();
      await metrics?.close();
    },
  };
}
