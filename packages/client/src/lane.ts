import type { FormattedError } from './candor-error.js';
import type { OperationRequest } from './operation.js';

/** One result of a subscription. */
export interface LiveResult {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly FormattedError[];
}

/** Why a lane ended before its subscription did. */
export type LaneEnd =
  /** The line was cut, or nobody answered: it may be better next time. */
  | 'lost'
  /** The token does not count, or not any more. */
  | 'refused'
  /** What was asked cannot be carried: the same every time. */
  | 'failed';

export class LaneError extends Error {
  override readonly name = 'LaneError';

  constructor(
    readonly end: LaneEnd,
    /** Whether the other side was reached at all. */
    readonly wasOpen: boolean,
    options: { readonly cause?: unknown },
  ) {
    super(`The line ended: ${end}.`, options);
  }
}

/** A way on which subscriptions travel. */
export interface Lane {
  /**
   * The results of one subscription, until it is complete. It does not come back by itself.
   * @param left ends it, and the results with it
   * @param opened is called when the other side has taken the request
   * @throws LaneError, or the errors of a refused operation as a list
   */
  results(
    request: OperationRequest,
    left: AbortSignal,
    opened: () => void,
  ): AsyncIterableIterator<LiveResult>;
  /** Cuts the line where it is suspected to be dead; whoever is on it hears it at once. */
  cut(): void;
  close(): void;
}

/** The results of a library's iterator, which ends when the signal is given although nothing came. */
export async function* until<Result>(
  left: AbortSignal,
  results: AsyncIterableIterator<Result>,
): AsyncGenerator<Result, void, undefined> {
  const leave = () => void results.return?.();
  left.addEventListener('abort', leave, { once: true });
  try {
    yield* results;
  } finally {
    left.removeEventListener('abort', leave);
  }
}
