import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Client, createTestPlatform, type TestPlatform } from '@candor/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  CompactEncrypt,
  exportJWK,
  generateKeyPair,
  type JWTHeaderParameters,
  SignJWT,
  UnsecuredJWT,
} from 'jose';
import { RawSocket } from '../../packages/server/src/http/raw-socket.js';
import { bearer, overEvents, post } from './transports.js';

let platform: TestPlatform;
let url: string;
let customer: Client;
let canary: Server;
let visits = 0;

beforeAll(async () => {
  platform = await createTestPlatform();
  ({ url } = await platform.listen());
  customer = await platform.customer({ name: 'Ada' });
  canary = createServer((_, response) => {
    visits += 1;
    response.end('{}');
  });
  await new Promise<void>((resolve) => canary.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  canary?.close();
  await platform?.close();
});

interface Forged {
  readonly header?: Partial<JWTHeaderParameters> & Record<string, unknown>;
  readonly claims?: Record<string, unknown>;
  /** Claims that are left out. */
  readonly without?: readonly string[];
}

/** A token of ours, signed with the platform's own key, with something changed. */
async function ours({ header = {}, claims = {}, without = [] }: Forged = {}): Promise<string> {
  const { kid, privateKey } = await platform.platform.keys.current();
  return signed(
    privateKey,
    { alg: 'EdDSA', typ: 'JWT', kid, ...header } as JWTHeaderParameters,
    claims,
    without,
  );
}

async function signed(
  key: Parameters<SignJWT['sign']>[0],
  header: JWTHeaderParameters,
  claims: Record<string, unknown> = {},
  without: readonly string[] = [],
): Promise<string> {
  const all = { ...claimsNow(), ...claims };
  const kept = Object.fromEntries(Object.entries(all).filter(([name]) => !without.includes(name)));
  return new SignJWT(kept).setProtectedHeader(header).sign(key, { crit: { 'urn:example:extension': true } });
}

function claimsNow(): Record<string, unknown> {
  const now = Math.floor(platform.clock.now().getTime() / 1_000);
  return {
    iss: 'candor',
    aud: 'candor',
    sub: customer.id,
    kind: 'customer',
    jti: crypto.randomUUID(),
    iat: now,
    nbf: now,
    exp: now + 600,
  };
}

const now = () => Math.floor(platform.clock.now().getTime() / 1_000);
const ownKid = async () => (await platform.platform.keys.current()).kid;
const publicKey = async () =>
  JSON.stringify(((await platform.platform.keys.jwks()) as { keys: object[] }).keys[0]);
const address = () => `http://127.0.0.1:${(canary.address() as AddressInfo).port}/jwks`;
const flipped = (token: string, part: number) =>
  token
    .split('.')
    .map((text, index) => (index === part ? `${text.startsWith('A') ? 'B' : 'A'}${text.slice(1)}` : text))
    .join('.');

const FORGERIES: ReadonlyArray<[string, () => Promise<string>]> = [
  ['no algorithm', async () => new UnsecuredJWT(claimsNow()).encode()],
  ['no signature', async () => `${(await ours()).split('.').slice(0, 2).join('.')}.`],
  ['another signature', async () => flipped(await ours(), 2)],
  ['another content', async () => flipped(await ours(), 1)],
  [
    'the public key as a shared secret',
    async () =>
      signed(new TextEncoder().encode(await publicKey()), { alg: 'HS256', typ: 'JWT', kid: await ownKid() }),
  ],
  [
    'a key of its own under the name of ours',
    async () =>
      signed((await generateKeyPair('EdDSA')).privateKey, { alg: 'EdDSA', typ: 'JWT', kid: await ownKid() }),
  ],
  [
    'a key of its own in the header',
    async () => {
      const pair = await generateKeyPair('EdDSA', { extractable: true });
      const jwk = await exportJWK(pair.publicKey);
      return signed(pair.privateKey, { alg: 'EdDSA', typ: 'JWT', kid: await ownKid(), jwk });
    },
  ],
  ['an address of keys', async () => ours({ header: { jku: address() } })],
  ['an address of certificates', async () => ours({ header: { x5u: address() } })],
  ['a certificate', async () => ours({ header: { x5c: ['MIIB'] } })],
  ['a key nobody knows', async () => ours({ header: { kid: 'unknown' } })],
  ['a path for a key', async () => ours({ header: { kid: '../../../../dev/null' } })],
  ['SQL for a key', async () => ours({ header: { kid: "' or '1'='1" } })],
  ['no key', async () => ours({ header: { kid: undefined } as never })],
  ['another type', async () => ours({ header: { typ: 'at+jwt' } })],
  [
    'an extension that must be understood',
    async () => ours({ header: { crit: ['urn:example:extension'], 'urn:example:extension': true } }),
  ],
  ['another issuer', async () => ours({ claims: { iss: 'https://evil.example.org' } })],
  ['another audience', async () => ours({ claims: { aud: 'other' } })],
  ['no expiry', async () => ours({ without: ['exp'] })],
  ['an expiry that is a text', async () => ours({ claims: { exp: '9999999999' } })],
  ['an expiry past all dates', async () => ours({ claims: { exp: 1e15 } })],
  ['an expiry just past the tolerance', async () => ours({ claims: { exp: now() - 6 } })],
  ['a beginning in the future', async () => ours({ claims: { nbf: now() + 60 } })],
  ['an issue in the future', async () => ours({ claims: { iat: now() + 60 } })],
  ['no subject', async () => ours({ without: ['sub'] })],
  ['a subject that is nobody', async () => ours({ claims: { sub: 'customer_01j00000000000000000000000' } })],
  ['the kind of the platform itself', async () => ours({ claims: { kind: 'system' } })],
  ['a kind that there is not', async () => ours({ claims: { kind: 'admin' } })],
  ['a kind that is a list', async () => ours({ claims: { kind: ['customer', 'staff'] } })],
  [
    'an encrypted content',
    async () =>
      new CompactEncrypt(new TextEncoder().encode(JSON.stringify(claimsNow())))
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .encrypt(new Uint8Array(32)),
  ],
];

const asking = { query: '{ viewer { kind customer { id } } }', variables: {} };

/** The whole answer to a token, without the id of the request. */
async function refusal(token: string): Promise<object> {
  const { status, body } = await post(url, asking, bearer(token));
  return { status, ...JSON.parse(JSON.stringify(body).replaceAll(/"requestId":"[^"]*"/g, '"requestId":""')) };
}

describe('a forged token', () => {
  test('sec-22 differs from a good one only by what is forged', async () => {
    for (const token of [await ours(), await ours({ claims: { exp: now() - 4 } })]) {
      const { status, body } = await post(url, asking, bearer(token));
      expect([status, body.data]).toEqual([
        200,
        { viewer: { kind: 'CUSTOMER', customer: { id: customer.id } } },
      ]);
    }
  });

  test.each(FORGERIES)('sec-22 with %s is 401 like any other', async (_, forge) => {
    const token = await forge();
    const refused = await refusal(token);
    expect(refused).toEqual(await refusal('garbage'));
    expect(refused).toMatchObject({ status: 401, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    const stream = await overEvents(url, token).ask(asking);
    expect([stream.status, stream.body.errors?.[0]?.extensions['code']]).toEqual([401, 'UNAUTHENTICATED']);
    const socket = await RawSocket.open(url);
    socket.send({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } });
    expect(await socket.closed).toMatchObject({ code: 4403 });
    expect(visits).toBe(0);
  });

  test('sec-22 of a megabyte is refused unread', async () => {
    const token = `${'x'.repeat(500_000)}.${'x'.repeat(500_000)}.x`;
    const { engine } = platform.platform;
    const facts = { token, locale: 'en', requestId: 'x', idempotencyKey: undefined };
    const costs: number[] = [];
    for (let run = 0; run < 5; run++) {
      const cpu = process.cpuUsage();
      await expect(engine.authenticate(facts)).rejects.toMatchObject({
        extensions: { code: 'UNAUTHENTICATED' },
      });
      const { user, system } = process.cpuUsage(cpu);
      costs.push((user + system) / 1_000);
    }
    expect(Math.min(...costs)).toBeLessThan(5);
  });
});
