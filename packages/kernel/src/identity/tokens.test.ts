import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  CompactEncrypt,
  type CryptoKey,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  type JWTHeaderParameters,
  SignJWT,
  UnsecuredJWT,
} from 'jose';
import { foreignSubject } from './foreign-issuers.js';
import type { SigningKey } from './keys.js';
import { type Fixture, fixture, START } from './test-fixture.js';
import { LONGEST_LIFE, TokenAuthority } from './tokens.js';

const NOW = Date.parse(START) / 1_000;
const TOLERANCE = 5;
const REFUSED = { code: 'UNAUTHENTICATED', message: 'The token is missing, malformed, expired or revoked.' };

let f: Fixture;
let tokens: TokenAuthority;
let own: SigningKey;
let fetches = 0;

beforeAll(async () => {
  f = await fixture();
  tokens = new TokenAuthority(f.keys, f.clock, { tolerance: TOLERANCE });
  own = await f.keys.current();
  const { fetch } = globalThis;
  globalThis.fetch = (...args) => {
    fetches++;
    return fetch(...args);
  };
});
afterAll(() => f.close());
beforeEach(() => {
  fetches = 0;
});

const CLAIMS = {
  iss: 'candor',
  aud: 'candor',
  sub: 'staff_1',
  jti: 't1',
  kind: 'staff',
  iat: NOW,
  nbf: NOW,
  exp: NOW + 600,
};

interface Forged {
  claims?: Record<string, unknown>;
  header?: Record<string, unknown>;
  key?: CryptoKey | Uint8Array;
  crit?: Record<string, boolean>;
}

/** A token as ours, but for what is given. */
function forge({ claims = {}, header = {}, key = own.privateKey, crit }: Forged): Promise<string> {
  return new SignJWT({ ...CLAIMS, ...claims })
    .setProtectedHeader({ alg: 'EdDSA', typ: 'JWT', kid: own.kid, ...header } as JWTHeaderParameters)
    .sign(key, crit && { crit });
}

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const b64false = { b64: false, crit: ['b64'] };

