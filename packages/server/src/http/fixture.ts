import { EventEmitter, on } from 'node:events';
import {
  CodedError,
  coerceVariables,
  costOf,
  documentLimits,
  type Engine,
  introspectionFault,
  type Operation,
  type RequestFacts,
  type Session,
} from '@candor/kernel/graphql';
import type { Flow, LiveEnd, ResultSink, Results } from '@candor/kernel/live';
import { expect } from '@jest/globals';
import {
  buildSchema,
  type ExecutionResult,
  execute,
  type GraphQLObjectType,
  type GraphQLSchema,
  getOperationAST,
  subscribe,
} from 'graphql';
import { createLogger } from '../processes/logger.js';
import type { HttpOptions } from './options.js';
import { createHttpServer, type HttpServer } from './server.js';

const SCHEMA = `
  enum Colour { RED GREEN }
  type Thing { id: ID!, name: String, thing: Thing, things(first: Int): ThingConnection }
  type ThingConnection { edges: [ThingEdge!]! }
  type ThingEdge { node: Thing }
  type Query {
    hello(name: String = "world"): String
    me: String
    things(first: Int): ThingConnection
    thing: Thing
    paint(colour: Colour): Colour
    broken: String
    down: String
    never: String
  }
  type Mutation { touch: String, login(key: String): String }
  type Subscription { count(to: Int!): Int, ticks(of: String!): String, broken: String }
`;

/** An engine over a small schema that was made by hand, with the limits and the cost of the kernel. */
export class FakeEngine implements Engine {
  readonly schema: GraphQLSchema = buildSchema(SCHEMA);
  /** The root fields that were executed, in order. */
  readonly executed: string[] = [];
  /** The facts of every authentication. */
  readonly seen: RequestFacts[] = [];
  /** `ticks(of)` yields what is emitted under that name. */
  readonly ticks = new EventEmitter().setMaxListeners(0);
  production = false;
  /** How many subscriptions are running, and how often the next event of `ticks` was asked for. */
  running = 0;
  asked = 0;
  readonly #prepare = documentLimits(this.schema);
  readonly #watched = new Map<(reason: LiveEnd) => void, Session>();

  constructor() {
    const resolve = (
      type: GraphQLObjectType,
      name: string,
      answer: (args: Record<string, unknown>, session: Session) => unknown,
    ) => {
      type.getFields()[name]!.resolve = (_row, args, session: Session) => {
        this.executed.push(name);
        return answer(args, session);
      };
    };
    const query = this.schema.getQueryType()!;
    resolve(query, 'hello', ({ name }, { facts }) =>
      facts.locale === 'zh-CN' ? `你好，${name}` : `Hello, ${name}`,
    );
    resolve(query, 'me', (_args, { actor }) => {
      if (actor.id === null) throw new CodedError('UNAUTHENTICATED', 'Sign in first.');
      return actor.id;
    });
    resolve(query, 'things', () => ({ edges: [] }));
    resolve(query, 'thing', () => ({ id: '1', name: 'One' }));
    resolve(query, 'paint', ({ colour }) => colour);
    resolve(query, 'broken', () => {
      throw new Error('relation "secrets" does not exist at /srv/plugins/secret.ts');
    });
    resolve(query, 'down', () => {
      throw Object.assign(new Error('connect ECONNREFUSED 10.0.0.5:5432'), { code: 'ECONNREFUSED' });
    });
    resolve(query, 'never', () => new Promise(() => {}));
    resolve(this.schema.getMutationType()!, 'touch', (_args, { facts }) => facts.idempotencyKey ?? 'touched');
    resolve(this.schema.getMutationType()!, 'login', ({ key }) => key);
    const live = this.schema.getSubscriptionType()!.getFields();
    live.count!.subscribe = (_root, { to }: { to: number }) => count(to);
    live.ticks!.subscribe = (_root, { of }: { of: string }) => this.#ticks(of);
    live.broken!.subscribe = () => brokenStream();
  }

  /** `Bearer alice` is Alice; `stranger` is nobody, `eager` has asked too often, `down` finds the database out of reach. */
  async authenticate(facts: RequestFacts): Promise<Session> {
    this.seen.push(facts);
    if (facts.token === 'stranger') throw new CodedError('UNAUTHENTICATED', 'The token is not valid.');
    if (facts.token === 'eager') throw new CodedError('RATE_LIMITED', 'Slower, please.', { retryAfter: 2.5 });
    if (facts.token === 'down') throw Object.assign(new Error('down'), { code: 'ECONNREFUSED' });
    const id = facts.token ?? null;
    const kind = id === null ? 'anonymous' : 'person';
    return { actor: { kind, id, permissions: new Set(), attributes: {}, expiresAt: null }, facts };
  }

  prepare(source: string): ReturnType<Engine['prepare']> {
    return this.#prepare(source);
  }

  async run(operation: Operation, session: Session): Promise<ExecutionResult> {
    const checked = this.#check(operation, session);
    if ('errors' in checked) return checked;
    const { requestId } = session.facts;
    const result = await execute({ schema: this.schema, contextValue: session, ...argumentsOf(operation) });
    // Not masked, to see that nothing leaves the transport as it is.
    return { ...result, extensions: { cost: checked.cost, requestId } };
  }

