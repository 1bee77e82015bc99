import { randomBytes } from 'node:crypto';
import { idOf, tagOf, uuidOf } from '@candor/kernel/database';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { getNamedType } from 'graphql';
import { WORLD_TAKES, World } from './world.js';

const GUESSES = 100_000;

let world: World;
beforeAll(async () => {
  world = await World.create();
}, WORLD_TAKES);
afterAll(() => world?.close());

/** Ids near one that is known: just before and after it, of the same millisecond, of the same run of a counter. */
function* guesses(id: string): Generator<string> {
  const tag = tagOf(id)!;
  const known = BigInt(`0x${uuidOf(tag, id)!.replaceAll('-', '')}`);
  for (let n = 1n; ; n++) {
    yield ofNumber(tag, known + n);
    yield ofNumber(tag, known - n);
    // The next of the counter that ids of one millisecond have, with other random bits at the end.
    yield ofNumber(tag, ((known >> 32n) + (n % 64n)) * 2n ** 32n + BigInt(randomBytes(4).readUInt32BE()));
    // Another of the same millisecond.
    yield ofNumber(tag, (known >> 80n) * 2n ** 80n + BigInt(`0x${randomBytes(10).toString('hex')}`));
  }
}

function ofNumber(tag: string, value: bigint): string {
  const hex = value.toString(16).padStart(32, '0');
  return idOf(
    tag,
    [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-'),
  );
}

function isUuid(id: string): boolean {
  return id.length === tagOf(id)!.length + 27;
}

describe('an id', () => {
  test(`sec-20 is not found by ${GUESSES} guesses near others, not even by staff who may see everything`, async () => {
    const known = world.nodeTypes.flatMap((type) => world.records.get(type) ?? []);
    const taken = new Set(known);
    const sources = known.map((id) => guesses(id));
    const query = 'query($ids: [ID!]!) { nodes(ids: $ids) { id } }';
    let tried = 0;
    const hits: string[] = [];
    for (let turn = 0; tried < GUESSES; turn++) {
      const source = sources[turn % sources.length]!;
      const ids: string[] = [];
      while (ids.length < 100) {
        const { value } = source.next();
        if (isUuid(value) && !taken.has(value)) ids.push(value);
      }
      const { nodes } = await world.everything.client.must(query, { variables: { ids } });
      hits.push(...nodes.filter((node: unknown) => node !== null).map(({ id }: { id: string }) => id));
      tried += ids.length;
    }
    expect(hits).toEqual([]);
    expect(tried).toBeGreaterThanOrEqual(GUESSES);
  }, 120_000);

  test('sec-20 does not find a record of another kind', async () => {
    const { client } = world.everything;
    for (const { tag, ids } of world.stored) {
      for (const other of world.stored.filter((one) => one.tag !== tag)) {
        const disguised = idOf(other.tag, uuidOf(tag, ids[0]!)!);
        const { node } = await client.must('query($id: ID!) { node(id: $id) { id } }', {
          variables: { id: disguised },
        });
        expect(node).toBeNull();
      }
    }
  });
});

describe('a count', () => {
  test('sec-20 is of what one sees, and tells nobody how much there is besides', async () => {
    const lists = Object.values(world.schema.getQueryType()!.getFields()).filter((field) =>
      getNamedType(field.type).name.endsWith('Connection'),
    );
    for (const { name, client } of world.everybody) {
      for (const list of lists) {
        const query = `query($after: String) { ${list.name}(first: 100, after: $after) {
          totalCount edges { cursor } pageInfo { hasNextPage endCursor } } }`;
        let { data, errors } = await client.run(query);
        if (errors) continue;
        const { totalCount } = data[list.name];
        let seen = data[list.name].edges.length;
        while (data[list.name].pageInfo.hasNextPage) {
          const after = data[list.name].pageInfo.endCursor;
          ({ data, errors } = await client.run(query, { variables: { after } }));
          if (errors) throw new Error(JSON.stringify(errors));
          seen += data[list.name].edges.length;
        }
        expect({ [`${name} ${list.name}`]: totalCount }).toEqual({ [`${name} ${list.name}`]: seen });
      }
    }
  });
});
