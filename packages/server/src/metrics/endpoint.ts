import { createServer } from 'node:http';
import { Notice } from '../notice.js';
import type { ProcessMetrics } from './process-metrics.js';

export interface MetricsEndpoint {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves `/metrics` on an address of its own, so that it is never public by accident. */
export async function serveMetrics(
  metrics: Pick<ProcessMetrics, 'text' | 'contentType'>,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<MetricsEndpoint> {
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url?.split('?')[0] !== '/metrics') {
      response.writeHead(404).end();
      return;
    }
    metrics.text().then(
      (text) => response.writeHead(200, { 'content-type': metrics.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  server.unref();
  await new Promise<void>((done, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      fail(new Notice(`The figures cannot be served at ${host}:${port} (${error.code}). Set METRICS_PORT.`)),
    );
    server.listen({ host, port }, () => done());
  });
  const address = server.address() as { port: number };
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}/metrics`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
