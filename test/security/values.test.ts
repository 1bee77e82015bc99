import { corePlugins } from '@candor/core';
import type { Result } from '@candor/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { getNamedType, isEnumType, isLeafType } from 'graphql';
import { unstarted } from '../conformance/unstarted.js';
import { requestFor } from './documents.js';
import { argumentsFor } from './plausible.js';
import { isRoot, type Position, positions } from './positions.js';
import { WORLD_TAKES, World } from './world.js';

/** Values that the schema takes, and that something behind it may stumble over. */
const VALUES: Readonly<Record<string, readonly unknown[]>> = {
  String: [
    '',
    'a\u0000b',
    '\ud800',
    '\u202e\u2066',
    "'; drop table people_role; --",
    '%_\\',
    'x'.repeat(100_000),
    'P99999999Y',
    '9'.repeat(400),
  ],
  ID: [
    '',
    '_',
    'ticket_zzzzzzzzzzzzzzzzzzzzzzzzzz',
    '__proto___00000000000000000000000000',
    '00000000-0000-0000-0000-000000000000',
    "ticket_0000000000000000000000000' or 1",
    'a\u0000b',
    7,
  ],
  Int: [0, -1, 2_147_483_647, -2_147_483_648],
  Float: [0, -1, 1e308, -1e308, 5e-324],
  Boolean: [true, false],
  DateTime: [
    '0001-01-01T00:00:00Z',
    '1969-12-31T23:59:59.999Z',
    '9999-12-31T23:59:59.999Z',
    '2026-03-29T02:30:00+14:00',
    '2016-12-31T23:59:60Z',
  ],
};

const { schema: core } = unstarted(corePlugins);
let world: World;
beforeAll(async () => {
  world = await World.create();
}, WORLD_TAKES);
afterAll(() => world?.close());

/** What nobody outside ought to be able to bring about. */
function failures(result: Result): string[] {
  const codes = result.errors?.map(({ extensions }) => String(extensions['code'])) ?? [];
  return codes.filter((code) => ['INTERNAL_SERVER_ERROR', 'UNAVAILABLE', 'PLUGIN_FAILED'].includes(code));
}

async function tried(position: Position, value: unknown): Promise<string[]> {
  const { client } = world.everything;
  const ids = (type: string | undefined) => world.record(type ?? 'Customer');
  const args = argumentsFor(position.field.args, ids, { path: position.path, value });
  const parent = isRoot(position.type) ? undefined : world.record(position.type.name);
  const { query, variables } = requestFor(world.schema, position, args, parent);
  if (position.type.name !== 'Subscription') return failures(await client.run(query, { variables }));
  const events = await client.watch(query, { variables });
  const { value: first } = await events.next();
  await events.return?.();
  return first ? failures(first) : [];
}

describe('a value', () => {
  test('sec-9 in a variable that nothing declares costs nothing, however deep it is', async () => {
    const deep = JSON.parse(`${'['.repeat(200_000)}${']'.repeat(200_000)}`) as unknown;
    const variables = { other: deep, id: world.record('ProgressBoard') };
    const { client } = world.everything;
    const { data } = await client.run('query($id: ID!) { node(id: $id) { id } }', { variables });
    expect(data.node.id).toBe(variables.id);
    const events = await client.watch('subscription($id: ID!) { boardProgress(board: $id) { kind } }', {
      variables,
    });
    expect((await events.next()).value).toEqual({ data: { boardProgress: { kind: 'SNAPSHOT' } } });
    await events.return?.();
  });

  test.each(['core', 'plugins'])(
    'sec-29 makes nothing fail inside, whatever it is and wherever it is put, at the places of %s',
    async (whose) => {
      const isPlain: Parameters<typeof positions>[1] = (type) => isLeafType(type) && !isEnumType(type);
      const inCore = new Set(positions(core, isPlain).map(({ name }) => name));
      const places = positions(world.schema, isPlain).filter(
        ({ name }) => inCore.has(name) === (whose === 'core'),
      );
      const failed: string[] = [];
      for (const position of places) {
        const type = getNamedType(position.input.type).name;
        const values = VALUES[type];
        if (!values) throw new Error(`there are no values of ${type} to try yet`);
        await Promise.all(
          values.map(async (value) => {
            for (const code of await tried(position, value))
              failed.push(`${position.name} = ${JSON.stringify(value).slice(0, 60)}: ${code}`);
          }),
        );
      }
      expect(failed).toEqual([]);
      if (whose === 'core' || world.plugins.size > 0) expect(places.length).toBeGreaterThan(200);
    },
    120_000,
  );
});