describe('own tokens', () => {
  it('say who, of which kind and until when', async () => {
    const token = await tokens.mint({
      kind: 'staff',
      id: 'staff_1',
      expiresIn: 600,
      attributes: { desk: 'desk_1' },
      mintedBy: 'service_1',
    });
    expect(await tokens.verify(token)).toEqual({
      kind: 'staff',
      id: 'staff_1',
      tokenId: expect.any(String),
      issuedAt: new Date(START),
      expiresAt: new Date((NOW + 600) * 1_000),
      attributes: { desk: 'desk_1' },
      mintedBy: 'service_1',
    });
  });

  it('of anonymous or of the platform itself are not minted', async () => {
    for (const kind of ['anonymous', 'system']) {
      await expect(tokens.mint({ kind, id: 'x', expiresIn: 60 })).rejects.toThrow(`"${kind}"`);
    }
  });

  const without = (claim: string) => () => forge({ claims: { [claim]: undefined } });
  const refused: Record<string, () => Promise<string> | string> = {
    'alg none, unsigned': () => new UnsecuredJWT(CLAIMS).encode(),
    'alg none over a real signature': async () => {
      const [, payload, signature] = (await forge({})).split('.');
      return `${encoded({ alg: 'none', typ: 'JWT', kid: own.kid })}.${payload}.${signature}`;
    },
    'HS256 with the public key as the secret': async () =>
      forge({ header: { alg: 'HS256' }, key: Buffer.from(await exportSPKI(own.publicKey)) }),
    'HS256 with the raw public bytes as the secret': async () =>
      forge({ header: { alg: 'HS256' }, key: Buffer.from(own.publicJwk.x!, 'base64url') }),
    'RS256 with a key of one’s own': async () =>
      forge({ header: { alg: 'RS256' }, key: (await generateKeyPair('RS256')).privateKey }),
    'EdDSA with a key of one’s own': async () =>
      forge({ key: (await generateKeyPair('EdDSA', { crv: 'Ed25519' })).privateKey }),
    'an unknown kid': () => forge({ header: { kid: 'unknown' } }),
    'a kid that is a path': () => forge({ header: { kid: '../../../../dev/null' } }),
    'a kid that is SQL': () => forge({ header: { kid: `' or 1=1; drop table kernel_signing_key --` } }),
    'a kid that is no text': () => forge({ header: { kid: { $ne: null } } }),
    'a kid of a prototype': () => forge({ header: { kid: '__proto__' } }),
    'no kid': () => forge({ header: { kid: undefined } }),
    jku: () => forge({ header: { jku: 'http://127.0.0.1:9/jwks.json' } }),
    x5u: () => forge({ header: { x5u: 'http://127.0.0.1:9/cert.pem' } }),
    x5c: () => forge({ header: { x5c: ['MIIB'] } }),
    'an embedded jwk with its own signature': async () => {
      const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
      return forge({ header: { jwk: await exportJWK(pair.publicKey) }, key: pair.privateKey });
    },
    'another audience': () => forge({ claims: { aud: 'elsewhere' } }),
    'another issuer': () => forge({ claims: { iss: 'https://elsewhere.example' } }),
    'an issuer that is no text': () => forge({ claims: { iss: ['candor'] } }),
    'an expiry in the past': () => forge({ claims: { exp: NOW - TOLERANCE - 1 } }),
    'an expiry that is text': () => forge({ claims: { exp: String(NOW + 600) } }),
    'an expiry past all dates': () => forge({ claims: { exp: 1e300 } }),
    'a life of more than 400 days': () => forge({ claims: { exp: NOW + LONGEST_LIFE + 1 } }),
    'nbf in the future': () => forge({ claims: { nbf: NOW + TOLERANCE + 1 } }),
    'issued in the future': () => forge({ claims: { iat: NOW + TOLERANCE + 1 } }),
    'another type': () => forge({ header: { typ: 'candor-audit-head' } }),
    'no type': () => forge({ header: { typ: undefined } }),
    'b64 false as a critical extension': () => {
      const header = { alg: 'EdDSA', typ: 'JWT', kid: own.kid, ...b64false };
      return `${encoded(header)}.${encoded(CLAIMS)}.${'A'.repeat(86)}`;
    },
    'an unknown critical extension': () =>
      forge({ header: { crit: ['exotic'], exotic: true }, crit: { exotic: true } }),
    'an encrypted token': () =>
      new CompactEncrypt(Buffer.from(JSON.stringify(CLAIMS)))
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', typ: 'JWT' })
        .encrypt(new Uint8Array(32)),
    '1 MB': () => forge({ claims: { padding: 'x'.repeat(1_000_000) } }),
    '1 MB of nothing': () => 'A'.repeat(1_000_000),
    '1 MB of dots': () => '.'.repeat(1_000_000),
    'a changed payload': async () => {
      const [header, , signature] = (await forge({})).split('.');
      return `${header}.${encoded({ ...CLAIMS, sub: 'staff_2' })}.${signature}`;
    },
    'no signature': async () => `${(await forge({})).split('.', 2).join('.')}.`,
    'an empty text': () => '',
    'a text that is no token': () => 'Bearer',
    'a payload that is no object': () =>
      `${encoded({ alg: 'EdDSA', typ: 'JWT', kid: own.kid })}.${encoded([])}.AAAA`,
    ...Object.fromEntries(Object.keys(CLAIMS).map((claim) => [`no ${claim}`, without(claim)])),
  };

  it.each(Object.keys(refused))('sec-22 refused, like all others: %s', async (name) => {
    const token = await refused[name]!();
    await expect(tokens.verify(token)).rejects.toMatchObject(REFUSED);
    expect(fetches).toBe(0);
    // The best of five: what is measured is the check, not the machine's other work.
    const times: number[] = [];
    for (let i = 0; i < 5; i++) {
      const start = performance.now();
      await tokens.verify(token).catch(() => undefined);
      times.push(performance.now() - start);
    }
    expect(Math.min(...times)).toBeLessThanOrEqual(5);
  });

  it('sec-22 an expiry counts to the second, give or take the tolerance', async () => {
    const at = (seconds: number) => new Date((NOW + seconds) * 1_000);
    const token = await forge({});
    await tokens.verify(token, at(600 + TOLERANCE - 1));
    await expect(tokens.verify(token, at(600 + TOLERANCE))).rejects.toMatchObject(REFUSED);
    await expect(tokens.verify(token, at(600 + TOLERANCE + 1))).rejects.toMatchObject(REFUSED);
    await tokens.verify(token, at(-TOLERANCE));
    await expect(tokens.verify(token, at(-TOLERANCE - 1))).rejects.toMatchObject(REFUSED);
  });

  it('a tolerance of more than 30 s is a mistake', () => {
    expect(() => new TokenAuthority(f.keys, f.clock, { tolerance: 31 })).toThrow('0 to 30');
  });
});

