import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';

/**
 * The text of one operation, with the types of what goes in and comes out: a document of this package, one that
 * graphql-codegen made with `documentMode: 'string'`, or plain text, whose types the caller names.
 */
export type Operation<Result, Variables> =
  | string
  // biome-ignore lint/complexity/noBannedTypes: generated documents extend the class String
  | (String & DocumentTypeDecoration<Result, Variables>);

/** What travels: the same over HTTP, sockets and event streams. */
export interface OperationRequest {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

export function requestOf(operation: object | string, variables: object = {}): OperationRequest {
  return { query: operation.toString(), variables: { ...variables } };
}

/** Who asks, and in which language; asked anew for each connection, so that a token may be renewed. */
export interface Credentials {
  /** The token, or what gets one; left out for what everybody may see. */
  readonly token?: string | (() => string | undefined | Promise<string | undefined>) | undefined;
  /** The language of texts, as a BCP 47 tag such as `zh-CN`. */
  readonly language?: string | undefined;
}

export async function tokenOf({ token }: Credentials): Promise<string | undefined> {
  return typeof token === 'function' ? token() : token;
}

/** The same names in HTTP headers and in `connection_init`. */
export function headersOf(token: string | undefined, { language }: Credentials): Record<string, string> {
  return {
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(language === undefined ? {} : { 'accept-language': language }),
  };
}
