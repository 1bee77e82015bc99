import { GraphQLError } from 'graphql';

/** The closed list of `extensions.code`: what it means, and whether the same request may succeed later. */
export const ERROR_CODES = {
  UNAUTHENTICATED: {
    retryable: false,
    meaning: 'The token is missing, malformed, expired or revoked. Get a new one.',
  },
  FORBIDDEN: {
    retryable: false,
    meaning: 'The actor may not do this, or may not use that field in a filter, an order or a search.',
  },
  BAD_USER_INPUT: {
    retryable: false,
    meaning: 'An argument or variable is not what the schema asks for; the message names it.',
  },
  NOT_FOUND: { retryable: false, meaning: 'There is no such record, or the actor may not see it.' },
  CONFLICT: {
    retryable: false,
    meaning: 'The record has changed since it was read. Read it again and decide anew.',
  },
  RATE_LIMITED: {
    retryable: true,
    meaning: 'Too many requests, or too costly ones. Wait for `retryAfter` seconds.',
  },
  QUERY_TOO_COSTLY: {
    retryable: false,
    meaning: 'The operation asks for more than one request may. `extensions.cost` says how much.',
  },
  IDEMPOTENCY_KEY_REUSED: {
    retryable: false,
    meaning: 'The idempotency key was used for another input. Take a new key.',
  },
  IDEMPOTENCY_IN_PROGRESS: {
    retryable: true,
    meaning: 'The first request with this idempotency key is still running. Ask again with the same key.',
  },
  UNAVAILABLE: {
    retryable: true,
    meaning: 'The database or another part is not reachable just now. Ask again.',
  },
  PLUGIN_FAILED: {
    retryable: true,
    meaning: 'A plugin that stands in front of this command failed or took too long; nothing was changed.',
  },
  INTERNAL_SERVER_ERROR: {
    retryable: false,
    meaning: 'Something failed inside. The log has it under `requestId`.',
  },
  GRAPHQL_PARSE_FAILED: { retryable: false, meaning: 'The document is not GraphQL.' },
  GRAPHQL_VALIDATION_FAILED: {
    retryable: false,
    meaning: 'The document does not fit the schema, or passes a limit of its form.',
  },
  OPERATION_RESOLUTION_FAILURE: {
    retryable: false,
    meaning: 'The request names no operation of the document, or one of the wrong kind.',
  },
  BAD_REQUEST: {
    retryable: false,
    meaning: 'The request is not GraphQL over HTTP: its headers, method or body.',
  },
  PERSISTED_QUERY_NOT_FOUND: {
    retryable: false,
    meaning: 'The server does not know the document of that hash. Send the whole document.',
  },
} as const satisfies Record<string, { retryable: boolean; meaning: string }>;

export type ErrorCode = keyof typeof ERROR_CODES;

/** A failure that is answered as a top-level error. Its message is for the caller and holds nothing internal. */
export class CodedError extends GraphQLError {
  constructor(code: ErrorCode, message: string, extensions: Record<string, unknown> = {}) {
    super(message, { extensions: { ...extensions, code, retryable: ERROR_CODES[code].retryable } });
  }

  get code(): ErrorCode {
    return this.extensions['code'] as ErrorCode;
  }
}

/** The codes of `userErrors` that every mutation may answer with; plugins add theirs with `api.errors`. */
export const USER_ERROR_CODES = {
  NOT_FOUND: 'There is no such record, or the actor may not see it.',
  CONFLICT: 'The record has changed since it was read; the payload holds it as it is now.',
  INVALID: 'The value of the field is not acceptable; the message says what would be.',
  NOT_ALLOWED: 'The actor may see the record but not do this to it.',
} as const;

/** What a user can put right: answered as data, and the whole command is rolled back. */
export class UserError extends Error {
  constructor(
    readonly code: string,
    /** Path of the input field, such as `['intake', 'what']`; empty where no single field is at fault. */
    readonly field: readonly string[],
    message: string,
    /** Payload fields to answer with nevertheless, such as the current record of a conflict. */
    readonly payload: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }
}

/** Several user errors at once. */
export class UserErrors extends Error {
  constructor(readonly errors: readonly UserError[]) {
    super(errors.map((error) => error.message).join(' '));
  }
}
