import { EventStreamLane } from './event-streams.js';
import type { Lane } from './lane.js';
import { type Credentials, type Operation, requestOf } from './operation.js';
import type { Pauses } from './pauses.js';
import { type RequestOptions, Requests } from './requests.js';
import { SocketLane } from './sockets.js';
import { type LiveEvent, Watching, type WatchOptions } from './watching.js';

export interface ClientOptions extends Credentials {
  /** The address of the endpoint, such as `https://care.example.org/graphql`. */
  readonly url: string;
  /**
   * How subscriptions travel. `auto` takes a socket, and event streams where none can be opened.
   * @default 'auto'
   */
  readonly transport?: 'auto' | 'socket' | 'event-stream';
  /**
   * How often a query or mutation is sent before its error is thrown. Mutations are sent again with their
   * idempotency key, so that they are carried out once.
   * @default 4
   */
  readonly attempts?: number;
  /** Pauses between attempts of queries and mutations; by default 300 ms, doubled up to 5 s. */
  readonly pauses?: Pauses;
  /** Pauses between attempts of subscriptions, of which there is no last one; by default 1 s, doubled up to 30 s. */
  readonly livePauses?: Pauses;
  /** In place of the runtime's own. */
  readonly fetch?: typeof fetch;
  /** In place of the runtime's own. */
  readonly webSocket?: unknown;
}

export interface MutationOptions extends RequestOptions {
  /**
   * Names this wish: sent again within 24 hours it is not carried out a second time. Left out, each call has a key
   * of its own, so that only its own attempts count as one. `null` sends none, which a document with several
   * mutation fields needs.
   */
  readonly idempotencyKey?: string | null;
}

/** The event of a subscription with one field. */
export type EventOf<Result> = Extract<NonNullable<Result[Exclude<keyof Result, '__typename'>]>, LiveEvent>;

/** What a subscription needs besides `since`, which is the client's own affair. */
type WatchVariables<Variables> = Omit<Variables, 'since'>;

/** After so many sockets in a row that did not open, an event stream is tried. */
const SOCKETS_BEFORE_STREAMS = 2;

/** Talks to one platform for one actor. */
export class Client {
  readonly #requests: Requests;
  readonly #socket: SocketLane;
  readonly #streams: EventStreamLane;
  readonly #watchings = new Set<{ retry(): void; stop(): void }>();

  constructor(private readonly options: ClientOptions) {
    const fetch = options.fetch ?? globalThis.fetch.bind(globalThis);
    const pauses = options.pauses ?? { first: 300, longest: 5_000 };
    this.#requests = new Requests({ ...options, fetch, pauses, attempts: options.attempts ?? 4 });
    this.#socket = new SocketLane(options);
    this.#streams = new EventStreamLane({ ...options, fetch });
    globalThis.addEventListener?.('online', this.#online);
    globalThis.addEventListener?.('offline', this.#offline);
  }

  /**
   * Reads. Tried again when the platform could not be reached.
   * @throws CandorError
   */
  async query<Result, Variables>(
    operation: Operation<Result, Variables>,
    variables?: Variables,
    options: RequestOptions = {},
  ): Promise<Result> {
    return (await this.#requests.send(requestOf(operation, variables ?? {}), {}, options)) as Result;
  }

  /**
   * Changes something, once, however often it has to be sent. What a user can put right is in the `userErrors` of
   * the payload.
   * @throws CandorError
   */
  async mutate<Result, Variables>(
    operation: Operation<Result, Variables>,
    variables?: Variables,
    { idempotencyKey = crypto.randomUUID(), ...options }: MutationOptions = {},
  ): Promise<Result> {
    const headers: Record<string, string> =
      idempotencyKey === null ? {} : { 'idempotency-key': idempotencyKey };
    return (await this.#requests.send(requestOf(operation, variables ?? {}), headers, options)) as Result;
  }

  /** Follows something live. It begins when its events are read, and ends when the loop over them does. */
  watch<Result, Variables>(
    operation: Operation<Result, Variables>,
    variables?: WatchVariables<Variables>,
    options: WatchOptions = {},
  ): Watching<EventOf<Result>> {
    const watching = new Watching<EventOf<Result>>(
      {
        lane: (tried, wasOpen) => this.#laneAfter(tried, wasOpen),
        request: requestOf(operation, variables ?? {}),
        pauses: this.options.livePauses ?? { first: 1_000, longest: 30_000 },
        isTokenRenewable: typeof this.options.token === 'function',
        over: () => this.#watchings.delete(watching),
      },
      options,
    );
    this.#watchings.add(watching);
    return watching;
  }

  /** Ends every subscription and lets the line go. */
  close(): void {
    globalThis.removeEventListener?.('online', this.#online);
    globalThis.removeEventListener?.('offline', this.#offline);
    for (const watching of [...this.#watchings]) watching.stop();
    this.#socket.close();
    this.#streams.close();
  }

  /** Another one than the one that nobody answered on, where both may be taken. */
  #laneAfter(tried: Lane | undefined, wasOpen: boolean): Lane {
    if (this.options.transport === 'event-stream') return this.#streams;
    if (this.options.transport === 'socket' || this.#socket.unopened < SOCKETS_BEFORE_STREAMS)
      return this.#socket;
    return tried === this.#streams && !wasOpen ? this.#socket : this.#streams;
  }

  /** A browser that has its network back need not wait for the next attempt. */
  readonly #online = () => {
    for (const watching of this.#watchings) watching.retry();
  };

  /** It says so long before a ping is missed. */
  readonly #offline = () => {
    this.#socket.cut();
    this.#streams.cut();
  };
}

/** A client for one platform and one actor. */
export function createClient(options: ClientOptions): Client {
  return new Client(options);
}
