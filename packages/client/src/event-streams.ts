import { type Client, createClient, NetworkError } from 'graphql-sse';
import { type Lane, type LaneEnd, LaneError, type LiveResult, until } from './lane.js';
import { type Credentials, headersOf, type OperationRequest, tokenOf } from './operation.js';

/** The platform says at least this often that it is there. Milliseconds. */
const SILENCE_AT_MOST = 25_000;

/** Each subscription on an HTTP answer that does not end, for networks that let no socket pass. */
export class EventStreamLane implements Lane {
  readonly #client: Client;
  #cuts = new Set<AbortController>();

  constructor(options: Credentials & { readonly url: string; readonly fetch: typeof fetch }) {
    this.#client = createClient({
      url: `${options.url}/stream`,
      headers: async () => headersOf(await tokenOf(options), options),
      retryAttempts: 0,
      fetchFn: (url: string, init: RequestInit) => this.#watched(options.fetch, url, init),
    });
  }

  async *results(
    request: OperationRequest,
    left: AbortSignal,
    opened: () => void,
  ): AsyncGenerator<LiveResult, void, undefined> {
    let wasOpen = false;
    try {
      const results = this.#client.iterate(
        { ...request },
        {
          connected: () => {
            wasOpen = true;
            opened();
          },
        },
      );
      yield* until(left, results as AsyncIterableIterator<LiveResult>);
    } catch (error) {
      throw new LaneError(endOf(error), wasOpen, { cause: error });
    }
  }

  cut(): void {
    for (const cut of this.#cuts) cut.abort(new NetworkError('The line was cut.'));
  }

  close(): void {
    this.#client.dispose();
  }

  /** A stream on which nothing comes, not even a sign of life, is cut. */
  async #watched(fetch: typeof globalThis.fetch, url: string, init: RequestInit): Promise<Response> {
    const cut = new AbortController();
    this.#cuts.add(cut);
    let timer = silence(cut);
    const signal = init.signal ? AbortSignal.any([init.signal, cut.signal]) : cut.signal;
    const over = () => {
      clearTimeout(timer);
      this.#cuts.delete(cut);
    };
    const response = await fetch(url, { ...init, signal }).catch((error: unknown) => {
      over();
      throw error;
    });
    const heard = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        clearTimeout(timer);
        timer = silence(cut);
        controller.enqueue(chunk);
      },
      flush: over,
    });
    signal.addEventListener('abort', over, { once: true });
    return new Response(response.body?.pipeThrough(heard) ?? null, response);
  }
}

function silence(cut: AbortController): ReturnType<typeof setTimeout> {
  return setTimeout(() => cut.abort(new NetworkError('Nothing was heard for too long.')), SILENCE_AT_MOST);
}

function endOf(error: unknown): LaneEnd {
  const status = error instanceof NetworkError ? error.response?.status : undefined;
  if (status === 401 || status === 403) return 'refused';
  const isSameNextTime =
    status !== undefined && status >= 400 && status < 500 && ![408, 425, 429].includes(status);
  return isSameNextTime ? 'failed' : 'lost';
}
