import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';

export interface CollectedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly name: string;
  /** As OTLP numbers them: 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  readonly kind: number;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly hasFailed: boolean;
}

interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/** A server of this machine that takes traces in OTLP, and messages to webhooks beside them. */
export class Collector {
  readonly spans: CollectedSpan[] = [];
  /** Of the messages that came to other paths than that of traces. */
  readonly messages: IncomingHttpHeaders[] = [];
  /** Headers of what came with traces. */
  readonly headers: IncomingHttpHeaders[] = [];
  /** All that came with traces, as it came. */
  text = '';
  resource: Readonly<Record<string, unknown>> = {};
  status = 200;
  readonly #server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts);
    if (request.url === '/v1/traces') {
      this.headers.push(request.headers);
      this.#take(request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body);
      response.writeHead(this.status, { 'content-type': 'application/json' }).end('{}');
      return;
    }
    this.messages.push(request.headers);
    response.writeHead(204).end();
  });

  static async open(): Promise<Collector> {
    const collector = new Collector();
    collector.#server.listen(0, '127.0.0.1');
    await once(collector.#server, 'listening');
    return collector;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Waits until a span was told of that is like that; it may have come already. */
  async span(is: (span: CollectedSpan) => boolean): Promise<CollectedSpan> {
    for (;;) {
      const found = this.spans.find(is);
      if (found) return found;
      await new Promise((next) => setImmediate(next));
    }
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #take(body: Buffer): void {
    const text = body.toString();
    this.text += text;
    for (const { resource, scopeSpans } of JSON.parse(text).resourceSpans) {
      this.resource = plain(resource.attributes);
      for (const { spans } of scopeSpans)
        for (const span of spans)
          this.spans.push({
            ...span,
            parentSpanId: span.parentSpanId || undefined,
            attributes: plain(span.attributes),
            hasFailed: span.status?.code === 2,
          });
    }
  }
}

function plain(attributes: readonly Attribute[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}
