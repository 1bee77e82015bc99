/* GraphiQL and graphql-ws as published: scripts that leave a global each. */
const { GraphiQL, graphqlWs } = globalThis;

export const HTTP = `${location.origin}/graphql`;
const SOCKET = HTTP.replace(/^http/, 'ws');

/** A socket is closed with it when its token does not count; trying again with the same one is no use. */
const FORBIDDEN = 4403;

/**
 * How GraphiQL asks with a token, or with none: queries and mutations over HTTP, subscriptions over a socket
 * that is opened for the first and closed behind the last. `dispose` ends what still runs.
 */
export function fetcherFor(token) {
  const headers = token ? { authorization: `Bearer ${token}` } : {};
  const client = graphqlWs.createClient({
    url: SOCKET,
    connectionParams: () => headers,
    shouldRetry: ({ code }) => code !== undefined && code !== FORBIDDEN,
  });
  const wsClient = {
    subscribe: (operation, sink) =>
      client.subscribe(operation, { ...sink, error: (error) => sink.error(readable(error)) }),
  };
  const send = GraphiQL.createFetcher({ url: HTTP, headers, wsClient, enableIncrementalDelivery: false });
  let isOver = false;
  return {
    headers,
    fetcher: async (parameters, options) => {
      const answer = await send(parameters, options);
      // GraphiQL would take a refusal that comes late for the answer to the one who asks now.
      return isOver && parameters.operationName === 'IntrospectionQuery' ? NEVER : answer;
    },
    dispose: () => {
      isOver = true;
      client.dispose();
    },
  };
}

const NEVER = new Promise(() => {});

/** The end of a socket in words; errors of GraphQL have their own. */
function readable(error) {
  if (!(error instanceof CloseEvent)) return error;
  if (error.code === FORBIDDEN) return { message: 'The token is missing, malformed, expired or revoked.' };
  return { message: `The socket was closed: ${error.code} ${error.reason}`.trimEnd() };
}
