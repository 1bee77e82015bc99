import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Authenticator } from './authenticator.js';
import {
  createShareLink,
  findShareLink,
  revokeShareLink,
  type ShareLink,
  shareLinkToken,
} from './share-links.js';
import { type Fixture, fixture } from './test-fixture.js';
import { TokenAuthority } from './tokens.js';

const DAY = 86_400;
const REFUSED = { code: 'UNAUTHENTICATED' };

describe('share links', () => {
  let f: Fixture;
  let tokens: TokenAuthority;
  let authenticator: Authenticator;
  let link: ShareLink;
  const removed = new Set<string>();
  beforeAll(async () => {
    f = await fixture();
    tokens = new TokenAuthority(f.keys, f.clock);
    const subjectExists = async (subject: string) => !removed.has(subject);
    authenticator = new Authenticator({ tokens, services: f.services, principals: new Map(), subjectExists });
  });
  afterAll(() => f.close());
  const create = (days = 90) =>
    f.command((tx) =>
      createShareLink(tx, {
        subject: 'board_1',
        mode: 'READ',
        expiresAt: new Date(f.clock.now().getTime() + days * DAY * 1_000),
      }),
    );
  beforeEach(async () => {
    removed.clear();
    link = await create();
  });

  it('a link opens one record in one mode, with no permission at all', async () => {
    const actor = await authenticator.authenticate(await shareLinkToken(tokens, link));
    expect(actor).toEqual({
      kind: 'share',
      id: link.id,
      permissions: new Set(),
      attributes: { subject: 'board_1', mode: 'READ' },
      expiresAt: link.expiresAt,
    });
  });

  it('its token is not stored, and the same each time it is shown', async () => {
    const token = await shareLinkToken(tokens, link);
    expect(await shareLinkToken(tokens, (await findShareLink(f.services, link.id))!)).toBe(token);
    const [row] = await f.database.query<{ row: string }>(
      'select l::text as row from kernel_share_link l limit 1',
    );
    expect(row!.row).not.toContain(token.split('.')[2]);
  });

  it('(sec-27) a link that expires later, or opens another record, cannot be made from one', async () => {
    const [header, payload, signature] = (await shareLinkToken(tokens, link)).split('.') as [
      string,
      string,
      string,
    ];
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const other = await create();
    for (const change of [
      { exp: claims.exp + DAY },
      { sub: other.id },
      { attributes: { subject: 'board_2' } },
    ]) {
      const forged = Buffer.from(JSON.stringify({ ...claims, ...change })).toString('base64url');
      await expect(authenticator.authenticate(`${header}.${forged}.${signature}`)).rejects.toMatchObject(
        REFUSED,
      );
    }
  });

  it('(sec-27) attributes in a signed token do not widen what the link says', async () => {
    const token = await tokens.sign({
      kind: 'share',
      id: link.id,
      tokenId: link.id,
      issuedAt: link.createdAt,
      expiresAt: link.expiresAt,
      attributes: { subject: 'board_2', mode: 'ANSWER' },
    });
    expect((await authenticator.authenticate(token)).attributes).toEqual({
      subject: 'board_1',
      mode: 'READ',
    });
  });

  it('(sec-27) a revoked link is refused as soon as the word of it is heard', async () => {
    const token = await shareLinkToken(tokens, link);
    await authenticator.authenticate(token);
    expect(await f.command((tx) => revokeShareLink(tx, link.id))).toBe(true);
    const [entry] = await f.database.query<{ facts: { principal: string } }>(
      `select facts from kernel_stream_entry where stream = 'access' order by "offset" desc limit 1`,
    );
    expect(entry!.facts).toEqual({ principal: link.id });
    authenticator.forget(entry!.facts.principal);
    await expect(authenticator.authenticate(token)).rejects.toMatchObject(REFUSED);
    expect(await f.command((tx) => revokeShareLink(tx, link.id))).toBe(false);
    expect(await f.command((tx) => revokeShareLink(tx, 'share_nonsense'))).toBe(false);
  });

  it('(sec-27) an expired link is refused, also where the row was cut short', async () => {
    const token = await shareLinkToken(tokens, link);
    await f.database.query('update kernel_share_link set expires_at = $1', [f.clock.now().toISOString()]);
    await expect(authenticator.authenticate(token)).rejects.toMatchObject(REFUSED);
    const short = await create(1);
    const shortToken = await shareLinkToken(tokens, short);
    await authenticator.authenticate(shortToken);
    f.pass(DAY + 10);
    await expect(authenticator.authenticate(shortToken)).rejects.toMatchObject(REFUSED);
  });

  it('(sec-27) a link ends with the record that it opens', async () => {
    const token = await shareLinkToken(tokens, link);
    removed.add('board_1');
    await expect(authenticator.authenticate(token)).rejects.toMatchObject(REFUSED);
  });

  it('a link outlives the key that signed it, other tokens do not', async () => {
    const token = await shareLinkToken(tokens, link);
    const service = await tokens.mint({ kind: 'staff', id: 'staff_1', expiresIn: 90 * DAY });
    await f.command((tx) => f.keys.rotate(tx, DAY));
    f.pass(2 * DAY);
    await f.keys.load();
    expect((await authenticator.authenticate(token)).id).toBe(link.id);
    await expect(tokens.verify(service)).rejects.toMatchObject(REFUSED);
    await authenticator.authenticate(await shareLinkToken(tokens, link));
  });

  it('a link that would be over at once is not made', async () => {
    await expect(create(0)).rejects.toMatchObject({ code: 'INVALID', field: ['expiresAt'] });
  });
});
