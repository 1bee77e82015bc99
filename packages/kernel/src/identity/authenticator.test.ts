import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { PrincipalResolver } from '../plugin/contract.js';
import { ANONYMOUS } from './actor.js';
import { Authenticator } from './authenticator.js';
import { accessChanged, revoke } from './revocation.js';
import { countQueries, type Fixture, fixture } from './test-fixture.js';
import { TokenAuthority } from './tokens.js';

const REFUSED = { code: 'UNAUTHENTICATED', message: 'The token is missing, malformed, expired or revoked.' };

describe('who sent a request', () => {
  let f: Fixture;
  let tokens: TokenAuthority;
  beforeAll(async () => {
    f = await fixture();
    tokens = new TokenAuthority(f.keys, f.clock);
  });
  afterAll(() => f.close());

  /** Staff by id, with their permissions; nobody who is not in it. */
  let staff: Map<string, string[]>;
  let asked: number;
  let authenticator: Authenticator;
  const resolve: PrincipalResolver = async (ids) => {
    asked++;
    return ids.map((id) => {
      const permissions = staff.get(id);
      return permissions
        ? { id, permissions: new Set(permissions), attributes: { desk: `desk of ${id}` } }
        : null;
    });
  };
  const withPrincipals = (resolver: PrincipalResolver) =>
    new Authenticator({ tokens, services: f.services, principals: new Map([['staff', resolver]]) });
  beforeEach(() => {
    staff = new Map([['staff_1', ['tickets:read']]]);
    asked = 0;
    authenticator = withPrincipals(resolve);
    f.pass(2);
  });
  const mint = (change: object = {}) =>
    tokens.mint({ kind: 'staff', id: 'staff_1', expiresIn: 600, ...change });

  it('sec-3 no token is anonymous, and an empty one is refused', async () => {
    expect(await authenticator.authenticate(undefined)).toBe(ANONYMOUS);
    await expect(authenticator.authenticate('')).rejects.toMatchObject(REFUSED);
  });

  it('a valid token is its principal, with the present permissions and the attributes of both', async () => {
    const actor = await authenticator.authenticate(
      await mint({ attributes: { desk: 'claimed', shift: 'night' } }),
    );
    expect(actor).toEqual({
      kind: 'staff',
      id: 'staff_1',
      permissions: new Set(['tickets:read']),
      attributes: { desk: 'desk of staff_1', shift: 'night' },
      expiresAt: new Date(f.clock.now().getTime() + 600_000),
    });
  });

  it('sec-3 a principal that is gone, or of an unknown kind, is refused', async () => {
    const foreign = [
      await mint({ id: 'staff_2' }),
      await mint({ kind: 'robot' }),
      await mint({ kind: 'service' }),
    ];
    for (const token of foreign)
      await expect(authenticator.authenticate(token)).rejects.toMatchObject(REFUSED);
  });

  it('a checked token is not checked again, until it expires', async () => {
    const token = await mint({ expiresIn: 20 });
    for (let i = 0; i < 5; i++) await authenticator.authenticate(token);
    expect(asked).toBe(1);
    f.pass(19);
    await authenticator.authenticate(token);
    expect(asked).toBe(1);
    f.pass(10);
    await expect(authenticator.authenticate(token)).rejects.toMatchObject(REFUSED);
  });

  it('a principal is asked for again after half a minute, whatever was or was not said', async () => {
    const token = await mint();
    await authenticator.authenticate(token);
    staff.set('staff_1', []);
    f.pass(30);
    expect((await authenticator.authenticate(token)).permissions.size).toBe(0);
  });

  it('sec-5 what is forgotten is looked at anew, and nothing else', async () => {
    staff.set('staff_2', []);
    const [one, two] = [await mint(), await mint({ id: 'staff_2' })];
    await authenticator.authenticate(one);
    await authenticator.authenticate(two);
    staff.clear();
    authenticator.forget('staff_1');
    await expect(authenticator.authenticate(one)).rejects.toMatchObject(REFUSED);
    expect((await authenticator.authenticate(two)).id).toBe('staff_2');
  });

  it('sec-5 everybody is looked at anew where it is not known whose access has changed', async () => {
    const token = await mint();
    await authenticator.authenticate(token);
    staff.clear();
    authenticator.forgetAll();
    await expect(authenticator.authenticate(token)).rejects.toMatchObject(REFUSED);
  });

  it('sec-5 what was read while access changed is not kept', async () => {
    const token = await mint();
    const late = withPrincipals(async (ids, services) => {
      const before = await resolve(ids, services);
      staff.set('staff_1', []);
      late.forget('staff_1');
      return before;
    });
    await late.authenticate(token);
    expect(asked).toBe(1);
    expect((await late.authenticate(token)).permissions.size).toBe(0);
  });

  it('a revoked token is refused, the others of its principal are not', async () => {
    const [one, two] = [await mint(), await mint()];
    const { tokenId } = await tokens.verify(one);
    await authenticator.authenticate(one);
    await f.command((tx) => revoke(tx, { principal: 'staff_1', tokenId: tokenId! }));
    authenticator.forget('staff_1');
    await expect(authenticator.authenticate(one)).rejects.toMatchObject(REFUSED);
    await authenticator.authenticate(two);
  });

  it('everything of a principal is revoked up to now, and nothing from the next second on', async () => {
    staff.set('staff_3', []);
    const [mine, byMe] = [await mint(), await mint({ id: 'staff_3', mintedBy: 'staff_1' })];
    const of3 = await mint({ id: 'staff_3' });
    await f.command((tx) => revoke(tx, { principal: 'staff_1' }));
    await expect(authenticator.authenticate(mine)).rejects.toMatchObject(REFUSED);
    await expect(authenticator.authenticate(byMe)).rejects.toMatchObject(REFUSED);
    await authenticator.authenticate(of3);
    f.pass(1);
    await authenticator.authenticate(await mint());
  });

  it('sec-5 every change of access is said in the access stream, and only when it is committed', async () => {
    const said = () =>
      f.database.query(
        `select facts from kernel_stream_entry where stream = 'access' and facts->>'principal' like 'p%'`,
      );
    await f.command(async (tx) => accessChanged(tx, 'p1'));
    await f
      .command(async (tx) => {
        accessChanged(tx, 'p2');
        throw new Error('rolled back');
      })
      .catch(() => undefined);
    expect(await said()).toEqual([{ facts: { principal: 'p1' } }]);
  });

  it('(fault-10) those who come together are asked for together, and each gets the own answer', async () => {
    const ids = Array.from({ length: 150 }, (_, n) => `staff_of_${n}`);
    for (const id of ids) staff.set(id, [`tickets:${id}`]);
    const minted = await Promise.all([...ids, 'staff_gone'].map((id) => mint({ id })));
    const { tokenId } = await tokens.verify(minted[7]!);
    await f.command((tx) => revoke(tx, { principal: ids[7]!, tokenId: tokenId! }));
    const queries = countQueries(f.database.pool, /kernel_revocation/);
    const found = await Promise.allSettled(minted.map((token) => authenticator.authenticate(token)));
    const refused = found.flatMap(({ status }, n) => (status === 'rejected' ? [n] : []));
    expect(refused).toEqual([7, 150]);
    for (const [n, one] of found.entries())
      if (one.status === 'fulfilled') expect(one.value).toMatchObject({ id: ids[n] });
    // Their signatures are checked side by side, some sooner than others.
    expect(asked).toBeLessThan(75);
    expect(queries.count).toBeLessThan(75);
  });

  it('who stays connected is asked past the cache', async () => {
    const token = await mint();
    await authenticator.authenticate(token);
    staff.set('staff_1', ['tickets:write']);
    expect((await authenticator.reauthenticate(token))?.permissions).toEqual(new Set(['tickets:write']));
    staff.clear();
    expect(await authenticator.reauthenticate(token)).toBeNull();
    expect(await authenticator.reauthenticate(undefined)).toBe(ANONYMOUS);
  });

  it('a database that does not answer is no reason to refuse a token for good', async () => {
    const away = withPrincipals(() => Promise.reject(new Error('connection refused')));
    await expect(away.authenticate(await mint())).rejects.toThrow('connection refused');
    await expect(away.reauthenticate(await mint())).rejects.toThrow('connection refused');
  });
});
