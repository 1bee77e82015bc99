import { instantText } from '@candor/kernel/instant-text';
import { withoutPersonalData } from '@candor/kernel/personal-data';
import pino, { type DestinationStream, type Logger } from 'pino';
import { standardErrorLines } from './log-lines.js';

/** Longer messages quote whole statements. */
const LONGEST = 500;

/**
 * One JSON line an event, on standard error, naming the process it comes from. What failed is told without what looks
 * like personal data.
 */
export function createLogger(
  level: string,
  name: string,
  destination: DestinationStream = standardErrorLines(),
): Logger {
  const serializers = { err: loggedError, error: loggedError };
  return pino({ level, name, serializers, timestamp }, destination);
}

/** As pino's own of RFC 3339. */
const timestamp = () => `,"time":"${instantText(new Date())}"`;

interface LoggedError {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  /** Of the database: names of its schema, no values. */
  readonly table?: string;
  readonly constraint?: string;
  /** Where it was thrown, without the message, which stands at the head of a stack. */
  readonly stack?: readonly string[];
  readonly cause?: LoggedError;
}

/**
 * What the log says of an error. The database's `detail`, `where` and parameters are left out: they quote values, as
 * messages may.
 */
export function loggedError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: masked(textOf(error)) };
  const { code, table, constraint } = error as { code?: unknown; table?: unknown; constraint?: unknown };
  const stack = error.stack?.split('\n').filter((line) => /^\s+at /.test(line));
  return {
    type: error.name,
    message: masked(error.message),
    ...(code !== undefined && { code: String(code) }),
    ...(typeof table === 'string' && { table }),
    ...(typeof constraint === 'string' && { constraint }),
    ...(stack && stack.length > 0 && { stack: stack.map((line) => line.trim()) }),
    ...(error.cause !== undefined && depth < 3 && { cause: loggedError(error.cause, depth + 1) }),
  };
}

function masked(text: string): string {
  return withoutPersonalData(text.split('\n', 1)[0]!.slice(0, LONGEST));
}

function textOf(value: unknown): string {
  return typeof value === 'object' && value !== null && 'message' in value
    ? String(value.message)
    : String(value);
}
