import type { Tracing } from '@candor/kernel/tracing';
import type { Logger } from 'pino';
import type { Configuration } from '../configuration.js';

/** Where the steps of this process are told. */
export interface OpenTracing {
  readonly tracing: Tracing;
  /** Sends what has not been sent yet, for two seconds at most. */
  close(): Promise<void>;
}

/** Answers nothing, and loads nothing, where OTEL_EXPORTER_OTLP_ENDPOINT is not set. */
export async function openTracing(
  configuration: Configuration,
  { release, logger }: { readonly release: string; readonly logger: Logger },
): Promise<OpenTracing | undefined> {
  const {
    otlpEndpoint: endpoint,
    otlpHeaders: headers = {},
    serviceName,
    traceShare,
    environment,
  } = configuration;
  if (endpoint === undefined) return undefined;
  const { OpenTelemetry } = await import('./index.js');
  const telemetry = new OpenTelemetry({
    endpoint,
    headers,
    share: traceShare,
    service: { name: serviceName, version: release, environment },
    failed: (error) => logger.warn({ err: error }, 'traces could not be sent'),
  });
  return { tracing: telemetry, close: () => telemetry.close() };
}
