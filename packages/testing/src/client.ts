import type { Engine, RequestFacts, Session } from '@candor/kernel/graphql';

export interface Result {
  // biome-ignore lint/suspicious/noExplicitAny: a test reads into whatever it has just asked for
  readonly data: any;
  readonly errors?: ReadonlyArray<{
    message: string;
    path?: readonly (string | number)[];
    extensions: Record<string, unknown>;
  }>;
  readonly extensions?: Record<string, unknown>;
}

export interface RunOptions {
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly idempotencyKey?: string;
  readonly locale?: string;
}

/** Somebody who talks GraphQL to the platform under test, as any client would. */
export class Client {
  constructor(
    private readonly engine: Engine,
    readonly token: string | undefined,
    /** The public id of whom it speaks for; `null` for anonymous. */
    readonly id: string | null,
  ) {}

  /** One query or mutation; errors are answered, never thrown. */
  async run(
    source: string,
    { variables = {}, idempotencyKey, locale = 'en' }: RunOptions = {},
  ): Promise<Result> {
    const prepared = this.engine.prepare(source);
    if ('errors' in prepared) return plain({ data: null, errors: prepared.errors });
    const session = await this.#session(locale, idempotencyKey);
    const result = await this.engine.run(
      { document: prepared.document, source, operationName: undefined, variables },
      session,
    );
    return plain({ data: null, ...result });
  }

  /** The data of an operation that has to succeed: top-level errors and user errors are thrown. */
  async must(source: string, options: RunOptions = {}): Promise<Result['data']> {
    const { data, errors } = await this.run(source, options);
    if (errors)
      throw new Error(
        errors.map((error) => `${String(error.extensions['code'])}: ${error.message}`).join('\n'),
      );
    for (const [field, payload] of Object.entries(
      (data ?? {}) as Record<string, { userErrors?: unknown[] } | null>,
    )) {
      if (payload?.userErrors?.length) throw new Error(`${field}: ${JSON.stringify(payload.userErrors)}`);
    }
    return data;
  }

  /** A subscription: its events as they come. A refusal is the first and only one. */
  async watch(
    source: string,
    { variables = {}, locale = 'en' }: RunOptions = {},
  ): Promise<AsyncGenerator<Result, void, void>> {
    const prepared = this.engine.prepare(source);
    if ('errors' in prepared) return once(plain({ data: null, errors: prepared.errors }));
    const session = await this.#session(locale);
    const started = await this.engine.subscribe(
      { document: prepared.document, source, operationName: undefined, variables },
      session,
    );
    return Symbol.asyncIterator in started ? mapped(started) : once(plain({ data: null, ...started }));
  }

  #session(locale: string, idempotencyKey?: string): Promise<Session> {
    const facts: RequestFacts = { token: this.token, locale, requestId: crypto.randomUUID(), idempotencyKey };
    return this.engine.authenticate(facts);
  }
}

/** As it would arrive over the wire. */
function plain(result: object): Result {
  return JSON.parse(JSON.stringify(result)) as Result;
}

async function* once(result: Result): AsyncGenerator<Result, void, void> {
  yield result;
}

async function* mapped(events: AsyncGenerator<object, void, void>): AsyncGenerator<Result, void, void> {
  for await (const event of events) yield plain({ data: null, ...event });
}
