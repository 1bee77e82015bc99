/** Ids, names and numbers. No personal data, nothing that somebody typed. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

/** One step of what is done for a request, as OpenTelemetry has it. */
export interface Step {
  /** One of few: ids belong into the attributes. */
  readonly name: string;
  /** Asked by others, asking others, taken from a queue, or none of these, which is what it is unless set. */
  readonly kind?: 'server' | 'client' | 'consumer' | 'internal';
  readonly attributes?: SpanAttributes;
  /** The `traceparent` of what has led to it; null begins a trace. Left out, it belongs to what runs just now. */
  readonly parent?: string | null | undefined;
}

/** A step that runs. */
export interface Span {
  /** The header of that name by which others continue the trace (W3C Trace Context); null where nothing is traced. */
  readonly traceparent: string | null;
  set(attributes: SpanAttributes): void;
  /** It went wrong. `type` is a code or the name of a class; messages may tell of persons and are not taken. */
  failed(type: string): void;
}

/** Where the steps are recorded. */
export interface Tracing {
  /** What a step that is begun later, or elsewhere, names as its parent; null where nothing is traced. */
  readonly current: string | null;
  /** Runs work as a step. What it throws marks the step as failed, and is thrown on. */
  run<T>(step: Step, work: (span: Span) => Promise<T>): Promise<T>;
}

const NO_SPAN: Span = { traceparent: null, set: () => undefined, failed: () => undefined };

/** Records nothing. */
export const UNTRACED: Tracing = { current: null, run: (_, work) => work(NO_SPAN) };

/** What is told of an error in a trace: its code, or the name of its class. */
export function errorType(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && /^\w{1,64}$/.test(code) ? code : error.name;
}
