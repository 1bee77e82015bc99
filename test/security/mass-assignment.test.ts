import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { isInputObjectType, isLeafType } from 'graphql';
import { type Request, requestFor } from './documents.js';
import { argumentsFor } from './plausible.js';
import { type Position, positions } from './positions.js';
import { bearer, type Line, overSocket, post } from './transports.js';
import { WORLD_TAKES, World } from './world.js';

/** What no caller has any business to set, and what reaches for more than the record. */
const FOREIGN_KEYS = [
  'id',
  'tenantId',
  'role',
  'roles',
  'permissions',
  'version',
  'createdAt',
  'isAdmin',
  'customer_id',
  '$set',
  'constructor',
  'prototype',
  '__proto__',
  '__typename',
];

/** Objects and lists in the place of plain values, such as an ORM would take for a condition or for SQL. */
const NO_VALUES: readonly unknown[] = [{}, { $ne: null }, { sql: '1=1' }, { toString: 'x' }, [['x']]];

let world: World;
let sockets: Line;

beforeAll(async () => {
  world = await World.create();
  sockets = overSocket(world.url, world.everything.client.token);
}, WORLD_TAKES);
afterAll(async () => {
  sockets?.close();
  await world?.close();
});
afterEach(() => {
  expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(OWN);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});
const OWN = Object.getOwnPropertyNames(Object.prototype);

/** The good request for a position, with something else in that place. */
function requestWith(position: Position, value: unknown): Request {
  const args = argumentsFor(position.field.args, (type) => world.record(type ?? 'Customer'), {
    path: position.path,
    value,
  });
  return requestFor(world.schema, position, args);
}

/** The value that a good request has in the position. */
function goodValue({ field, path }: Position): Record<string, unknown> {
  // Nothing is put there, but the way there is filled in.
  let value: unknown = argumentsFor(field.args, (type) => world.record(type ?? 'Customer'), {
    path: [...path, ''],
    value: null,
  });
  for (const step of path) {
    value = (value as Record<string, unknown>)[step];
    if (Array.isArray(value)) value = value[0];
  }
  return value as Record<string, unknown>;
}

/** An object with a key of its own of that name, whatever the name means to JavaScript. */
function withKey(object: Record<string, unknown>, key: string): Record<string, unknown> {
  const copy = { ...object };
  Object.defineProperty(copy, key, { value: { polluted: true }, enumerable: true });
  return copy;
}

/** Everything that is stored, as numbers of rows and the last change. */
async function stored(): Promise<unknown[]> {
  const { services } = world.platform.platform;
  return Promise.all(
    world.stored.map(({ table }) =>
      services.query(`select count(*)::int, max(xmin::text::bigint) from ${table}`),
    ),
  );
}

const inMutations = (isWanted: Parameters<typeof positions>[1]) =>
  positions(world.schema, isWanted).filter(({ type }) => type.name === 'Mutation');

describe.each(['HTTP', 'WebSocket'])('an input over %s', (transport) => {
  const ask = async (request: Request) =>
    transport === 'HTTP'
      ? post(world.url, JSON.stringify(request), bearer(world.everything.client.token))
      : sockets.ask(request);

  /** `because` is what the refusal has to name, so that it is refused for nothing else. */
  async function refused(
    requests: ReadonlyArray<{ what: string; request: Request; because: string }>,
  ): Promise<void> {
    const before = await stored();
    const taken: string[] = [];
    for (const { what, request, because } of requests) {
      const { status, body } = await ask(request);
      const code = String(body.errors?.[0]?.extensions['code']);
      // What reaches for a prototype is no body at all, and the refusal of that names nothing.
      const isNamed = code === 'BAD_USER_INPUT' && body.errors?.[0]?.message.includes(because);
      const isRefused = (body.data ?? null) === null && (isNamed || code === 'BAD_REQUEST');
      if (!isRefused || (transport === 'HTTP' && status !== 400))
        taken.push(`${what}: ${status} ${JSON.stringify(body)}`);
    }
    expect(taken).toEqual([]);
    expect(await stored()).toEqual(before);
  }

  test('sec-18 takes no key that it does not declare, at any depth', async () => {
    const requests = inMutations(isInputObjectType).flatMap((position) => {
      const good = goodValue(position);
      const declared = (position.input.type.toString().match(/\w+/) ?? [])[0]!;
      const type = world.schema.getType(declared);
      const fields = isInputObjectType(type) ? type.getFields() : {};
      return FOREIGN_KEYS.filter((key) => !Object.hasOwn(fields, key)).map((key) => ({
        what: `${position.name} with ${key}`,
        request: requestWith(position, withKey(good, key)),
        because: `"${key}"`,
      }));
    });
    expect(requests.length).toBeGreaterThan(300);
    await refused(requests);
  });

  test('sec-18 takes no object for a plain value, at any depth', async () => {
    const requests = inMutations(isLeafType).flatMap((position) =>
      NO_VALUES.map((value) => ({
        what: `${position.name} = ${JSON.stringify(value)}`,
        request: requestWith(position, value),
        because: position.input.name,
      })),
    );
    expect(requests.length).toBeGreaterThan(300);
    await refused(requests);
  });
});

describe('a body', () => {
  const good = { query: 'mutation($input: CreateRoleInput!) { createRole(input: $input) { role { id } } }' };
  const input = '{"key":"x","name":[{"locale":"en","text":"x"}],"permissions":[]}';

  test.each([
    ['in the body', `{"query":"{ viewer { kind } }","__proto__":{"polluted":true}}`],
    ['in the variables', `{"query":"{ viewer { kind } }","variables":{"__proto__":{"polluted":true}}}`],
    [
      'in the constructor',
      `{"query":"{ viewer { kind } }","variables":{"constructor":{"prototype":{"polluted":true}}}}`,
    ],
    [
      'in an input',
      JSON.stringify({ ...good, variables: { input: 0 } }).replace(
        '0',
        input.replace('{', '{"__proto__":{"polluted":true},'),
      ),
    ],
    ['in the extensions', `{"query":"{ viewer { kind } }","extensions":{"__proto__":{"polluted":true}}}`],
  ])('sec-18 that reaches for a prototype %s changes none', async (_, body) => {
    const { status, body: answer } = await post(world.url, body, bearer(world.everything.client.token));
    expect(status === 400 || answer.errors === undefined).toBe(true);
    expect(JSON.stringify(answer)).not.toContain('polluted');
  });

  test('sec-18 with a literal that reaches for a prototype is refused', async () => {
    const query = `mutation { createRole(input: ${input.replaceAll(/"(\w+)":/g, '$1:').replace('{', '{ __proto__: { polluted: true },')}) { role { id } } }`;
    const { body } = await post(world.url, { query }, bearer(world.everything.client.token));
    expect(body.errors?.[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED');
  });
});
