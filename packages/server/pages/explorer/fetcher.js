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
  const fetcher = GraphiQL.createFetcher({ url: HTTP, headers, wsClient, enableIncrementalDelivery: false });
  return { headers, fetcher, dispose: () => client.dispose() };
}

/** The end of a socket in words; errors of GraphQL have their own. */
function readable(error) {
  if (!(error instanceof CloseEvent)) return error;
  if (error.code === FORBIDDEN) return { message: 'The token is missing, malformed, expired or revoked.' };
  return { message: `The socket was closed: ${error.code} ${error.reason}`.trimEnd() };
}
