import type { ServerResponse } from 'node:http';
import type { Session } from '@candor/kernel/graphql';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type ExecutionResult, type GraphQLError, OperationTypeNode } from 'graphql';
import { createHandler, type Response } from 'graphql-sse';
import { completed, refusal, statusOf } from './answers.js';
import { factsOf } from './facts.js';
import type { Operations } from './operations.js';
import { MAXIMUM_BUFFERED, PATHS } from './options.js';
import { staggered } from './stagger.js';

type Results = AsyncGenerator<ExecutionResult, void, void>;
type Body = AsyncGenerator<string, void, undefined>;

/** What belongs to one event stream. */
interface Stream {
  readonly response: ServerResponse;
  session?: Session;
}

/** Event streams, one connection an operation, for networks that let no sockets through. */
export class EventStreams {
  readonly #open = new Set<ServerResponse>();
  readonly #handle: ReturnType<typeof createHandler<FastifyRequest, Stream>>;

  constructor(private readonly operations: Operations) {
    this.#handle = createHandler<FastifyRequest, Stream>({
      authenticate: () => null, // which makes it a connection an operation
      onConnect: async ({ raw, context }) => {
        try {
          context.session = await operations.authenticate(() => factsOf(raw.headers, raw.id), raw.id);
          return undefined;
        } catch (error) {
          return refusalOf(error as GraphQLError);
        }
      },
      onSubscribe: async ({ raw, context: { session, response } }, params) => {
        if (!session) throw new Error('An operation has begun on a stream that is not authenticated.');
        const selected = operations.select(params, raw.id);
        if ('errors' in selected) return only({ errors: selected.errors });
        const { operation, kind } = selected;
        if (kind !== OperationTypeNode.SUBSCRIPTION) return only(await operations.run(operation, session));
        const started = await operations.subscribe(operation, session);
        return Symbol.asyncIterator in started ? paced(started, response) : only(started);
      },
      onNext: (_context, { raw }, result) => operations.maskedResult(result as ExecutionResult, raw.id),
    });
  }

  routes(fastify: FastifyInstance): void {
    fastify.post(PATHS.stream, (request, reply) => {
      if (request.headers.accept?.includes('text/event-stream')) return this.#answer(request, reply);
      return reply
        .code(406)
        .send(refusal('BAD_REQUEST', 'The answer is text/event-stream; accept it.', request.id));
    });
    fastify.route({
      method: ['DELETE', 'GET', 'HEAD', 'PATCH', 'PUT'],
      url: PATHS.stream,
      handler: (request, reply) =>
        reply
          .code(405)
          .header('allow', 'POST')
          .send(refusal('BAD_REQUEST', 'An event stream is asked for by POST.', request.id)),
    });
  }

  /** How many are open. */
  get size(): number {
    return this.#open.size;
  }

  /** Ends all, spread over at most `spread` milliseconds; without a `complete`, clients come back. */
  async close(spread: number): Promise<void> {
    await staggered(this.#open, spread, (response) => response.end());
  }

  async #answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const context: Stream = { response: reply.raw };
    const [body, { status, headers = {} }] = await this.#handle({
      method: request.method,
      url: request.url,
      headers: { get: (name) => headerOf(request, name.toLowerCase()) },
      body: () => request.body as Record<string, unknown>,
      raw: request,
      context,
    });
    reply
      .code(status)
      .headers({ 'content-type': headers['content-type'], 'cache-control': 'no-store, no-transform' });
    if (body === null || typeof body === 'string') {
      return reply.send(JSON.stringify(completed(JSON.parse(body ?? '{}'), request.id)));
    }
    reply.header('x-accel-buffering', 'no'); // a proxy that collects events would hold them back
    reply.hijack();
    reply.raw.writeHead(status, reply.getHeaders() as Record<string, string>);
    await this.#write(body, context, request.id);
    return reply;
  }

  async #write(body: Body, { response, session }: Stream, requestId: string): Promise<void> {
    this.#open.add(response);
    // Cut off rather than completed, so that the client comes back: with a new token, or to another process.
    const stop = session && this.operations.engine.watch(session, () => response.destroy());
    response.once('close', () => {
      this.#open.delete(response);
      stop?.();
      void body.return();
    });
    try {
      // Written without waiting, or graphql-sse would keep for itself what a slow reader does not take.
      for await (const chunk of body) {
        if (response.destroyed || response.writableEnded) break;
        response.write(chunk);
        if (response.writableLength > MAXIMUM_BUFFERED) response.destroy();
      }
    } catch (error) {
      this.operations.masked(error, requestId);
    }
    response.end();
  }
}

/** Reads on only when what was written has left, so that whoever feeds the stream sees a watcher that does not keep up. */
function paced(results: Results, response: ServerResponse): Results {
  return {
    next: async () => {
      if (response.writableNeedDrain) await drained(response);
      return results.next();
    },
    return: () => results.return(),
    throw: (error) => results.throw(error),
    [Symbol.asyncIterator]() {
      return this;
    },
    [Symbol.asyncDispose]: async () => {
      await results.return();
    },
  };
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.on('drain', done).on('close', done);
    if (response.destroyed) done();
  });
}

async function* only(result: ExecutionResult): Results {
  yield result;
}

/** graphql-sse answers only to the plain media type; clients may name others beside it. */
function headerOf(request: FastifyRequest, name: string): string | undefined {
  const header = request.headers[name];
  const value = Array.isArray(header) ? header.join(', ') : header;
  return name === 'accept' && value?.includes('text/event-stream') ? 'text/event-stream' : value;
}

function refusalOf(error: GraphQLError): Response {
  const errors = [error.toJSON()];
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  return [JSON.stringify({ errors }), { status: statusOf({ errors }), statusText: '', headers }];
}
