import { createServiceKey } from '@candor/kernel/identity';
import { createHttpServer, type HttpServer } from '@candor/server/http';
import { type Client, createTestPlatform, type TestPlatform } from '@candor/testing';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import { RawSocket } from '../../packages/server/src/http/raw-socket.js';

const BUDGET = { maximum: 5_000, restoreRate: 100 };
/** 1 for the list, and 1 for each of its nodes. */
const DEAR = '{ customers(first: 100) { edges { node { id } } } }';
const CHEAP = '{ __typename }';
const MINT = `mutation ($input: MintTokenInput!) { mintToken(input: $input) { token userErrors { code } } }`;

interface Body {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: ReadonlyArray<{ message: string; extensions: Record<string, unknown> }>;
  readonly extensions: { cost?: { requested: number; maximum: number; throttle?: Record<string, number> } };
}
interface Answer {
  readonly status: number;
  readonly wait: string | null;
  readonly body: Body;
}

let platform: TestPlatform;
let server: HttpServer;
let url: string;
let staff: Client;

beforeEach(async () => {
  platform = await createTestPlatform({ limits: { actor: BUDGET, address: BUDGET, mintsPerMinute: 3 } });
  staff = await platform.staff({ roles: ['manager'] });
  server = await createHttpServer(platform.platform.engine, {
    host: '127.0.0.1',
    port: 0,
    logger: pino({ level: 'silent' }),
    readiness: async () => ({}),
    jwks: async () => ({ keys: [] }),
    production: true,
    trustedProxies: ['127.0.0.0/8'],
    corsOrigins: [],
  });
  ({ url } = await server.listen());
});
afterEach(async () => {
  await server?.close(0);
  await platform?.close();
});

async function ask(query: string, headers: Record<string, string> = {}, variables = {}): Promise<Answer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  const body = (await response.json()) as Body;
  return { status: response.status, wait: response.headers.get('retry-after'), body };
}
const as = ({ token }: Client) => ({ authorization: `Bearer ${token}` });
const from = (address: string) => ({ 'x-forwarded-for': address });

/** Asks until it is refused; answers how often it was not, and the refusal. */
async function exhaust(headers: () => Record<string, string>, query = DEAR): Promise<[number, Answer]> {
  for (let times = 0; times < 1_000; times++) {
    const answer = await ask(query, headers());
    if (answer.status !== 200) return [times, answer];
  }
  throw new Error('it was never refused');
}
const codeOf = ({ body }: Answer) => body.errors?.[0]?.extensions['code'];

describe('sec-28 api-19 whoever asks for too much', () => {
  test('is told what each answer has cost and what is left, and in the end when to come back', async () => {
    const { body } = await ask(DEAR, as(staff));
    const { requested, maximum, throttle } = body.extensions.cost!;
    expect([requested, maximum]).toEqual([expect.any(Number), 5_000]);
    expect(throttle).toEqual({
      maximumAvailable: 5_000,
      currentlyAvailable: 5_000 - requested,
      restoreRate: 100,
    });
    const [times, refused] = await exhaust(() => as(staff));
    expect(times).toBeGreaterThanOrEqual(Math.floor(5_000 / requested) - 2);
    expect([refused.status, codeOf(refused)]).toEqual([429, 'RATE_LIMITED']);
    expect(refused.body.data ?? null).toBeNull();
    const { retryAfter, retryable } = refused.body.errors![0]!.extensions;
    expect([refused.wait, retryable]).toEqual([String(retryAfter), true]);
    expect(refused.body.extensions.cost).toMatchObject({ requested, throttle: { restoreRate: 100 } });
    // By cost, not by number: what is left does for something cheaper.
    expect((await ask(CHEAP, as(staff))).status).toBe(200);
  });

  test('is refused alike over a socket and over an event stream, and a subscription is no way round', async () => {
    const socket = await RawSocket.ready(url, as(staff).authorization);
    await exhaust(() => as(staff));
    socket.subscribe('1', DEAR);
    expect(await socket.next('next')).toMatchObject({
      payload: { errors: [{ extensions: { code: 'RATE_LIMITED', retryAfter: expect.any(Number) } }] },
    });
    socket.ws.terminate();
    const stream = await fetch(`${url}/graphql/stream`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...as(staff) },
      body: JSON.stringify({ query: DEAR }),
    });
    expect(await stream.text()).toContain('RATE_LIMITED');
  });

  test('takes nothing from others, and nothing from itself at another address', async () => {
    await exhaust(() => ({ ...as(staff), ...from('198.51.100.1') }));
    const other = await platform.staff({ roles: ['manager'] });
    expect((await ask(DEAR, { ...as(other), ...from('198.51.100.1') })).status).toBe(200);
    expect(codeOf(await ask(DEAR, { ...as(staff), ...from('198.51.100.2') }))).toBe('RATE_LIMITED');
  });
});

