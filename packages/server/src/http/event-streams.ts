import type { ServerResponse } from 'node:http';
import { CodedError, type Session } from '@candor/kernel/graphql';
import type { Flow, Results } from '@candor/kernel/live';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type ExecutionResult, type GraphQLError, OperationTypeNode } from 'graphql';
import { createHandler, type Response } from 'graphql-sse';
import { completed, refusal, statusOf } from './answers.js';
import { factsOf } from './facts.js';
import type { Holdings } from './holdings.js';
import { clientOf, type Operations } from './operations.js';
import { MAXIMUM_BUFFERED, PATHS } from './options.js';
import { namesDocument, withDocument } from './persisted-documents.js';
import { Pouring } from './pouring.js';
import { sharedBytes } from './shared-bytes.js';
import { staggered } from './stagger.js';

type Body = AsyncGenerator<string, void, undefined>;

/** What belongs to one event stream. */
interface Stream {
  readonly response: ServerResponse;
  session?: Session;
  /** What is watched, once it is. */
  flow?: Flow;
}

/** A result as an event: the same bytes for everybody. */
const asEvent = sharedBytes((json) => `event: next\ndata: ${json}\n\n`);

/** Event streams, one connection an operation, for networks that let no sockets through. */
export class EventStreams {
  readonly #open = new Set<ServerResponse>();
  readonly #handle: ReturnType<typeof createHandler<FastifyRequest, Stream>>;

  constructor(
    private readonly operations: Operations,
    holdings: Holdings,
  ) {
    this.#handle = createHandler<FastifyRequest, Stream>({
      authenticate: () => null, // which makes it a connection an operation
      onConnect: async ({ raw, context }) => {
        try {
          const address = operations.addressOf(raw.raw);
          const facts = () => factsOf(raw.headers, raw.id, address);
          const session = await operations.authenticate(facts, raw.id);
          if (!holdings.take(session.actor, 'connections')) throw operations.masked(tooMany(), raw.id);
          context.response.once('close', () => holdings.release(session.actor, 'connections'));
          context.session = session;
          return undefined;
        } catch (error) {
          return refusalOf(error as GraphQLError);
        }
      },
      onSubscribe: async ({ raw, context }, params) => {
        const { session, response } = context;
        if (!session) throw new Error('An operation has begun on a stream that is not authenticated.');
        const selected = operations.select(params, raw.id, session.actor);
        if ('errors' in selected) return only({ errors: selected.errors });
        const { operation, kind } = selected;
        if (kind !== OperationTypeNode.SUBSCRIPTION)
          return only(await operations.run(selected, session, clientOf(response)));
        const started = await operations.subscribe(operation, session, holdings);
        if (!(Symbol.asyncIterator in started)) return only(started);
        context.flow = started;
        return poured(started, response, (result) => operations.maskedResult(result, raw.id));
      },
      onNext: (_context, { raw }, result) => operations.maskedResult(result as ExecutionResult, raw.id),
    });
  }

  /** How many are open. */
  get size(): number {
    return this.#open.size;
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

  /** Ends all, spread over at most `spread` milliseconds; without a `complete`, clients come back. */
  async close(spread: number): Promise<void> {
    await staggered(this.#open, spread, (response) => response.end());
  }

  async #answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const context: Stream = { response: reply.raw };
    let asked = request.body;
    try {
      // graphql-sse hands on nothing but the text.
      if (namesDocument(asked)) asked = withDocument(asked, this.operations.documents);
    } catch (error) {
      const errors = [this.operations.masked(error, request.id).toJSON()];
      return reply.code(statusOf({ errors })).send({ errors });
    }
    const [body, { status, headers = {} }] = await this.#handle({
      method: request.method,
      url: request.url,
      headers: { get: (name) => headerOf(request, name.toLowerCase()) },
      body: () => asked as Record<string, unknown>,
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
    // Only now, behind the headers.
    context.flow?.resume();
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

/** Results written past graphql-sse, as fast as the reader takes them. */
function poured(
  flow: Flow,
  response: ServerResponse,
  masked: (result: ExecutionResult) => ExecutionResult,
): Results {
  const write = (result: ExecutionResult): boolean => {
    if (response.destroyed || response.writableEnded) return true;
    // What failed names the request it failed in, so it is nobody else's.
    response.write(asEvent(result.errors ? masked(result) : result).bytes);
    if (!response.writableNeedDrain) return true;
    if (response.writableLength > MAXIMUM_BUFFERED) response.destroy();
    response.once('drain', () => flow.resume());
    return false;
  };
  return new Pouring(flow, write, false);
}

function tooMany(): CodedError {
  return new CodedError('RATE_LIMITED', 'You hold as many connections as one actor may at a time.');
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
