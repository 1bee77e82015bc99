import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import { CodedError } from '@candor/kernel/graphql';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { completed, refusal, retryAfter, statusOf } from './answers.js';
import type { HttpContext } from './apollo.js';
import { factsOf } from './facts.js';
import { clientOf, type Operations } from './operations.js';
import { PATHS } from './options.js';
import { namesDocument, type PersistedDocuments, withDocument } from './persisted-documents.js';

/** `/graphql` over HTTP: POST for all, GET for queries. */
export function graphqlRoute(
  fastify: FastifyInstance,
  apollo: ApolloServer<HttpContext>,
  operations: Operations,
): void {
  const answer = fastifyApolloHandler(apollo, {
    context: async (request: FastifyRequest, reply: FastifyReply): Promise<HttpContext> => {
      const address = operations.addressOf(request.raw);
      const facts = () => factsOf(request.headers, request.id, address);
      try {
        return {
          session: await operations.authenticate(facts, request.id),
          client: clientOf(reply.raw),
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
      const refused = withText(request, operations);
      if (refused) reply.code(statusOf(refused));
      const body = refused ?? (await answer.call(this, request, reply));
      if (reply.statusCode < 400 && !refused) return body;
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

/**
 * Puts the text of a persisted document in its place, since Apollo is not told of them; answers why it could not. The
 * protocol's clients try the hash alone first, and send the document when they are told that it is not known.
 */
function withText(request: FastifyRequest, operations: Operations): Refused | undefined {
  try {
    if (request.method === 'GET') nameInAddress(request, operations.documents);
    else nameInBody(request, operations.documents);
    return undefined;
  } catch (error) {
    return { errors: [operations.masked(error, request.id).toJSON()] };
  }
}

type Refused = { readonly errors: readonly GraphQLFormattedError[] };

function nameInBody(request: FastifyRequest, documents: PersistedDocuments): void {
  if (namesDocument(request.body)) request.body = withDocument(request.body, documents);
}

function nameInAddress({ raw }: FastifyRequest, documents: PersistedDocuments): void {
  const [path, search = ''] = (raw.url ?? '').split('?');
  const parameters = new URLSearchParams(search);
  const [query, documentId, extensions] = ['query', 'documentId', 'extensions'].map((name) =>
    parameters.get(name),
  );
  if (extensions == null && documentId == null) return;
  const text = documents.textOf({
    query,
    documentId,
    extensions: extensions == null ? null : parsed(extensions),
  });
  parameters.delete('extensions');
  if (text !== undefined) parameters.set('query', text);
  raw.url = `${path}?${parameters}`;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    throw new CodedError('BAD_REQUEST', 'The parameter "extensions" is not JSON.');
  }
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
