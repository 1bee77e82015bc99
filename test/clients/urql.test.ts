import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Client, createClient, fetchExchange, subscriptionExchange } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import { createClient as createSockets, type Client as SocketClient } from 'graphql-ws';
import { both, type Scene, scene } from './scene.js';

const TICKETS = `query ($after: String) {
  viewer { customer { id tickets(first: 2, after: $after) {
    edges { cursor node { id subject } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  } } }
}`;
const BOARD = 'query ($id: ID!) { node(id: $id) { id ... on ProgressBoard { version percent nextStep } } }';
const POST = `mutation ($input: PostProgressInput!) {
  postProgress(input: $input) { board { id version percent nextStep } userErrors { message } }
}`;
const WATCH = `subscription ($board: ID!) {
  boardProgress(board: $board) { kind epoch offset board { id version percent nextStep } }
}`;

/** What has no id of its own and lies within what has one. */
const EMBEDDED = ['UserError', 'BoardProgressEvent', 'Viewer'];

describe('urql with its normalised cache, as it is published', () => {
  let at: Scene;
  let sockets: SocketClient;
  let requests = 0;
  const complaints: string[] = [];

  beforeAll(async () => {
    at = await scene();
    sockets = createSockets({
      url: at.url.replace('http', 'ws'),
      connectionParams: { authorization: `Bearer ${at.agent.token}` },
    });
  });
  afterAll(async () => {
    await sockets.dispose();
    await at.close();
  });

  const urql = (token: string): Client =>
    createClient({
      url: at.url,
      preferGetMethod: false,
      fetchOptions: { headers: { authorization: `Bearer ${token}` } },
      fetch: (...request) => {
        requests += 1;
        return fetch(...request);
      },
      exchanges: [
        cacheExchange({
          keys: Object.fromEntries(EMBEDDED.map((type) => [type, () => null])),
          resolvers: { Customer: { tickets: relayPagination() } },
          logger: (severity, message) => severity !== 'debug' && complaints.push(message),
        }),
        fetchExchange,
        subscriptionExchange({
          forwardSubscription: ({ query, variables }) => ({
            subscribe: (sink) => ({
              unsubscribe: sockets.subscribe(
                { query: query ?? '', variables: variables ?? {} },
                sink as never,
              ),
            }),
          }),
        }),
      ],
    });

  it('joins the pages of a list by relayPagination', async () => {
    const client = urql(at.customer.token!);
    for (const subject of ['First', 'Second', 'Third']) await at.ask(subject);
    const { data } = await client.query(TICKETS, {}).toPromise();
    const after = data.viewer.customer.tickets.pageInfo.endCursor;
    const { data: all } = await client.query(TICKETS, { after }).toPromise();
    const subjects = all.viewer.customer.tickets.edges.map(
      (edge: { node: { subject: string } }) => edge.node.subject,
    );
    expect(subjects.sort()).toEqual(['First', 'Second', 'Third']);
  });

  it('shows what a mutation answered wherever the record is shown, without asking again', async () => {
    const client = urql(at.agent.token!);
    await client.query(BOARD, { id: at.board }).toPromise();
    const input = { boardId: at.board, percent: 40, nextStep: both('Paint it') };
    const before = requests;
    await client.mutation(POST, { input }).toPromise();
    const { data } = await client.query(BOARD, { id: at.board }).toPromise();
    expect(data.node.nextStep).toBe('Paint it');
    expect(requests).toBe(before + 1);
  });

  it('shows what a live event brought wherever the record is shown', async () => {
    const client = urql(at.agent.token!);
    await client.query(BOARD, { id: at.board }).toPromise();
    const began = Promise.withResolvers<void>();
    const arrived = Promise.withResolvers<void>();
    const watching = client.subscription(WATCH, { board: at.board }).subscribe(({ data }) => {
      (data.boardProgress.kind === 'SNAPSHOT' ? began : arrived).resolve();
    });
    await began.promise;
    await at.post(80);
    await arrived.promise;
    const before = requests;
    const { data } = await client.query(BOARD, { id: at.board }).toPromise();
    expect(data.node.nextStep).toBe('Go on');
    expect(requests).toBe(before);
    watching.unsubscribe();
  });

  it('finds a key for everything that is not embedded by its nature', () => {
    expect(complaints).toEqual([]);
  });
});
