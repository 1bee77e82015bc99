import type { Span, Step } from '@candor/kernel/tracing';
import { WebhookOutcome } from '../webhook-kinds.js';
import type { Claimed } from './claiming.js';
import type { Posted } from './post.js';

/** By OpenTelemetry's conventions for HTTP clients; the path, which may be a secret of the target, is left out. */
export function webhookStep({ url, trace, messageId }: Claimed): Step {
  const { hostname, port, protocol } = new URL(url);
  return {
    name: 'POST',
    kind: 'client',
    parent: trace,
    attributes: {
      'http.request.method': 'POST',
      'server.address': hostname,
      'server.port': Number(port) || (protocol === 'https:' ? 443 : 80),
      'messaging.message.id': messageId,
    },
  };
}

export function noteOutcome(span: Span, { outcome, status }: Posted): void {
  if (status !== null) span.set({ 'http.response.status_code': status });
  if (outcome !== WebhookOutcome.ACCEPTED) span.failed(status === null ? outcome : String(status));
}
