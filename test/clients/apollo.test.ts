import {
  ApolloClient,
  ApolloLink,
  gql,
  HttpLink,
  InMemoryCache,
  type NormalizedCacheObject,
} from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { getMainDefinition, relayStylePagination } from '@apollo/client/utilities';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createClient, type Client as SocketClient } from 'graphql-ws';
import { filter, firstValueFrom } from 'rxjs';
import { both, type Scene, scene } from './scene.js';

const TICKETS = gql`
  query ($after: String) {
    viewer {
      customer {
        id
        tickets(first: 2, after: $after) {
          edges { cursor node { id subject } }
          pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        }
      }
    }
  }`;
const BOARD = gql`
  query ($id: ID!) {
    node(id: $id) { id ... on ProgressBoard { version percent nextStep } }
  }`;
const POST = gql`
  mutation ($input: PostProgressInput!) {
    postProgress(input: $input) { board { id version percent nextStep } userErrors { message } }
  }`;
const WATCH = gql`
  subscription ($board: ID!) {
    boardProgress(board: $board) { kind epoch offset board { id version percent nextStep } }
  }`;

/** What the answers of these operations are read as. */
interface Tickets {
  viewer: {
    customer: {
      tickets: {
        edges: Array<{ node: { id: string; subject: string } }>;
        pageInfo: { endCursor: string; hasNextPage: boolean };
      };
    };
  };
}
interface Node {
  node: { percent: number; nextStep: string };
}

describe('api-21 Apollo Client with its normalised cache, as it is published', () => {
  let at: Scene;
  let sockets: SocketClient;
  /** Requests over HTTP, by which one sees what the cache answered alone. */
  let requests = 0;

  beforeAll(async () => {
    at = await scene();
    sockets = createClient({
      url: at.url.replace('http', 'ws'),
      connectionParams: { authorization: `Bearer ${at.agent.token}` },
    });
  });
  afterAll(async () => {
    await sockets.dispose();
    await at.close();
  });

  function apollo(token: string): ApolloClient {
    const http = new HttpLink({
      uri: at.url,
      headers: { authorization: `Bearer ${token}` },
      fetch: (...request) => {
        requests += 1;
        return fetch(...request);
      },
    });
    const isLive = ({ query }: ApolloLink.Operation) => {
      const definition = getMainDefinition(query);
      return definition.kind === 'OperationDefinition' && definition.operation === 'subscription';
    };
    return new ApolloClient({
      link: ApolloLink.split(isLive, new GraphQLWsLink(sockets), http),
      cache: new InMemoryCache({
        typePolicies: { Customer: { fields: { tickets: relayStylePagination() } } },
      }),
    });
  }

  it('api-21 joins the pages of a list by relayStylePagination', async () => {
    const client = apollo(at.customer.token!);
    for (const subject of ['First', 'Second', 'Third']) await at.ask(subject);
    const watched = client.watchQuery<Tickets>({ query: TICKETS, variables: { after: null } });
    const shown = firstValueFrom(watched.pipe(filter(({ loading }) => !loading)));
    const { endCursor } = ((await shown).data as Tickets).viewer.customer.tickets.pageInfo;
    await watched.fetchMore({ variables: { after: endCursor } });
    const { edges, pageInfo } = (client.readQuery({ query: TICKETS }) as Tickets).viewer.customer.tickets;
    expect(edges.map(({ node }) => node.subject).sort()).toEqual(['First', 'Second', 'Third']);
    expect(pageInfo.hasNextPage).toBe(false);
  });

  it('api-21 shows what a mutation answered wherever the record is shown, without asking again', async () => {
    const client = apollo(at.agent.token!);
    await client.query({ query: BOARD, variables: { id: at.board } });
    const before = requests;
    const input = { boardId: at.board, percent: 40, nextStep: both('Paint it') };
    await client.mutate({ mutation: POST, variables: { input } });
    const { data } = await client.query<Node>({ query: BOARD, variables: { id: at.board } });
    expect(data?.node.nextStep).toBe('Paint it');
    expect(requests).toBe(before + 1);
  });

  it('api-21 shows what a live event brought wherever the record is shown', async () => {
    const client = apollo(at.agent.token!);
    await client.query({ query: BOARD, variables: { id: at.board } });
    const live = client.subscribe({ query: WATCH, variables: { board: at.board } });
    const arrived = Promise.withResolvers<void>();
    const began = Promise.withResolvers<void>();
    const watching = live.subscribe(({ data }) => {
      const { kind } = (data as { boardProgress: { kind: string } }).boardProgress;
      (kind === 'SNAPSHOT' ? began : arrived).resolve();
    });
    await began.promise;
    await at.post(80);
    await arrived.promise;
    const before = requests;
    const { data } = await client.query<Node>({ query: BOARD, variables: { id: at.board } });
    expect(data?.node).toMatchObject({ percent: 40, nextStep: 'Go on' });
    expect(requests).toBe(before);
    watching.unsubscribe();
  });

  it('api-21 finds every record of its cache by type and id', async () => {
    const client = apollo(at.customer.token!);
    await client.query({ query: TICKETS });
    const cache = client.cache.extract() as NormalizedCacheObject;
    expect(Object.keys(cache).filter((key) => key.startsWith('Ticket:ticket_')).length).toBeGreaterThan(0);
    expect(Object.keys(cache)).toContain(`Customer:${at.customer.id}`);
  });
});
