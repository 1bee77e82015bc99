import { backlog, lastRestoreDrill } from '@candor/kernel/oversight';
import type { Platform } from '@candor/kernel/platform';
import { newestBackup } from '../backup/newest.js';
import type { Configuration } from '../configuration.js';
import { type DocumentList, NO_DOCUMENTS } from '../http/persisted-documents.js';
import type { Observer } from './observed.js';

/** The figures of a process, where its installation wants them. */
export interface OpenMetrics {
  readonly observe: Observer;
  /** Serves them, `beside` ports behind the one that is set; what `open` answers is counted with them. */
  serve(beside: number, open: () => Readonly<Record<string, number>>): Promise<void>;
  close(): Promise<void>;
}

/** Answers nothing, and loads nothing, where METRICS_PORT is not set. */
export async function openMetrics(
  { services, database, logger }: Platform,
  {
    metricsPort,
    metricsHost,
    backupFolder,
  }: Pick<Configuration, 'metricsPort' | 'metricsHost' | 'backupFolder'>,
  documents: DocumentList = NO_DOCUMENTS,
): Promise<OpenMetrics | undefined> {
  if (metricsPort === undefined) return undefined;
  const { operationNames, ProcessMetrics, serveMetrics } = await import('./index.js');
  let open: () => Readonly<Record<string, number>> = () => ({});
  const metrics = new ProcessMetrics({
    names: operationNames(documents),
    backlog: () => backlog(services),
    backups: async () => {
      const [last, newest] = await Promise.all([
        lastRestoreDrill(services),
        backupFolder === undefined ? null : newestBackup(backupFolder).catch(() => null),
      ]);
      return { drill: last && new Date(last.at), newest: newest?.at ?? null };
    },
    pool: () => {
      const { totalCount: total, idleCount: idle, waitingCount: waiting } = database.pool;
      return { total, idle, waiting };
    },
    open: () => open(),
  });
  let close: () => Promise<void> = async () => undefined;
  return {
    observe: metrics.observe,
    serve: async (beside, counted) => {
      open = counted;
      const port = metricsPort === 0 ? 0 : metricsPort + beside;
      const endpoint = await serveMetrics(metrics, { host: metricsHost, port });
      close = endpoint.close;
      logger.info({ url: endpoint.url }, 'figures are served');
    },
    close: () => close(),
  };
}
