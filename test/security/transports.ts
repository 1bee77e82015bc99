import { createClient as createEventClient } from 'graphql-sse';
import { type Client, createClient as createSocketClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { Request } from './documents.js';

/** What came back, whatever carried it: the status where there is one, and the body of the first answer. */
export interface Answer {
  readonly status: number | null;
  readonly body: Body;
}

export interface Body {
  // biome-ignore lint/suspicious/noExplicitAny: a test reads into whatever it has just asked for
  readonly data?: any;
  readonly errors?: ReadonlyArray<{
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: Readonly<Record<string, unknown>>;
  }>;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** A way to the platform in the name of one token. */
export interface Line {
  readonly name: string;
  ask(request: Request): Promise<Answer>;
  close(): void;
}

export async function post(
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Body };
}

export function overHttp(url: string, token: string | undefined): Line {
  return { name: 'HTTP', ask: (request) => post(url, request, bearer(token)), close: () => undefined };
}

/** As many as one socket may send in one go, with a `complete` for each. */
const ON_ONE_SOCKET = 100;

/** One operation after the other on a socket, by the published client. */
export function overSocket(url: string, token: string | undefined): Line {
  let client: Client | undefined;
  let sent = 0;
  return {
    name: 'WebSocket',
    ask: (request) => {
      if (sent++ % ON_ONE_SOCKET === 0) {
        void client?.dispose();
        client = createSocketClient({
          url: `${url.replace('http', 'ws')}/graphql`,
          webSocketImpl: WebSocket,
          connectionParams: token === undefined ? {} : { authorization: `Bearer ${token}` },
          retryAttempts: 0,
          lazyCloseTimeout: 1_000,
          onNonLazyError: () => undefined,
        });
      }
      return firstAnswer((sink) => client!.subscribe(request, sink));
    },
    close: () => void client?.dispose(),
  };
}

/** One connection an operation, by the published client. */
export function overEvents(url: string, token: string | undefined): Line {
  const client = createEventClient({
    url: `${url}/graphql/stream`,
    headers: bearer(token),
    retryAttempts: 0,
  });
  return {
    name: 'event stream',
    ask: (request) => firstAnswer((sink) => client.subscribe(request, sink)),
    close: () => client.dispose(),
  };
}

interface Sink {
  next(result: object): void;
  error(error: unknown): void;
  complete(): void;
}

/** The first answer to an operation; a subscription is left after it. */
function firstAnswer(subscribe: (sink: Sink) => () => void): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let leave: (() => void) | undefined;
    const answer = (found: Answer) => {
      resolve(found);
      queueMicrotask(() => leave?.());
    };
    leave = subscribe({
      next: (result) => answer({ status: null, body: JSON.parse(JSON.stringify(result)) as Body }),
      complete: () => answer({ status: null, body: {} }),
      error: (error) => {
        if (Array.isArray(error))
          answer({ status: null, body: JSON.parse(JSON.stringify({ errors: error })) as Body });
        else if (isRefusal(error))
          error.response
            .json()
            .then((body) => answer({ status: error.response.status, body: body as Body }), reject);
        else reject(error);
      },
    });
  });
}

/** What graphql-sse throws where the answer is no event stream. */
function isRefusal(error: unknown): error is { response: Response } {
  return typeof error === 'object' && error !== null && 'response' in error;
}

export function bearer(token: string | undefined): Record<string, string> {
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
}
