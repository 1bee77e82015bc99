import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { PluginDefinition } from '@candor/kernel';
import { Platform } from '@candor/kernel/platform';
import { KERNEL_VERSION } from '@candor/kernel/plugin';
import type { RegularDrills, RegularDrillsOptions } from './backup/index.js';
import type { OpenPlatform } from './cli/context.js';
import type { Configuration } from './configuration.js';
import { announcement, demoActors } from './demo/announcement.js';
import { moveDemo } from './demo/moving.js';
import { readDocuments } from './document-files.js';
import { createHttpServer, PersistedDocuments } from './http/index.js';
import { masterKeyText, parseMasterKeys } from './master-key.js';
import { operationNames } from './metrics/names.js';
import { openMetrics } from './metrics/open.js';
import { disabledPlugins, loadPlugins } from './plugins.js';
import { type OpenTracing, openTracing } from './tracing/open.js';
import { traceOperations } from './tracing/operations.js';

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
  const traced = await openTracing(configuration, { release: KERNEL_VERSION, logger });
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
    tracing: traced?.tracing,
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
    serve: () => serve(platform, configuration, traced),
    work: () =>
      work(platform, configuration, async (at, use) => {
        const beside = await openPlatform(
          { ...configuration, poolSize: 2 },
          { connection: at, logger },
          plugins,
        );
        try {
          return await use(beside.kernel);
        } finally {
          await beside.close();
        }
      }),
    announcement: (url) => announcement(platform, url),
    close: async () => {
      await platform.stop();
      await traced?.close();
    },
  };
}

async function serve(
  platform: Platform,
  configuration: Configuration,
  traced: OpenTracing | undefined,
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
    // While some are written to or from their clients, the others keep all connections at work.
    queriesAtOnce: configuration.poolSize + 2,
    trace: traced && traceOperations(traced.tracing, operationNames(documents)),
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

async function work(
  platform: Platform,
  configuration: Configuration,
  openAt: RegularDrillsOptions['openAt'],
): Promise<{ close(): Promise<void> }> {
  await platform.startWorking();
  const metrics = await openMetrics(platform, configuration);
  await metrics?.serve(1, () => ({}));
  const mover = await moveDemo(platform, configuration);
  const drills = await startDrills(platform, configuration, openAt);
  return {
    close: async () => {
      await drills?.stop();
      await mover?.stop();
      await metrics?.close();
    },
  };
}

/** Answers nothing, and loads nothing, where BACKUP_FOLDER is not set. */
async function startDrills(
  kernel: Platform,
  { backupFolder: folder, drillDays: every }: Configuration,
  openAt: RegularDrillsOptions['openAt'],
): Promise<RegularDrills | undefined> {
  if (folder === undefined) return undefined;
  const { RegularDrills } = await import('./backup/index.js');
  const { connection } = kernel;
  const drills = new RegularDrills({ folder, every, kernel, connection, openAt });
  drills.start();
  return drills;
}