describe('sec-28 whoever has no token', () => {
  const PUBLIC = `{ ${Array.from({ length: 10 }, (_, n) => `n${n}: node(id: "ticket_x${n}") { id }`).join(' ')} }`;

  test('has the budget of its address, and another one does not share it', async () => {
    const [times, refused] = await exhaust(() => from('198.51.100.1'), PUBLIC);
    expect(times).toBeGreaterThan(400);
    expect([refused.status, codeOf(refused)]).toEqual([429, 'RATE_LIMITED']);
    expect((await ask(PUBLIC, from('198.51.100.2'))).status).toBe(200);
    expect((await ask(PUBLIC, as(staff))).status).toBe(200);
  });

  test('has no other one by writing X-Forwarded-For itself', async () => {
    let n = 0;
    const spoofing = () => from(`203.0.113.${n++ % 256}, 198.51.100.1`);
    const [, refused] = await exhaust(spoofing, PUBLIC);
    expect(codeOf(refused)).toBe('RATE_LIMITED');
  });

  test('that tries tokens is told to wait, while one that counts still does', async () => {
    const guess = (n: number) => ({ authorization: `Bearer guess${n}`, ...from('198.51.100.1') });
    const codes = [];
    for (let n = 0; n < 110; n++) codes.push(codeOf(await ask(CHEAP, guess(n))));
    expect([codes[0], codes.at(-1)]).toEqual(['UNAUTHENTICATED', 'RATE_LIMITED']);
    expect((await ask(CHEAP, { ...as(staff), ...from('198.51.100.1') })).status).toBe(200);
  });
});

describe('sec-28 minting tokens', () => {
  const integration = async (): Promise<Client> => {
    const key = { name: 'shop', scopes: ['tokens:mint'], expiresAt: null };
    const made = await platform.platform.services.command((tx) => createServiceKey(tx, key));
    return platform.bearer(made.key);
  };
  const mint = (client: Client, principalId: string) =>
    ask(MINT, as(client), { input: { kind: 'customer', principalId } });

  test('is counted by attempt, whether or not it comes to anything, and for all processes together', async () => {
    const client = await integration();
    const ada = await platform.customer();
    for (let n = 0; n < 2; n++)
      expect((await mint(client, platform.unknownId('customer'))).body.data).toMatchObject({
        mintToken: { userErrors: [{ code: 'NOT_FOUND' }] },
      });
    expect((await mint(client, ada.id!)).body.data).toMatchObject({
      mintToken: { token: expect.any(String) },
    });
    const refused = await mint(client, ada.id!);
    expect([refused.status, codeOf(refused)]).toEqual([200, 'RATE_LIMITED']);
    const [row] = await platform.platform.services.query<{ points: number }>(
      'select points from kernel_rate_limit',
    );
    expect(row!.points).toBe(4);
  });

  test('is refused while it cannot be counted, and reads go on under their own limit', async () => {
    const client = await integration();
    const ada = await platform.customer();
    await platform.platform.services.query('alter table kernel_rate_limit rename to kernel_rate_limit_away');
    const refused = await mint(client, ada.id!);
    expect(codeOf(refused)).toBe('UNAVAILABLE');
    expect(refused.body.errors![0]!.extensions['retryable']).toBe(true);
    expect((await ask(DEAR, as(staff))).status).toBe(200);
    expect(codeOf((await exhaust(() => as(staff)))[1])).toBe('RATE_LIMITED');
    await platform.platform.services.query('alter table kernel_rate_limit_away rename to kernel_rate_limit');
    expect((await mint(client, ada.id!)).body.data).toMatchObject({
      mintToken: { token: expect.any(String) },
    });
  });
});
