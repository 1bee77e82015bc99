import type { IncomingMessage } from 'node:http';
import type { onRequestHookHandler } from 'fastify';

/** Whether a browser's page of that origin may use the API. */
export type Admits = (origin: string) => boolean;

/**
 * The platform's own origin and the listed ones. `own` is asked each time, as it may be known only once the
 * server listens. Throws for a list that names no plain origins; `*` is none.
 */
export function admittedOrigins(listed: readonly string[], own: () => string | undefined): Admits {
  for (const origin of listed) {
    if (!URL.canParse(origin) || new URL(origin).origin !== origin || origin === 'null') {
      throw new Error(
        `Not an origin: "${origin}". Write https://care.example.org, without a path and never "*".`,
      );
    }
  }
  const others = new Set(listed);
  return (origin) => {
    if (others.has(origin)) return true;
    const url = own();
    return url !== undefined && loopback(origin) === loopback(new URL(url).origin);
  };
}

/** A machine's names for itself are one origin. */
function loopback(origin: string): string {
  return origin.replace(/^(https?:\/\/)(127\.0\.0\.1|\[::1\])(?=:|$)/, '$1localhost');
}

/**
 * Whether an upgrade may become a socket. Pages always name their origin; programs name none, and have no
 * cookies either, so that a request with cookies and without an origin is neither.
 */
export function maySocket(request: IncomingMessage, admits: Admits): boolean {
  const { origin, cookie } = request.headers;
  return origin === undefined ? cookie === undefined : admits(origin);
}

const ALLOWED_HEADERS = [
  'accept-language',
  'apollo-require-preflight',
  'authorization',
  'content-type',
  'idempotency-key',
  'traceparent',
].join(', ');

/** Cross-origin rules of fetch. Tokens come in a header and cookies are never used, so credentials are never allowed. */
export function cors(admits: Admits): onRequestHookHandler {
  return (request, reply, done) => {
    const { origin } = request.headers;
    reply.header('vary', 'Origin');
    const admitted = origin !== undefined && admits(origin);
    if (admitted) reply.header('access-control-allow-origin', origin);
    if (request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined) {
      if (admitted) {
        reply.header('access-control-allow-methods', 'GET, POST');
        reply.header('access-control-allow-headers', ALLOWED_HEADERS);
        reply.header('access-control-max-age', '600');
      }
      reply.code(204).send();
      return;
    }
    if (admitted) reply.header('access-control-expose-headers', 'retry-after, x-request-id');
    done();
  };
}
