import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import { CodedError } from '@candor/kernel/graphql';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { completed, refusal, retryAfter, statusOf } from './answers.js';
import type { HttpContext } from './apollo.js';
import { factsOf } from './facts.js';
import type { Operations } from './operations.js';
import { PATHS } from './options.js';

/** `/graphql` over HTTP: POST for all, GET for queries. */
export function graphqlRoute(
  fastify: FastifyInstance,
  apollo: ApolloServer<HttpContext>,
  operations: Operations,
): void {
  const answer = fastifyApolloHandler(apollo, {
    context: async (request: FastifyRequest): Promise<HttpContext> => {
      try {
        return {
          session: await operations.authenticate(() => factsOf(request.headers, request.id), request.id),
        };
      } catch (error) {
        throw withStatus(error as GraphQLError);
      }
    },
  });

  fastify.route({
    method: ['GET', 'POST'],
    url: PATHS.graphql,
    onRequest: async (request, reply) => {
      reply.header('cache-control', 'no-store');
      // Apollo would find this out only after having executed a mutation.
      if (!acceptsJson(request.headers.accept)) {
        const message =
          'The answer is application/graphql-response+json or application/json; accept one of them.';
        return reply.code(406).send(refusal('BAD_REQUEST', message, request.id));
      }
    },
    handler: async function (request, reply) {
      const persisted = persistedOnly(request.body);
      const body = persisted ?? (await answer.call(this, request, reply));
      if (reply.statusCode < 400 && !persisted) return body;
      return explain(request, reply, typeof body === 'string' ? JSON.parse(body) : body);
    },
  });

  fastify.route({
    method: ['DELETE', 'HEAD', 'PATCH', 'PUT'],
    url: PATHS.graphql,
    handler: async (request, reply) => {
      const message = 'GraphQL is asked by POST, or by GET for a query.';
      return reply
        .code(405)
        .header('allow', 'GET, POST')
        .send(refusal('BAD_REQUEST', message, request.id));
    },
  });
}

/** Completes what Apollo answered without having reached the engine, and adds the headers of a refusal. */
function explain(
  request: FastifyRequest,
  reply: FastifyReply,
  answer: Parameters<typeof completed>[0],
): string {
  const complete = completed(answer, request.id);
  const wait = retryAfter(complete);
  if (wait !== undefined) reply.header('retry-after', String(wait));
  if (reply.statusCode === 401) reply.header('www-authenticate', 'Bearer');
  return JSON.stringify(complete);
}

/** Apollo reads the status of an error from there, and does not show it. */
function withStatus(error: GraphQLError): GraphQLError {
  const status = statusOf({ errors: [error.toJSON()] });
  return new GraphQLError(error.message, { extensions: { ...error.extensions, http: { status } } });
}

/** A client of persisted queries tries the hash alone first; told that it is not known, it sends the document. */
function persistedOnly(body: unknown): object | undefined {
  if (typeof body !== 'object' || body === null || 'query' in body) return undefined;
  const { extensions } = body as { extensions?: { persistedQuery?: unknown } };
  if (typeof extensions !== 'object' || extensions?.persistedQuery === undefined) return undefined;
  return { errors: [new CodedError('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound').toJSON()] };
}

const JSON_RANGES = new Set([
  '*/*',
  'application/*',
  'application/json',
  'application/graphql-response+json',
]);

function acceptsJson(accept: string | undefined): boolean {
  if (accept === undefined) return true;
  return accept.split(',').some((range) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    return JSON_RANGES.has(type) && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });
}
