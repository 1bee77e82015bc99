import { ERROR_CODES, type ErrorCode, type RequestFacts } from '@candor/kernel/graphql';
import type { SpanAttributes, Tracing } from '@candor/kernel/tracing';
import type { OperationTypeNode } from 'graphql';

/** An operation that is about to run. */
interface AskedOperation {
  /** The text of its document. */
  readonly source: string;
  readonly kind: OperationTypeNode;
  readonly facts: RequestFacts;
}

/** Runs an operation as a step of the trace that its request brought, or of a new one. */
export type TraceOperation = <Answer extends object>(
  asked: AskedOperation,
  work: () => Promise<Answer>,
) => Promise<Answer>;

/** Codes that say that we have failed, not that something was asked which is not to be had. */
const OUR_FAULTS: ReadonlySet<string> = new Set<ErrorCode>([
  'INTERNAL_SERVER_ERROR',
  'PLUGIN_FAILED',
  'UNAVAILABLE',
]);

/**
 * By OpenTelemetry's conventions for GraphQL servers: the span is named by the type of the operation only. Of the
 * document there is at most the name under which the installation lists it; what clients make up, and their
 * variables, may tell of persons.
 */
export function traceOperations(tracing: Tracing, names: ReadonlyMap<string, string>): TraceOperation {
  return ({ source, kind, facts }, work) => {
    const name = names.get(source);
    const attributes: SpanAttributes = {
      'graphql.operation.type': kind,
      ...(name !== undefined && { 'graphql.operation.name': name }),
      'candor.request_id': facts.requestId,
    };
    const step = { name: kind, kind: 'server', attributes, parent: facts.traceparent ?? null } as const;
    return tracing.run(step, async (span) => {
      const answer = await work();
      const code = codeIn(answer);
      if (code !== undefined) {
        span.set({ 'candor.error.code': code });
        if (OUR_FAULTS.has(code)) span.failed(code);
      }
      return answer;
    });
  };
}

/** The code of the first error, which is masked by then and so one of the closed list. */
function codeIn(answer: object): string | undefined {
  const { errors } = answer as { readonly errors?: ReadonlyArray<{ extensions: { code?: unknown } }> };
  const code = errors?.[0]?.extensions.code;
  return typeof code === 'string' && code in ERROR_CODES ? code : undefined;
}