  async subscribe(operation: Operation, session: Session): ReturnType<Engine['subscribe']> {
    const checked = this.#check(operation, session);
    if ('errors' in checked) return checked;
    const started = await subscribe({
      schema: this.schema,
      contextValue: session,
      ...argumentsOf(operation),
    });
    return Symbol.asyncIterator in started ? new Pumped(started as Results) : (started as ExecutionResult);
  }

  watch(session: Session, gone: (reason: LiveEnd) => void): () => void {
    this.#watched.set(gone, session);
    return () => this.#watched.delete(gone);
  }

  /** How many sessions are watched. */
  get watched(): number {
    return this.#watched.size;
  }

  /** Ends all sessions of an actor. */
  end(id: string, reason: LiveEnd): void {
    for (const [gone, { actor }] of [...this.#watched]) if (actor.id === id) gone(reason);
  }

  #check(operation: Operation, { actor }: Session) {
    const definition = getOperationAST(operation.document, operation.operationName)!;
    const fault = this.production && actor.id === null && introspectionFault(operation.document);
    if (fault) return { errors: [fault] };
    const variables = coerceVariables(this.schema, definition, operation.variables);
    if ('errors' in variables) return variables;
    try {
      return { cost: costOf(this.schema, operation) };
    } catch (error) {
      return { errors: [error as CodedError] };
    }
  }

  #ticks(name: string): AsyncGenerator<{ ticks: string }> {
    const stopped = new AbortController();
    const events = on(this.ticks, name, { signal: stopped.signal });
    this.running += 1;
    const stop = async (): Promise<IteratorResult<never>> => {
      if (!stopped.signal.aborted) this.running -= 1;
      stopped.abort();
      return { done: true, value: undefined };
    };
    return {
      next: async () => {
        this.asked += 1;
        const event = await events.next().catch(() => ({ done: true as const, value: undefined }));
        return event.done
          ? { done: true, value: undefined }
          : { done: false, value: { ticks: event.value[0] } };
      },
      return: stop,
      throw: stop,
      [Symbol.asyncIterator]() {
        return this;
      },
      [Symbol.asyncDispose]: async () => {
        await stop();
      },
    };
  }
}

/** A generator as a flow: read as fast as its sink takes. */
class Pumped implements Flow {
  #sink: ResultSink | undefined;
  #over: () => void = () => {};

  constructor(private readonly results: Results) {}

  next = () => this.results.next();
  throw = (error: unknown) => this.results.throw(error);

  flowTo(sink: ResultSink): void {
    this.#sink = sink;
  }

  whenOver(over: () => void): void {
    this.#over = over;
  }

  resume(): void {
    void this.#pump().catch((error) => this.#sink?.done(error));
  }

  async #pump(): Promise<void> {
    for (;;) {
      const { value, done } = await this.results.next();
      if (done) return this.#sink?.done();
      if (!this.#sink?.take(value)) return;
    }
  }

  async return(): ReturnType<Results['return']> {
    this.#over();
    return this.results.return();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }
}

function argumentsOf({ document, operationName, variables }: Operation) {
  return { document, operationName: operationName ?? null, variableValues: variables };
}

async function* count(to: number) {
  for (let n = 1; n <= to; n += 1) yield { count: n };
}

async function* brokenStream() {
  yield { broken: 'whole' };
  throw new Error('password=secret');
}

export interface Running {
  readonly engine: FakeEngine;
  readonly server: HttpServer;
  readonly url: string;
  /** What was logged, a record a line. */
  readonly log: Record<string, unknown>[];
}

/** A server on a free port of this machine. */
export async function serve(options: Partial<HttpOptions> = {}, engine = new FakeEngine()): Promise<Running> {
  const log: Record<string, unknown>[] = [];
  const logger = createLogger('info', 'test', { write: (line) => void log.push(JSON.parse(line)) });
  const server = await createHttpServer(engine, {
    host: '127.0.0.1',
    port: 0,
    trustedProxies: [],
    corsOrigins: [],
    production: false,
    logger,
    readiness: async () => ({}),
    jwks: async () => ({ keys: [] }),
    ...options,
  });
  const { url } = await server.listen();
  return { engine, server, url, log };
}

export interface Shown {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: Readonly<Record<string, unknown>>;
}

export interface Body {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly Shown[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** An object with some properties of an error, to compare with. */
export function coded(code: string, extensions: object = {}): object {
  return {
    extensions: { code, requestId: expect.any(String), retryable: expect.any(Boolean), ...extensions },
  };
}

/** Posts a GraphQL request. */
export async function post(
  url: string,
  query: string,
  more: { variables?: object; headers?: Record<string, string>; operationName?: string } = {},
): Promise<Answer> {
  const { headers, ...rest } = more;
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json', ...headers },
    body: JSON.stringify({ query, ...rest }),
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Body,
  };
}
