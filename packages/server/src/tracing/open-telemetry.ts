import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { errorType, type Span, type Step, type Tracing } from '@candor/kernel/tracing';
import {
  type Context,
  type Span as OtelSpan,
  ROOT_CONTEXT,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { parseTraceParent } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { Reporting } from './reporting.js';

interface TelemetryOptions {
  /** Of the collector, without the path that OTLP has for traces. */
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Of the traces that begin here, from 0 to 1. */
  readonly share: number;
  readonly service: { readonly name: string; readonly version: string; readonly environment: string };
  /** Hears, at most once a minute, that spans could not be sent. */
  readonly failed: (error: unknown) => void;
}

const KINDS = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  consumer: SpanKind.CONSUMER,
  internal: SpanKind.INTERNAL,
} as const;

/** Milliseconds: how long spans are collected, how long sending may take, and how long the process waits for it at its end. */
const COLLECT = 1_000;
const SEND_WITHIN = 5_000;
const STOP_WITHIN = 2_000;

/**
 * Tells a collector of the steps of this process. Nothing is registered for the whole process, so that two platforms
 * in one, as tests have them, are told apart; spans that nobody takes are dropped, and never wait for anybody.
 */
export class OpenTelemetry implements Tracing {
  readonly #provider: TracerProvider;
  readonly #tracer: Tracer;
  readonly #running = new AsyncLocalStorage<OtelSpan>();

  constructor({ endpoint, headers, share, service, failed }: TelemetryOptions) {
    const url = `${endpoint.replace(/\/+$/, '')}/v1/traces`;
    const exporter = new OTLPTraceExporter({ url, headers: { ...headers }, timeoutMillis: SEND_WITHIN });
    this.#provider = new TracerProvider({
      resource: resourceFromAttributes({
        'service.name': service.name,
        'service.version': service.version,
        'service.instance.id': randomUUID(),
        'deployment.environment.name': service.environment,
        'process.pid': process.pid,
      }),
      sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(share) }),
      spanProcessors: [
        new BatchSpanProcessor({
          exporter: new Reporting(exporter, failed),
          scheduledDelayMillis: COLLECT,
          exportTimeoutMillis: SEND_WITHIN,
        }),
      ],
    });
    this.#tracer = this.#provider.getTracer('candor', service.version);
  }

  get current(): string | null {
    const span = this.#running.getStore();
    return span ? traceparentOf(span.spanContext()) : null;
  }

  async run<T>(step: Step, work: (span: Span) => Promise<T>): Promise<T> {
    const { name, kind = 'internal', attributes = {} } = step;
    const span = this.#tracer.startSpan(name, { kind: KINDS[kind], attributes }, this.#contextOf(step));
    const failed = (type: string) => {
      span.setAttribute('error.type', type);
      span.setStatus({ code: SpanStatusCode.ERROR });
    };
    const shown: Span = {
      traceparent: traceparentOf(span.spanContext()),
      set: (more) => void span.setAttributes(more),
      failed,
    };
    try {
      return await this.#running.run(span, () => work(shown));
    } catch (error) {
      failed(errorType(error));
      throw error;
    } finally {
      span.end();
    }
  }

  async close(): Promise<void> {
    const sent = this.#provider.shutdown().catch(() => undefined);
    await Promise.race([sent, pause(STOP_WITHIN, undefined, { ref: false })]);
  }

  #contextOf({ parent }: Step): Context {
    const found = parent === undefined ? this.#running.getStore()?.spanContext() : remote(parent);
    return found ? trace.setSpanContext(ROOT_CONTEXT, found) : ROOT_CONTEXT;
  }
}

/** What is no `traceparent` is none: the trace begins here. */
function remote(parent: string | null): SpanContext | undefined {
  const found = parent === null ? null : parseTraceParent(parent);
  return found ? { ...found, isRemote: true } : undefined;
}

function traceparentOf({ traceId, spanId, traceFlags }: SpanContext): string {
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
}
