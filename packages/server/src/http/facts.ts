import type { IncomingHttpHeaders } from 'node:http';
import { CodedError, localeFor, type RequestFacts } from '@candor/kernel/graphql';

/** What a request says of itself. Throws UNAUTHENTICATED or BAD_REQUEST where a header cannot be read. */
export function factsOf(
  headers: IncomingHttpHeaders,
  requestId: string,
  address: string | undefined,
): RequestFacts {
  return {
    address,
    token: bearer(headers.authorization),
    locale: localeFor(headers['accept-language']),
    requestId,
    idempotencyKey: idempotencyKey(headers['idempotency-key']),
    traceparent: headers['traceparent'] as string | undefined,
  };
}

/** The same for a socket: pages cannot set its headers, so token and language are in the parameters of `connection_init`. */
export function socketFacts(
  headers: IncomingHttpHeaders,
  parameters: Readonly<Record<string, unknown>> | undefined,
  requestId: string,
  address: string | undefined,
): RequestFacts {
  const { authorization, 'accept-language': language } = parameters ?? {};
  if (authorization !== undefined && authorization !== null && typeof authorization !== 'string')
    throw noBearer();
  return {
    address,
    token: bearer(authorization ?? undefined),
    locale: localeFor(typeof language === 'string' ? language : headers['accept-language']),
    requestId,
    idempotencyKey: undefined,
  };
}

/** Another scheme than Bearer is a mistake, not an anonymous request. */
function bearer(authorization: string | undefined): string | undefined {
  if (authorization === undefined) return undefined;
  const token = /^Bearer +([\w.~+/-]+=*)$/i.exec(authorization)?.[1];
  if (token === undefined) throw noBearer();
  return token;
}

function noBearer(): CodedError {
  return new CodedError('UNAUTHENTICATED', 'The authorization is not "Bearer" and a token.');
}

function idempotencyKey(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  if (typeof header === 'string' && /^[\x21-\x7e]{1,255}$/.test(header)) return header;
  throw new CodedError('BAD_REQUEST', 'The header Idempotency-Key is 1 to 255 visible ASCII characters.');
}
