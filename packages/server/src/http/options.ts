import type { Logger } from 'pino';
import type { Observer } from '../metrics/observed.js';
import type { TraceOperation } from '../tracing/operations.js';
import type { ActorLimits } from './holdings.js';
import type { PersistedDocuments } from './persisted-documents.js';

export interface HttpOptions {
  readonly host: string;
  /** 0 takes any port that is free. */
  readonly port: number;
  /** Where clients reach the platform, such as `https://care.example.org`; left out, where it listens. */
  readonly publicUrl?: string | undefined;
  /** Addresses or networks, such as `10.0.0.0/8`, whose forwarding headers are believed. */
  readonly trustedProxies: readonly string[];
  /** Origins of other sites whose pages may call the API. */
  readonly corsOrigins: readonly string[];
  readonly production: boolean;
  readonly logger: Logger;
  /** Each check by name: `null` when well, or else what is wrong. */
  readiness(): Promise<Record<string, string | null>>;
  /** The public keys of tokens, as RFC 7517 has them. */
  jwks(): Promise<object>;
  /** A folder with the page that is served at `/board/`. */
  readonly boardPage?: string | undefined;
  /** Whether the API explorer is served at `/explorer/`; left out, everywhere but in production. */
  readonly explorer?: boolean | undefined;
  /** Whom the explorer can ask as, with a token each, the first by default. Never told in production. */
  explorerActors?(): Promise<Array<{ name: string; token: string }>>;
  readonly timeouts?: Partial<Timeouts>;
  /** Documents that are known by their hash or name; left out, none are, and everybody sends their own. */
  readonly documents?: PersistedDocuments;
  /** Told of each operation that was answered. */
  readonly observe?: Observer | undefined;
  /** Runs each operation as a step of a trace; left out, nothing is traced. */
  readonly trace?: TraceOperation | undefined;
  /** How many queries a busy process works on at a time; left out, `QUERIES_AT_ONCE`. */
  readonly queriesAtOnce?: number | undefined;
  /** How much one actor may hold at a time; left out, `ACTOR_LIMITS`. */
  readonly actorLimits?: Partial<ActorLimits>;
}

/** All in milliseconds. */
export interface Timeouts {
  /** Until all headers of a request have come. */
  readonly headers: number;
  /** Until a whole request has come. */
  readonly request: number;
  /** Until a query or mutation is answered, over any transport. */
  readonly operation: number;
  /** Until a socket has sent `connection_init`. */
  readonly init: number;
  /** Whoever is gone without a word is found out within two of these. */
  readonly keepAlive: number;
}

export const TIMEOUTS: Timeouts = {
  headers: 10_000,
  request: 30_000,
  operation: 15_000,
  init: 3_000,
  keepAlive: 12_000,
};

/** Somewhat more than a process has connections to the database, unless it is told otherwise. */
export const QUERIES_AT_ONCE = 12;

/** The largest body of a request, in bytes: beyond any document and its variables. */
export const MAXIMUM_BODY = 2 ** 20;

/** Bytes that may wait for one watcher who does not read; past them it is closed and may come back. */
export const MAXIMUM_BUFFERED = 2 ** 20;

/** Where the API is. */
export const PATHS = { graphql: '/graphql', stream: '/graphql/stream' } as const;
