import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';

/** Milliseconds between two words about a collector that is away. */
const PAUSE = 60_000;

/** An exporter that says when it fails: OpenTelemetry's own keep that to themselves. */
export class Reporting implements SpanExporter {
  #lastSaid = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly exporter: SpanExporter,
    private readonly failed: (error: unknown) => void,
  ) {}

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    this.exporter.export(spans, (result) => {
      if (result.code === ExportResultCode.FAILED) this.#say(result.error);
      done(result);
    });
  }

  shutdown(): Promise<void> {
    return this.exporter.shutdown();
  }

  async forceFlush(): Promise<void> {
    await this.exporter.forceFlush?.();
  }

  #say(error: unknown): void {
    const now = performance.now();
    if (now - this.#lastSaid < PAUSE) return;
    this.#lastSaid = now;
    this.failed(error);
  }
}
