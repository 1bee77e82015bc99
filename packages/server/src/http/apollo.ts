import { ApolloServer, type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { CodedError, type Session } from '@candor/kernel/graphql';
import { type DocumentNode, type ExecutionResult, OperationTypeNode, parse } from 'graphql';
import type { Logger } from 'pino';
import { statusOf } from './answers.js';
import type { Client, Operations, Selected } from './operations.js';
import { PATHS } from './options.js';

export interface HttpContext {
  readonly session: Session;
  readonly client: Client;
  selected?: Selected;
}

/**
 * Apollo Server as the reader of GraphQL over HTTP: parameters, content types, CSRF, GET. Documents, their
 * limits and their execution are the engine's, so that HTTP, sockets and event streams do the same; Apollo's
 * cache control, which wraps every field, and its reports are left out.
 */
export function createApollo(
  operations: Operations,
  production: boolean,
  logger: Logger,
): ApolloServer<HttpContext> {
  return new ApolloServer<HttpContext>({
    schema: operations.engine.schema,
    plugins: [
      throughEngine(operations),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
    ],
    allowBatchedHttpRequests: false,
    // A page elsewhere cannot send any of these without asking first, so the request is meant. Clients such as
    // urql read by GET, with nothing but their token.
    csrfPrevention: {
      requestHeaders: ['x-apollo-operation-name', 'apollo-require-preflight', 'authorization'],
    },
    dangerouslyDisableValidation: true, // the engine has validated
    documentStore: null, // the engine keeps the documents
    includeStacktraceInErrorResponses: false,
    introspection: true, // the engine decides by the actor
    logger,
    nodeEnv: production ? 'production' : 'development',
    persistedQueries: false,
    // Apollo's own adds a line break, for which the whole text is copied.
    stringifyResult: (answer) => JSON.stringify(answer),
    stopOnTerminationSignals: false,
  });
}

/** Stands in for a document that was refused, so that Apollo neither parses nor executes anything. */
const NOTHING = parse('{ __typename }');

function throughEngine(operations: Operations): ApolloServerPlugin<HttpContext> {
  const hooks: Awaited<ReturnType<NonNullable<ApolloServerPlugin<HttpContext>['requestDidStart']>>> = {
    async didResolveSource(context) {
      const { contextValue, request, source } = context;
      const selected = operations.select(
        { query: source, operationName: request.operationName, variables: request.variables },
        contextValue.session.facts.requestId,
        contextValue.session.actor,
      );
      contextValue.selected = noSubscription(selected, operations, contextValue.session);
      // Apollo parses only what it finds without a document.
      Object.assign(context, { document: documentOf(contextValue.selected) });
    },
    // Not as a gateway's executor: Apollo makes such a one an object with accessors of its own each time, whose hidden
    // class V8 keeps, with the whole request, until it collects all of the heap.
    async responseForOperation({ contextValue: { selected, session, client } }) {
      if (!selected) throw new Error('Executed without having been prepared.');
      const { errors, ...result }: ExecutionResult =
        'errors' in selected ? selected : await operations.run(selected, session, client);
      const singleResult = { ...result, ...(errors && { errors: errors.map((error) => error.toJSON()) }) };
      return { http: { headers: new HeaderMap() }, body: { kind: 'single', singleResult } };
    },
    async willSendResponse({ response }) {
      if (response.body.kind !== 'single') return;
      const { singleResult } = response.body;
      // Apollo's own refusals, such as a mutation by GET, bring the right status.
      if (singleResult.errors?.[0]?.extensions?.code !== 'BAD_REQUEST')
        response.http.status = statusOf(singleResult);
    },
  };
  return { requestDidStart: async () => hooks };
}

function documentOf(selected: Selected): DocumentNode {
  return 'errors' in selected ? NOTHING : selected.operation.document;
}

function noSubscription(selected: Selected, operations: Operations, session: Session): Selected {
  if ('errors' in selected || selected.kind !== OperationTypeNode.SUBSCRIPTION) return selected;
  const message = `Subscriptions are answered over a WebSocket at ${PATHS.graphql} (graphql-transport-ws) or as an event stream at ${PATHS.stream}.`;
  const error = new CodedError('OPERATION_RESOLUTION_FAILURE', message);
  return { errors: [operations.masked(error, session.facts.requestId)] };
}
