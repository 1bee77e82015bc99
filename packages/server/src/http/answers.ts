import { ERROR_CODES, type ErrorCode } from '@candor/kernel/graphql';
import type { GraphQLFormattedError } from 'graphql';

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly GraphQLFormattedError[] | undefined;
}

/** What a request that was not executed is answered with; 400 for the codes that are not here. */
const STATUSES: Partial<Record<ErrorCode, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  IDEMPOTENCY_IN_PROGRESS: 409,
  RATE_LIMITED: 429,
  PLUGIN_FAILED: 503,
  UNAVAILABLE: 503,
  INTERNAL_SERVER_ERROR: 500,
  PERSISTED_QUERY_NOT_FOUND: 200, // clients of that protocol read the code, and only in a 200
};

/**
 * The status of a GraphQL response, whatever its media type: 200 once the operation was executed, with errors
 * beside the data or not (a partial result is not told apart as 294), else what the first error's code says.
 */
export function statusOf({ data, errors }: Answer): number {
  if ((data !== undefined && data !== null) || !errors || errors.length === 0) return 200;
  return STATUSES[codeOf(errors[0])] ?? 400;
}

/** Seconds after which the caller may try again, where an error says so. */
export function retryAfter({ errors }: Answer): number | undefined {
  const waits = (errors ?? [])
    .map((error) => error.extensions?.retryAfter)
    .filter((wait) => typeof wait === 'number');
  return waits.length === 0 ? undefined : Math.ceil(Math.max(...waits));
}

/** Errors that were made below us, completed as all errors are: a code of the list, `retryable` and `requestId`. */
export function completed<Any extends Answer>(answer: Any, requestId: string): Any {
  if (!answer.errors) return answer;
  const errors = answer.errors.map((error) => {
    const code = codeOf(error);
    return {
      ...error,
      extensions: { ...error.extensions, code, retryable: ERROR_CODES[code].retryable, requestId },
    };
  });
  return { ...answer, errors };
}

/** A refusal before GraphQL, in the form of a GraphQL response. */
export function refusal(
  code: ErrorCode,
  message: string,
  requestId: string,
): { errors: GraphQLFormattedError[] } {
  return { errors: [{ message, extensions: { code, retryable: ERROR_CODES[code].retryable, requestId } }] };
}

function codeOf(error: GraphQLFormattedError | undefined): ErrorCode {
  const code = error?.extensions?.code;
  return typeof code === 'string' && Object.hasOwn(ERROR_CODES, code) ? (code as ErrorCode) : 'BAD_REQUEST';
}
