import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type Request, requestFor } from './documents.js';
import { argumentsFor } from './plausible.js';
import { type Body, overEvents, overHttp, overSocket } from './transports.js';
import { WORLD_TAKES, World } from './world.js';

const CANARY = 'hunter2';
const SECRET = `relation "secret" does not exist at /srv/plugins/loyalty/secret.ts: password=${CANARY}`;
/** What has no place in an answer: our tables, SQL, files, frames of a stack, other people's error codes. */
const INTERNAL =
  /hunter2|relation|syntax|select |insert |update |\bfrom "|kysely|mikro|postgres|node_modules|\.(ts|js|mjs)\b|\bat [^"]*:\d+|42P01|stack|originalError|constraint/i;

let world: World;
beforeAll(async () => {
  world = await World.create();
}, WORLD_TAKES);
afterAll(() => world?.close());
afterEach(() => {
  jest.restoreAllMocks();
});

const lines = () => {
  const { url, everything } = world;
  return [overHttp, overSocket, overEvents].map((open) => open(url, everything.client.token));
};

/** What was logged as failed, by the id of the request. */
function log(): Array<{ requestId: unknown; text: string }> {
  const told: Array<{ requestId: unknown; text: string }> = [];
  jest.spyOn(world.platform.platform.logger, 'error').mockImplementation(((what: {
    err?: unknown;
    requestId?: unknown;
  }) => {
    const { err } = what;
    told.push({
      requestId: what.requestId,
      text: err instanceof Error ? `${err.message} ${err.stack}` : JSON.stringify(err),
    });
  }) as never);
  return told;
}

function expectMasked(body: Body, told: ReadonlyArray<{ requestId: unknown; text: string }>): void {
  const [error] = body.errors!;
  expect(error).toMatchObject({
    message: 'Something failed inside.',
    extensions: { code: 'INTERNAL_SERVER_ERROR', retryable: false, requestId: expect.any(String) },
  });
  expect(Object.keys(error!.extensions).sort()).toEqual(['code', 'requestId', 'retryable']);
  expect(JSON.stringify(body)).not.toMatch(INTERNAL);
  expect(told.map(({ requestId }) => requestId)).toContain(error!.extensions['requestId']);
}

const THROWN: ReadonlyArray<[string, () => unknown]> = [
  ['an error', () => new Error(SECRET)],
  [
    'an error with a code and a detail',
    () => Object.assign(new Error(SECRET), { code: '42P01', detail: CANARY, table: 'secret' }),
  ],
  [
    'an error that pretends to be written for the caller',
    () => Object.assign(new Error(SECRET), { extensions: { code: 'FORBIDDEN', secret: CANARY } }),
  ],
  ['an error with a cause', () => new Error(SECRET, { cause: new Error(CANARY) })],
  ['several errors', () => new AggregateError([new Error(SECRET)], SECRET)],
  ['a text', () => SECRET],
  ['an object', () => ({ message: SECRET, extensions: { code: 'FORBIDDEN' } })],
  ['nothing', () => undefined],
];

describe('what fails in code', () => {
  const query = { query: '{ labels(enum: "TicketState") { value } viewer { kind } }', variables: {} };

  test.each(THROWN)('sec-29 is masked on every transport and found in the log: %s', async (_, thrown) => {
    jest.spyOn(world.platform.platform.services, 'labels').mockImplementation(() => {
      throw thrown();
    });
    const told = log();
    for (const line of lines()) {
      const { body } = await line.ask(query);
      expect(body.data).toEqual({ labels: null, viewer: { kind: 'STAFF' } });
      expectMasked(body, told);
      line.close();
    }
    if (thrown() !== undefined) expect(told[0]!.text).toContain(CANARY);
  });

  test.each(THROWN)('sec-29 is masked in a command: %s', async (_, thrown) => {
    jest.spyOn(world.platform.platform.services, 'mintToken').mockImplementation(() => {
      throw thrown();
    });
    const told = log();
    const variables = { input: { kind: 'customer', principalId: world.record('Customer') } };
    const mutation =
      'mutation($input: MintTokenInput!) { mintToken(input: $input) { token userErrors { message } } }';
    for (const line of lines()) {
      const { body } = await line.ask({ query: mutation, variables });
      expect(body.data).toEqual({ mintToken: null });
      expectMasked(body, told);
      line.close();
    }
  });
});

/** This stands last, since it leaves nothing behind. */
describe('what fails in the database', () => {
  test('sec-29 is masked on every transport, whatever root field asks', async () => {
    const { services } = world.platform.platform;
    // Whoever is known is not asked for again.
    for (const line of lines()) await line.ask({ query: '{ viewer { kind } }', variables: {} });
    await services.query(`drop table ${world.stored.map(({ table }) => table).join(', ')} cascade`);
    const logged = log();
    let masked = 0;
    for (const line of lines()) {
      for (const request of everyRootField(line.name)) {
        const { body } = await line.ask(request);
        // Operators are told with which code a health check failed, and nothing else of it: see `reasonOf`.
        const told = JSON.stringify(body).replaceAll(/"problem":"error [0-9A-Z]{5}"/g, '"problem":"<code>"');
        expect(told).not.toMatch(INTERNAL);
        if (body.errors?.[0]?.extensions['code'] !== 'INTERNAL_SERVER_ERROR') continue;
        expectMasked(body, logged);
        masked += 1;
      }
      line.close();
    }
    expect(masked).toBeGreaterThan(100);
    expect(logged.some(({ text }) => text.includes('relation'))).toBe(true);
  }, 60_000);
});

function everyRootField(transport: string): Request[] {
  const { schema } = world;
  const roots = [schema.getQueryType()!, schema.getMutationType()!, schema.getSubscriptionType()!];
  return roots
    .filter(({ name }) => transport !== 'HTTP' || name !== 'Subscription')
    .flatMap((type) =>
      // A key that is revoked makes everybody come again, whom nobody would know any more.
      Object.values(type.getFields())
        .filter(({ name }) => name !== 'revokeServiceKey')
        .map((field) => {
          const args = argumentsFor(field.args, (typeName) => world.record(typeName ?? 'Customer'));
          return requestFor(schema, { type, field }, args);
        }),
    );
}
