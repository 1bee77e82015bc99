import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MasterKeys } from '../privacy/master-keys.js';
import { SigningKeys } from './keys.js';
import { countQueries, type Fixture, fixture } from './test-fixture.js';
import { TokenAuthority } from './tokens.js';

const DAY = 86_400;

describe('signing keys', () => {
  let f: Fixture;
  beforeAll(async () => {
    f = await fixture();
  });
  afterAll(() => f.close());

  const process = () => {
    const keys = new SigningKeys(f.database, f.masterKeys, f.clock);
    return { keys, tokens: new TokenAuthority(keys, f.clock) };
  };
  const mint = (tokens: TokenAuthority, expiresIn = 600) =>
    tokens.mint({ kind: 'staff', id: 'staff_1', expiresIn });
  const rotate = (overlap: number) => f.command((tx) => f.keys.rotate(tx, overlap));

  it('20 processes that start together make one key', async () => {
    const processes = Array.from({ length: 20 }, process);
    await Promise.all(processes.map(({ keys }) => keys.load()));
    const kids = await Promise.all(processes.map(async ({ keys }) => (await keys.current()).kid));
    expect(new Set(kids).size).toBe(1);
    expect(await f.database.query('select kid from kernel_signing_key')).toEqual([{ kid: kids[0] }]);
  });

  it('the private half is not in the database in clear', async () => {
    const [row] = await f.database.query<{ row: string }>('select k::text as row from kernel_signing_key k');
    expect(row!.row).toContain('v1.m1.');
    expect(row!.row).not.toMatch(/""d""|"d"/);
  });

  it('sec-23 no token is refused during a rotation, in the process that rotates or in another', async () => {
    const [here, there] = [{ keys: f.keys, tokens: new TokenAuthority(f.keys, f.clock) }, process()];
    await Promise.all([here.keys.load(), there.keys.load()]);
    const before = await mint(here.tokens, 3_600);
    const oldKid = (await here.keys.current()).kid;
    const newKid = await rotate(DAY);
    const signedWith = new Set<string>();
    for (let second = 0; second < 180; second += 5) {
      f.pass(5);
      for (const from of [here, there]) {
        const token = await mint(from.tokens);
        signedWith.add((await from.keys.current()).kid);
        for (const to of [here, there]) await to.tokens.verify(token);
      }
      await there.tokens.verify(before);
    }
    expect([...signedWith]).toEqual([oldKid, newKid]);
    expect((await there.keys.current()).kid).toBe(newKid);
  });

  it('sec-23 a retired key is refused, and no longer published', async () => {
    const { keys, tokens } = process();
    const token = await mint(tokens, 30 * DAY);
    const { kid } = await keys.current();
    await rotate(DAY);
    f.pass(DAY - 1);
    await keys.load();
    await tokens.verify(token);
    expect(await keys.verifyKey(kid)).toBeDefined();
    f.pass(1);
    await expect(tokens.verify(token)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await keys.verifyKey(kid)).toBeUndefined();
    const { keys: published } = await keys.jwks();
    expect(published.map((key) => key.kid)).not.toContain(kid);
    expect(Object.keys(published[0]!).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x']);
  });

  it('a rotation without overlap voids every token at once', async () => {
    const token = await mint(new TokenAuthority(f.keys, f.clock));
    const kid = await rotate(0);
    expect((await f.keys.current()).kid).toBe(kid);
    await expect(new TokenAuthority(f.keys, f.clock).verify(token)).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
  });

  it('two rotations at the same time follow each other', async () => {
    const kids = await Promise.all([rotate(DAY), rotate(DAY)]);
    const rows = await f.database.query<{ kid: string }>(
      'select kid from kernel_signing_key order by generation desc limit 2',
    );
    expect(rows.map((row) => row.kid).sort()).toEqual(kids.sort());
  });

  it('sec-23 a storm of unknown key ids reads the keys once in 30 s', async () => {
    const { keys } = process();
    await keys.load();
    f.pass(31);
    const reads = countQueries(f.database.pool, /from kernel_signing_key/);
    await Promise.all(Array.from({ length: 2_000 }, (_, i) => keys.verifyKey(`unknown-${i}`)));
    expect(reads.count).toBe(1);
    f.pass(29);
    await keys.verifyKey('unknown');
    expect(reads.count).toBe(1);
    f.pass(1);
    await keys.verifyKey('unknown');
    expect(reads.count).toBe(2);
  });

  it('keys at hand work on while the database does not answer', async () => {
    const { keys, tokens } = process();
    const token = await mint(tokens);
    f.pass(60);
    const query = f.database.query;
    f.database.query = () => Promise.reject(new Error('the database is away'));
    try {
      await tokens.verify(token);
      await tokens.verify(await mint(tokens));
    } finally {
      f.database.query = query;
    }
    await keys.load();
  });

  it('a key that somebody wrote into the database without the master key is not trusted', async () => {
    const foreign = new SigningKeys(
      f.database,
      new MasterKeys([{ id: 'm1', secret: randomBytes(32) }]),
      f.clock,
    );
    await expect(foreign.load()).rejects.toThrow();
    await f.database.query(
      `insert into kernel_signing_key (kid, generation, public_jwk, private_jwk, created_at)
       select 'planted', generation + 1, public_jwk, private_jwk, created_at from kernel_signing_key
       order by generation desc limit 1`,
    );
    await expect(process().keys.load()).rejects.toThrow();
    await f.database.query(`delete from kernel_signing_key where kid = 'planted'`);
  });

  it('the master key is exchanged without losing a signing key', async () => {
    const token = await mint(new TokenAuthority(f.keys, f.clock));
    const both = new MasterKeys([{ id: 'm2', secret: randomBytes(32) }, ...f.masterKeys.all]);
    const [{ count }] = (await f.database.query<{ count: number }>(
      'select count(*)::int as count from kernel_signing_key',
    )) as [{ count: number }];
    expect(await f.command((tx) => new SigningKeys(f.database, both, f.clock).reseal(tx))).toBe(count);
    const onlyNew = new SigningKeys(f.database, new MasterKeys([both.all[0]!]), f.clock);
    await new TokenAuthority(onlyNew, f.clock).verify(token);
  });

  it('a signed statement of one type does not pass for another, nor for a token', async () => {
    const keys = new SigningKeys(f.database, f.masterKeys, f.clock);
    await f.database.query('delete from kernel_signing_key');
    const { signed, kid } = await keys.sign('candor-head', { chainNo: 3 });
    expect(await keys.check('candor-head', signed)).toEqual({ chainNo: 3, kid });
    expect(await keys.check('other', signed)).toBeNull();
    expect(await keys.check('candor-head', `${signed.slice(0, -4)}AAAA`)).toBeNull();
    await expect(new TokenAuthority(keys, f.clock).verify(signed)).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
    });
  });
});
