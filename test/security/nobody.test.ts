import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type GraphQLField, type GraphQLObjectType, getNamedType } from 'graphql';
import { RawSocket } from '../../packages/server/src/http/raw-socket.js';
import { type Request, requestFor } from './documents.js';
import { argumentsFor } from './plausible.js';
import { type Answer, bearer, overEvents, overHttp, overSocket, post } from './transports.js';
import { WORLD_TAKES, World } from './world.js';

/** Root fields that answer anybody, since what they answer is published anyway. */
const PUBLISHED: Readonly<Record<string, string>> = {
  viewer: 'says that one is nobody',
  labels: 'the names of enum values, as they stand in the schema',
};

let world: World;
let roots: ReadonlyArray<{ type: GraphQLObjectType; field: GraphQLField<unknown, unknown> }>;

beforeAll(async () => {
  world = await World.create();
  const types = [
    world.schema.getQueryType()!,
    world.schema.getMutationType()!,
    world.schema.getSubscriptionType()!,
  ];
  roots = types.flatMap((type) => Object.values(type.getFields()).map((field) => ({ type, field })));
}, WORLD_TAKES);
afterAll(() => world?.close());

/** Asks a root field for what is there: with ids of records that exist. */
function asking(root: (typeof roots)[number]): Request {
  const args = argumentsFor(root.field.args, (type) => world.record(type ?? 'Customer'));
  return requestFor(world.schema, root, args);
}

/** Whether an answer holds nothing of anybody: refused, empty, or null. */
function isNothing({ type, field }: (typeof roots)[number], { body }: Answer): boolean {
  const value = body.data?.[field.name] ?? null;
  if (body.errors) {
    return value === null && body.errors.every(({ extensions }) => extensions['code'] === 'UNAUTHENTICATED');
  }
  // A command is refused as such, and never answered with user errors.
  if (type.name === 'Mutation') return false;
  if (value === null) return true;
  if (Array.isArray(value)) return value.every((one) => one === null);
  return isConnection(field) && value.edges.length === 0 && value.totalCount === 0;
}

function isConnection(field: GraphQLField<unknown, unknown>): boolean {
  return getNamedType(field.type).name.endsWith('Connection');
}

describe('nobody', () => {
  test.each(['HTTP', 'WebSocket', 'event stream'])(
    'sec-3 is told nothing by any root field, over %s',
    async (transport) => {
      const line = { HTTP: overHttp, WebSocket: overSocket, 'event stream': overEvents }[transport]!(
        world.url,
        undefined,
      );
      const asked = roots.filter(({ type }) => transport !== 'HTTP' || type.name !== 'Subscription');
      const told: string[] = [];
      for (const root of asked.filter(({ field }) => !(field.name in PUBLISHED))) {
        const answer = await line.ask(asking(root));
        if (!isNothing(root, answer))
          told.push(`${root.type.name}.${root.field.name}: ${JSON.stringify(answer.body)}`);
      }
      line.close();
      expect(told).toEqual([]);
      expect(asked.length).toBeGreaterThan(40);
    },
  );

  test('sec-3 would have been told by the same requests, had they come with a token', async () => {
    const line = overHttp(world.url, world.everything.client.token);
    const silent: string[] = [];
    for (const root of roots.filter(({ type, field }) => type.name === 'Query' && isConnection(field))) {
      const { body } = await line.ask(asking(root));
      if (isNothing(root, { status: 200, body })) silent.push(root.field.name);
    }
    expect(silent).toEqual([]);
  });

  test.each(Object.keys(PUBLISHED))('sec-3 is told of %s only what everybody knows', async (name) => {
    const root = roots.find(({ field }) => field.name === name)!;
    const { body } = await overHttp(world.url, undefined).ask(asking(root));
    expect(body.errors).toBeUndefined();
    for (const id of [...world.records.values()].flat()) expect(JSON.stringify(body.data)).not.toContain(id);
    if (name === 'viewer')
      expect(body.data.viewer).toMatchObject({
        kind: 'ANONYMOUS',
        customer: null,
        staffMember: null,
        permissions: [],
      });
  });
});

const GARBAGE: readonly [string, string][] = [
  ['a text', 'garbage'],
  ['three parts', 'a.b.c'],
  ['a service key that is none', `candor_${'0'.repeat(26)}_${'x'.repeat(43)}`],
  ['an id', 'customer_01j00000000000000000000000'],
  ['a very long text', 'x'.repeat(9_000)],
];

describe('a token that is none', () => {
  test.each(GARBAGE)('sec-3 is refused by every root field over HTTP: %s', async (_, token) => {
    for (const root of roots) {
      const { status, body } = await post(world.url, asking(root), bearer(token));
      expect([root.field.name, status, body.data ?? null, body.errors?.[0]?.extensions['code']]).toEqual([
        root.field.name,
        401,
        null,
        'UNAUTHENTICATED',
      ]);
    }
  });

  test.each(GARBAGE)('sec-3 has its socket closed before anything is asked: %s', async (_, token) => {
    const socket = await RawSocket.open(world.url);
    socket.send({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } });
    expect(await socket.closed).toMatchObject({ code: 4403 });
    expect(socket.waiting).toBe(0);
  });

  test.each(GARBAGE)('sec-3 gets no event stream: %s', async (_, token) => {
    for (const root of roots.filter(({ type }) => type.name === 'Subscription')) {
      const { status, body } = await overEvents(world.url, token).ask(asking(root));
      expect([status, body.errors?.[0]?.extensions['code']]).toEqual([401, 'UNAUTHENTICATED']);
    }
  });
});
