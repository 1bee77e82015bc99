import type { ExecutionResult } from 'graphql';
import { CodedError, type ErrorCode } from '../graphql/errors.js';

/** Why a subscription ends before its watcher wants it to, and how a transport says so. */
interface End {
  /** Closes the whole WebSocket with this code; `null` ends the one operation only. */
  readonly closeCode: number | null;
  /** The code of the error that the operation ends with, where the transport can still send one. */
  readonly error: ErrorCode;
  readonly message: string;
}

/**
 * All ends. Each close code is one after which clients of graphql-transport-ws come back by themselves,
 * with `since` and without loss. 4429 would fit a slow watcher by its name, but they take it as final.
 */
export const LIVE_ENDS = {
  expired: {
    closeCode: 4403,
    error: 'UNAUTHENTICATED',
    message: 'The token has expired. Come back with a new one.',
  },
  revoked: {
    closeCode: 4403,
    error: 'UNAUTHENTICATED',
    message: 'The token is no longer valid. Get a new one.',
  },
  withdrawn: { closeCode: null, error: 'NOT_FOUND', message: 'There is no such record.' },
  slow: {
    closeCode: 1013,
    error: 'UNAVAILABLE',
    message: 'The watcher did not keep up. Come back with `since` to go on without a gap.',
  },
  unavailable: {
    closeCode: 1013,
    error: 'UNAVAILABLE',
    message: 'The state of the watcher could not be checked. Come back with `since` to go on without a gap.',
  },
  leaving: {
    closeCode: 1001,
    error: 'UNAVAILABLE',
    message: 'The server is stopping. Come back with `since` to go on without a gap.',
  },
} as const satisfies Record<string, End>;

export type LiveEnd = keyof typeof LIVE_ENDS;

/** The last result of an operation that ended so, and the answer to one that could not begin for that reason. */
export function resultOf(end: LiveEnd): ExecutionResult {
  const { error, message } = LIVE_ENDS[end];
  return { errors: [new CodedError(error, message)] };
}
