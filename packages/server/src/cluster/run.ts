import { join } from 'node:path';
import type { Configuration } from '../configuration.js';
import { startEmbedded } from '../embedded/index.js';
import { makeHome } from '../home.js';
import { Claim } from '../processes/claim.js';
import { claimPlatform, type PlatformNote } from '../processes/platform-claim.js';
import { assertPortFree } from '../processes/port.js';
import { aborted, type StopRequest } from '../processes/signals.js';
import { Cluster, type ClusterOptions } from './cluster.js';

export interface RunClusterOptions
  extends Pick<ClusterOptions, 'program' | 'servers' | 'workers' | 'seed' | 'logger'> {
  readonly configuration: Pick<Configuration, 'host' | 'port' | 'home' | 'databaseUrl'>;
  readonly stop: StopRequest;
  /** Told once, when everything is ready. */
  readonly onReady: (cluster: Cluster) => void;
}

/**
 * Runs a cluster until it is told to stop, on the database of `DATABASE_URL` or on the embedded one of this
 * home. A home runs one platform at a time, whether that is a cluster or not.
 */
export async function runCluster(options: RunClusterOptions): Promise<void> {
  const { logger, stop, onReady, configuration } = options;
  const { host, port, home, databaseUrl } = configuration;
  makeHome(home);
  const claim = new Claim<PlatformNote>(join(home, 'platform'));
  await claimPlatform(claim, `http://${host}:${port}`, logger);
  try {
    if (port !== 0) await assertPortFree(host, port);
    const database = databaseUrl
      ? undefined
      : await startEmbedded({ directory: home, logger, role: 'platform' });
    try {
      const cluster = await Cluster.start({ ...options, host, port });
      onReady(cluster);
      await aborted(stop.polite);
      await cluster.stop(stop.forced);
    } finally {
      await database?.stop();
    }
  } finally {
    claim.release();
  }
}
