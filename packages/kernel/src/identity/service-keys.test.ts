import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { PrincipalResolver } from '../plugin/contract.js';
import { type Actor, can, SYSTEM } from './actor.js';
import { Authenticator } from './authenticator.js';
import {
  createServiceKey,
  MINT_PERMISSION,
  mintFor,
  revokeServiceKey,
  type ServiceKey,
} from './service-keys.js';
import { type Fixture, fixture } from './test-fixture.js';
import { TokenAuthority } from './tokens.js';

const REFUSED = { code: 'UNAUTHENTICATED', message: 'The token is missing, malformed, expired or revoked.' };
const SCOPES = ['tickets:write', MINT_PERMISSION];

describe('service keys', () => {
  let f: Fixture;
  let tokens: TokenAuthority;
  let authenticator: Authenticator;
  let service: ServiceKey;
  beforeAll(async () => {
    f = await fixture();
    tokens = new TokenAuthority(f.keys, f.clock);
  });
  afterAll(() => f.close());
  const create = (change: { scopes?: string[]; expiresAt?: Date } = {}, actor: Actor = SYSTEM) =>
    f.command((tx) => createServiceKey(tx, { name: 'shop', scopes: SCOPES, ...change }), actor);
  beforeEach(async () => {
    const principals = new Map<string, PrincipalResolver>([
      ['member', async (ids) => ids.map((id) => ({ id, permissions: new Set<string>(), attributes: {} }))],
    ]);
    authenticator = new Authenticator({ tokens, services: f.services, principals });
    service = await create();
  });

  it('a key is a bearer token with its scopes as permissions', async () => {
    const actor = await authenticator.authenticate(service.key);
    expect(actor).toEqual({
      kind: 'service',
      id: service.id,
      permissions: new Set(SCOPES),
      attributes: {},
      expiresAt: null,
    });
    expect(can(actor, 'tickets:read')).toBe(false);
  });

  it('(sec-24) the secret is not in the database', async () => {
    const secret = service.key.split('_').slice(2).join('_');
    expect(secret).toHaveLength(43);
    const rows = await f.database.query<{ row: string }>('select k::text as row from kernel_service_key k');
    for (const { row } of rows) expect(row).not.toContain(secret);
  });

  it('a wrong secret, another id and a cut key are refused alike', async () => {
    const other = await create();
    const [, id] = service.key.split('_') as [string, string];
    const secretOfOther = other.key.slice('candor__'.length + id.length);
    const last = service.key.endsWith('A') ? 'B' : 'A';
    const wrong = [
      `candor_${id}_${secretOfOther}`,
      `${service.key.slice(0, -1)}${last}`,
      service.key.slice(0, -1),
      `${service.key}A`,
      service.key.toUpperCase(),
      `candor_${'0'.repeat(26)}_${secretOfOther}`,
      `candor_${'l'.repeat(26)}_${secretOfOther}`,
    ];
    for (const key of wrong) await expect(authenticator.authenticate(key)).rejects.toMatchObject(REFUSED);
  });

  it('an expired key is refused', async () => {
    const { key } = await create({ expiresAt: new Date(f.clock.now().getTime() + 10_000) });
    await authenticator.authenticate(key);
    f.pass(10);
    await expect(authenticator.authenticate(key)).rejects.toMatchObject(REFUSED);
    await expect(create({ expiresAt: f.clock.now() })).rejects.toMatchObject({ code: 'INVALID' });
  });

  it('a revoked key is refused, and so is what was minted with it', async () => {
    const minted = await mintFor(
      tokens,
      await authenticator.authenticate(service.key),
      { kind: 'member', id: 'member_1', expiresIn: 300 },
      ['member'],
    );
    expect((await authenticator.authenticate(minted)).id).toBe('member_1');
    expect(await f.command((tx) => revokeServiceKey(tx, service.id))).toBe(true);
    authenticator.forget(service.id);
    await expect(authenticator.authenticate(service.key)).rejects.toMatchObject(REFUSED);
    await expect(authenticator.authenticate(minted)).rejects.toMatchObject(REFUSED);
    expect(await f.command((tx) => revokeServiceKey(tx, service.id))).toBe(false);
  });

  it('tokens are minted with the permission only, for the kinds that are set, and for an hour at most', async () => {
    const actor = await authenticator.authenticate(service.key);
    const plain = await authenticator.authenticate((await create({ scopes: ['tickets:write'] })).key);
    const of = { kind: 'member', id: 'member_1', expiresIn: 300 };
    await expect(mintFor(tokens, plain, of, ['member'])).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(mintFor(tokens, actor, { ...of, kind: 'staff' }, ['member'])).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    for (const expiresIn of [0, -1, 3_601, Number.NaN]) {
      await expect(mintFor(tokens, actor, { ...of, expiresIn }, ['member'])).rejects.toMatchObject({
        code: 'INVALID',
      });
    }
    expect((await tokens.verify(await mintFor(tokens, actor, of, ['member']))).mintedBy).toBe(service.id);
  });

  it('nobody hands on what they do not hold', async () => {
    const clerk: Actor = { ...SYSTEM, kind: 'staff', id: 'staff_1', permissions: new Set(['tickets:write']) };
    await create({ scopes: ['tickets:write'] }, clerk);
    await expect(create({ scopes: SCOPES }, clerk)).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});
