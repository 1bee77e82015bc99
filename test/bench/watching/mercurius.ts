import type { AddressInfo } from 'node:net';
import Fastify from 'fastify';
import mercurius from 'mercurius';

/** Mercurius as it comes, with the same event handed to it: it reads nothing, and asks nobody who they are. */
const schema = `
  type Query { version: Int }
  type Subscription { boardProgress(board: ID!): Event }
  type Event { kind: String! epoch: ID! offset: Int! recovered: Boolean! board: Board change: Change }
  type Board {
    id: ID! version: Int! title: String state: String percent: Int nextStep: String
    currentStage: Stage contact: Contact stages: Stages!
  }
  type Stages { edges: [Edge!]! }
  type Edge { node: Stage! }
  type Stage { id: ID! name: String percent: Int state: String }
  type Contact { name: String }
  type Change { id: ID! kind: String at: String percent: Int note: String }
`;

const fastify = Fastify();
await fastify.register(mercurius, {
  schema,
  jit: 1,
  resolvers: {
    Subscription: {
      boardProgress: {
        subscribe: (_: unknown, __: unknown, { pubsub }) => pubsub.subscribe('boardProgress'),
      },
    },
  },
  subscription: true,
});
fastify.post('/', async (request) => {
  const { payload } = request.body as { payload: { data: object } };
  fastify.graphql.pubsub.publish({ topic: 'boardProgress', payload: payload.data });
  return null;
});
await fastify.listen({ port: 0, host: '127.0.0.1' });
process.stdout.write(`${(fastify.server.address() as AddressInfo).port}\n`);