describe('tokens of a foreign issuer', () => {
  const issuer = 'https://login.example';
  let provider: Awaited<ReturnType<typeof startProvider>>;
  let company: TokenAuthority;
  beforeAll(async () => {
    provider = await startProvider();
  });
  afterAll(() => provider.close());
  beforeEach(() => {
    provider.answers = 200;
    company = authority('sub');
  });

  const authority = (claim: string) =>
    new TokenAuthority(f.keys, f.clock, {
      tolerance: TOLERANCE,
      issuers: [{ issuer, audience: 'candor-desk', jwksUri: provider.url, kind: 'staff', claim }],
    });

  const foreign = ({ claims = {}, header = {}, key = provider.privateKey }: Forged) =>
    new SignJWT({ iss: issuer, aud: 'candor-desk', sub: 'u-7', iat: NOW, exp: NOW + 600, ...claims })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: 'k1', ...header } as JWTHeaderParameters)
      .sign(key);

  it('stand for a principal of the configured kind, by issuer and claim', async () => {
    const { kind, id, expiresAt, attributes, mintedBy } = await company.verify(
      await foreign({ claims: { attributes: { desk: 'x' }, kind: 'system', act: { sub: 'service_1' } } }),
    );
    expect({ kind, expiresAt, attributes, mintedBy }).toEqual({
      kind: 'staff',
      expiresAt: new Date((NOW + 600) * 1_000),
      attributes: {},
      mintedBy: null,
    });
    expect(foreignSubject(id)).toEqual({ issuer, subject: 'u-7' });
    expect(foreignSubject('staff_1')).toBeNull();
  });

  it.each<[string, Forged | (() => Promise<Forged>)]>([
    ['another audience', { claims: { aud: 'other' } }],
    ['an expired one', { claims: { exp: NOW - 60 } }],
    ['one without expiry', { claims: { exp: undefined } }],
    ['one without the claim', { claims: { sub: undefined } }],
    ['a claim that is no text', { claims: { sub: 7 as never } }],
    ['another type', { header: { typ: 'logout+jwt' } }],
    ['an unknown key', { header: { kid: 'k2' } }],
    ['a foreign key under the right id', async () => ({ key: (await generateKeyPair('RS256')).privateKey })],
    [
      'HS256 with the public key',
      async () => ({ header: { alg: 'HS256' }, key: Buffer.from(await provider.spki()) }),
    ],
    ['a key in the header', { header: { jku: 'http://127.0.0.1:9/' }, claims: { iss: `${issuer}/` } }],
  ])('sec-22 %s is refused', async (_, forged) => {
    const token = await foreign(typeof forged === 'function' ? await forged() : forged);
    await expect(company.verify(token)).rejects.toMatchObject(REFUSED);
  });

  it('an address that its issuer has not verified names nobody', async () => {
    const byMail = authority('email');
    const claims = { email: 'a@b.example', email_verified: false };
    await expect(byMail.verify(await foreign({ claims }))).rejects.toMatchObject(REFUSED);
    const { id } = await byMail.verify(await foreign({ claims: { ...claims, email_verified: true } }));
    expect(foreignSubject(id)?.subject).toBe('a@b.example');
  });

  it('sec-23 a storm of unknown key ids fetches the keys once', async () => {
    const storm = await Promise.all(
      Array.from({ length: 200 }, (_, i) => foreign({ header: { kid: `x${i}` } })),
    );
    provider.fetched = 0;
    await Promise.all(storm.map((token) => expect(company.verify(token)).rejects.toMatchObject(REFUSED)));
    expect(provider.fetched).toBe(1);
  });

  it('an issuer that does not answer is asked once, and the caller is told to come again', async () => {
    provider.answers = 500;
    provider.fetched = 0;
    const token = await foreign({});
    for (let i = 0; i < 10; i++) {
      await expect(company.verify(token)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    }
    expect(provider.fetched).toBe(1);
  });

  it('cannot speak for the platform, or for what the platform issues itself', () => {
    const trust = (change: object) => () =>
      new TokenAuthority(f.keys, f.clock, {
        issuers: [{ issuer, audience: 'a', jwksUri: provider.url, kind: 'staff', claim: 'sub', ...change }],
      });
    expect(trust({ issuer: 'candor' })).toThrow('own tokens');
    for (const kind of ['system', 'service', 'share', 'anonymous'])
      expect(trust({ kind })).toThrow(`"${kind}"`);
  });
});

async function startProvider() {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', use: 'sig', alg: 'RS256' }] };
  const server = createServer((_, response) => {
    provider.fetched++;
    response.writeHead(provider.answers, { 'content-type': 'application/json' }).end(JSON.stringify(jwks));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const provider = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`,
    privateKey,
    spki: () => exportSPKI(publicKey),
    fetched: 0,
    answers: 200,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  return provider;
}
