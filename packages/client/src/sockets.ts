import { type Client, createClient } from 'graphql-ws';
import { type Lane, type LaneEnd, LaneError, type LiveResult, until } from './lane.js';
import { type Credentials, headersOf, type OperationRequest, tokenOf } from './operation.js';

/** A line without an answer for so long is dead, though nobody closed it. Milliseconds. */
const PING_EVERY = 10_000;
const ANSWER_WITHIN = 5_000;
const GREETING_WITHIN = 8_000;

/** Closed for a reason that is the same next time. */
const FINAL_CODES = new Set([1002, 1003, 1007, 1008, 4004, 4005, 4400, 4406, 4409]);
/** Closed because the token does not count, or does not any more. */
const FORBIDDEN = 4403;

/** All subscriptions on one WebSocket, by the protocol graphql-transport-ws. */
export class SocketLane implements Lane {
  readonly #client: Client;
  /** How many sockets in a row did not open. */
  unopened = 0;
  /** How far the present line, or the last one, has come. */
  #reached: 'nothing' | 'open' | 'greeted' = 'nothing';
  #isUp = false;
  #unanswered: ReturnType<typeof setTimeout> | undefined;

  constructor(options: Credentials & { readonly url: string; readonly webSocket?: unknown }) {
    this.#client = createClient({
      url: options.url.replace(/^http/, 'ws'),
      connectionParams: async () => headersOf(await tokenOf(options), options),
      // A board that is left for another keeps the line.
      lazyCloseTimeout: 1_000,
      retryAttempts: 0,
      keepAlive: PING_EVERY,
      connectionAckWaitTimeout: GREETING_WITHIN,
      ...(options.webSocket !== undefined && { webSocketImpl: options.webSocket }),
      on: {
        connecting: () => {
          this.#reached = 'nothing';
        },
        opened: () => {
          this.#reached = 'open';
          this.unopened = 0;
        },
        connected: () => {
          this.#reached = 'greeted';
          this.#isUp = true;
        },
        ping: (received) => {
          if (!received) this.#unanswered = setTimeout(() => this.cut(), ANSWER_WITHIN);
        },
        pong: (received) => {
          if (received) clearTimeout(this.#unanswered);
        },
        closed: () => {
          clearTimeout(this.#unanswered);
          this.#isUp = false;
          if (this.#reached === 'nothing') this.unopened += 1;
        },
      },
    });
  }

  async *results(
    request: OperationRequest,
    left: AbortSignal,
    opened: () => void,
  ): AsyncGenerator<LiveResult, void, undefined> {
    if (this.#isUp) opened();
    const forget = this.#client.on('connected', opened);
    try {
      yield* until(left, this.#client.iterate({ ...request }) as AsyncIterableIterator<LiveResult>);
    } catch (error) {
      // What the operation itself is refused for.
      if (Array.isArray(error)) throw error;
      throw new LaneError(this.#endOf(error), this.#reached !== 'nothing', { cause: error });
    } finally {
      forget();
    }
  }

  cut(): void {
    this.#client.terminate();
  }

  close(): void {
    clearTimeout(this.#unanswered);
    void this.#client.dispose();
  }

  #endOf(error: unknown): LaneEnd {
    const code = (error as { readonly code?: unknown } | null)?.code;
    if (FINAL_CODES.has(Number(code))) return 'failed';
    // Later than the greeting it says that the token is over, or may do less now; the next attempt tells.
    return code === FORBIDDEN && this.#reached !== 'greeted' ? 'refused' : 'lost';
  }
}
