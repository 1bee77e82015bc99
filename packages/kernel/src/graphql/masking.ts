import { type ExecutionResult, GraphQLError } from 'graphql';
import { CodedError, ERROR_CODES, type ErrorCode } from './errors.js';

/** Told of every failure whose cause the caller does not get to see. */
export type Report = (error: unknown, requestId: string) => void;

/**
 * The result as it may leave the process: every error has `code`, `retryable` and `requestId`, and only those
 * written for the caller keep their message. The cause of any other goes to `report`, under the request's id.
 * Masking twice changes nothing.
 */
export function maskErrors<Result extends ExecutionResult>(
  result: Result,
  requestId: string,
  report: Report,
): Result {
  if (!result.errors || result.errors.length === 0) return result;
  return { ...result, errors: result.errors.map((error) => maskError(error, requestId, report)) };
}

/** One error as it may leave the process; anything that was thrown will do. */
export function maskError(error: unknown, requestId: string, report: Report): GraphQLError {
  const where = error instanceof GraphQLError ? error : undefined;
  const cause = causeOf(error);
  const code = codeOf(where, cause);
  if (code !== undefined && where) {
    const extensions = { ...where.extensions, code, retryable: ERROR_CODES[code].retryable, requestId };
    return located(where, where.message, extensions);
  }
  report(cause, requestId);
  const masked: ErrorCode = isOutage(cause) ? 'UNAVAILABLE' : 'INTERNAL_SERVER_ERROR';
  const message =
    masked === 'UNAVAILABLE'
      ? 'A part of the platform is not reachable just now.'
      : 'Something failed inside.';
  return located(where, message, { code: masked, retryable: ERROR_CODES[masked].retryable, requestId });
}

/** The code of an error that was written for the caller; `undefined` for one that has to be masked. */
function codeOf(error: GraphQLError | undefined, cause: unknown): ErrorCode | undefined {
  // Somebody else's error may carry `extensions` too, which graphql-js copies: only a GraphQLError speaks to callers.
  if (!error || !(cause instanceof GraphQLError)) return undefined;
  if (cause instanceof CodedError) return cause.code;
  // graphql-jit leaves `extensions` out where there are none.
  const code = error.extensions?.code;
  if (typeof code === 'string' && Object.hasOwn(ERROR_CODES, code)) return code as ErrorCode;
  // graphql-js's own: about the document (nodes, no path), or an argument that was met on the way.
  if (error.path === undefined) return cause.nodes?.length ? 'GRAPHQL_VALIDATION_FAILED' : undefined;
  return /^Argument "\w+" /.test(cause.message) ? 'BAD_USER_INPUT' : undefined;
}

/** What was thrown first, below what graphql-js wrapped around it. */
function causeOf(error: unknown): unknown {
  let cause = error;
  while (cause instanceof GraphQLError && cause.originalError) cause = cause.originalError;
  return cause;
}

function located(
  error: GraphQLError | undefined,
  message: string,
  extensions: Record<string, unknown>,
): GraphQLError {
  const masked = new GraphQLError(message, {
    ...(error?.nodes ? { nodes: error.nodes } : {}),
    ...(error?.source ? { source: error.source } : {}),
    ...(error?.positions ? { positions: error.positions } : {}),
    ...(error?.path ? { path: error.path } : {}),
    extensions,
  });
  // graphql-jit knows places, but neither nodes nor positions.
  if (!masked.locations && error?.locations) Object.assign(masked, { locations: error.locations });
  return masked;
}

/** Failures that pass by themselves: the connection, or PostgreSQL itself (https://www.postgresql.org/docs/current/errcodes-appendix.html). */
const OUTAGES = new Set([
  ...[
    'ECONNREFUSED',
    'ECONNRESET',
    'ETIMEDOUT',
    'EPIPE',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'ENOTFOUND',
    'EAI_AGAIN',
  ],
  '25006', // read-only: the primary has moved
  '25P03', // idle in transaction for too long
  '40001', // serialization failure
  '40P01', // deadlock
  '53300', // too many connections
  '55P03', // lock not available
  '57014', // statement timeout
  '57P01', // admin shutdown
  '57P02', // crash shutdown
  '57P03', // cannot connect now
]);

/** pg and its pool give these no code. */
const OUTAGE_MESSAGES =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

function isOutage(error: unknown): boolean {
  const seen = new Set<unknown>();
  for (
    let cause = error;
    cause instanceof Error && !seen.has(cause);
    cause = cause.cause ?? previous(cause)
  ) {
    seen.add(cause);
    const code = 'code' in cause ? String(cause.code) : '';
    if (OUTAGES.has(code) || /^08...$/.test(code) || OUTAGE_MESSAGES.test(cause.message)) return true;
    if (cause instanceof AggregateError && cause.errors.some(isOutage)) return true;
  }
  return false;
}

/** MikroORM keeps the driver's error there. */
function previous(error: Error): unknown {
  return 'previous' in error ? error.previous : undefined;
}
