import { newId } from '@candor/kernel/database';
import type { Client } from '@candor/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { everythingOf } from '../security/documents.js';
import { WORLD_TAKES, World } from '../security/world.js';

let world: World;
let client: Client;
beforeAll(async () => {
  world = await World.create();
  ({ client } = world.everything);
}, WORLD_TAKES);
afterAll(() => world?.close());

const nodes = async (ids: readonly string[], by = client) =>
  (await by.must('query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }', { variables: { ids } }))
    .nodes as Array<{
    __typename: string;
    id: string;
  } | null>;

describe('a record', () => {
  test('api-8 of every type is found again by its id, with all that it has', async () => {
    for (const type of world.nodeTypes) {
      const shown = (world.records.get(type) ?? []).filter((id) => world.shown.has(id));
      expect({ [type]: shown.length }).not.toEqual({ [type]: 0 });
      for (const id of shown) {
        for (const query of everythingOf(world.schema, type)) {
          const { node } = await client.must(query, { variables: { id } });
          expect(node).toMatchObject({ __typename: type, id });
        }
      }
    }
  });

  test('api-8 of any type is found among others, in the order that is asked, with null for what is not there', async () => {
    const ids = world.nodeTypes.map((type) => world.record(type));
    const asked = ids.flatMap((id) => [id, newId('ticket'), 'nonsense', '', id]);
    for (let from = 0; from < asked.length; from += 100) {
      const part = asked.slice(from, from + 100);
      const found = await nodes(part);
      expect(found.map((node) => node?.id ?? null)).toEqual(part.map((id) => (ids.includes(id) ? id : null)));
    }
  });

  test('api-8 that one may not see is null without an error, like one that is not there', async () => {
    const [nobody] = world.everybody;
    const ids = world.nodeTypes.map((type) => world.record(type));
    for (let from = 0; from < ids.length; from += 100) {
      const part = ids.slice(from, from + 100);
      expect(await nodes(part, nobody!.client)).toEqual(part.map(() => null));
    }
    const { node } = await nobody!.client.must('query($id: ID!) { node(id: $id) { id } }', {
      variables: { id: ids[0] },
    });
    expect(node).toBeNull();
  });

  test('api-8 is asked for at most a hundred at a time', async () => {
    const ids = Array.from({ length: 101 }, () => newId('ticket'));
    const { data, errors } = await client.run('query($ids: [ID!]!) { nodes(ids: $ids) { id } }', {
      variables: { ids },
    });
    expect([data.nodes, errors?.[0]?.extensions['code']]).toEqual([null, 'BAD_USER_INPUT']);
    expect(await nodes(ids.slice(1))).toEqual(ids.slice(1).map(() => null));
    expect(await nodes([])).toEqual([]);
  });

  test('api-9 has an id that says what it is and nothing of where it is stored', () => {
    for (const { tag, ids } of world.stored) {
      for (const id of ids) expect(id).toMatch(new RegExp(`^${tag}_[0-7][0-9a-hjkmnp-tv-z]{25}$`));
    }
  });

  test('api-9 has the same id wherever it is met', async () => {
    const ticket = world.record('Ticket');
    const { node, tickets } = await client.must(
      `query($id: ID!) { tickets(first: 100) { edges { node { id } } }
        node(id: $id) { ... on Ticket { id history { edges { node { ticket { id } } } } boards { edges { node { ticket { id } } } } } } }`,
      { variables: { id: ticket } },
    );
    expect(tickets.edges).toContainEqual({ node: { id: ticket } });
    expect(node.history.edges[0].node.ticket.id).toBe(ticket);
    expect(node.boards.edges[0].node.ticket.id).toBe(ticket);
  });

  test('api-16 tells every instant in UTC with milliseconds', async () => {
    const instants: string[] = [];
    for (const type of world.nodeTypes) {
      for (const query of everythingOf(world.schema, type)) {
        const { node } = await client.must(query, { variables: { id: world.record(type) } });
        instants.push(...(JSON.stringify(node).match(/"[a-zA-Z]*At":"[^"]*"/g) ?? []));
      }
    }
    expect(instants.filter((text) => !/:"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"$/.test(text))).toEqual([]);
    expect(instants.length).toBeGreaterThan(50);
  });
});
