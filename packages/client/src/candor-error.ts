import type { ErrorCode } from './generated.js';

/** One error of an answer, as the platform formats it. */
export interface FormattedError {
  readonly message: string;
  readonly path?: ReadonlyArray<string | number>;
  readonly extensions?: {
    readonly code?: ErrorCode;
    readonly requestId?: string;
    readonly retryable?: boolean;
    /** Seconds. */
    readonly retryAfter?: number;
    readonly [name: string]: unknown;
  };
}

/**
 * An operation that was not carried out, or not wholly. What a user can put right is no such error: it stands in
 * `userErrors` of the payload.
 */
export class CandorError extends Error {
  override readonly name = 'CandorError';
  /** A code of the platform, or `UNREACHABLE` when there was no answer that could be read. */
  readonly code: ErrorCode | 'UNREACHABLE';
  /** Whether the same request may succeed later. */
  readonly isRetryable: boolean;
  /** After how many seconds, where the platform says so. */
  readonly retryAfter: number | undefined;
  /** Leads an operator to the log. */
  readonly requestId: string | undefined;

  constructor(
    /** All errors of the answer; empty when there was none. */
    readonly errors: readonly FormattedError[],
    options: {
      readonly message?: string;
      readonly cause?: unknown;
      /** What could be answered in spite of the errors. */
      readonly data?: unknown;
    } = {},
  ) {
    const [first] = errors;
    super(first?.message ?? options.message ?? 'There was no answer.', { cause: options.cause });
    const facts = first?.extensions;
    this.code = first ? (facts?.code ?? 'INTERNAL_SERVER_ERROR') : 'UNREACHABLE';
    this.isRetryable = first ? facts?.retryable === true : true;
    this.retryAfter = facts?.retryAfter;
    this.requestId = facts?.requestId;
    this.data = options.data;
  }

  /** What could be answered in spite of the errors: fields that failed are null. */
  readonly data: unknown;
}
