import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { areRevoked, pruneRevocations, revoke } from './identity/revocation.js';
import { createShareLink, findShareLink, pruneShareLinks, revokeShareLink } from './identity/share-links.js';
import { type Fixture, fixture } from './identity/test-fixture.js';
import { LONGEST_LIFE } from './identity/tokens.js';
import { KernelSettings } from './kernel-settings.js';
import { audit } from './privacy/audit.js';
import { pruneHeads } from './privacy/audit-heads.js';
import { Sealer } from './privacy/sealer.js';
import { exportHead, verifyAudit } from './privacy/verify-audit.js';
import { upkeep } from './upkeep.js';

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

let f: Fixture;
beforeAll(async () => {
  f = await fixture();
});
afterAll(() => f.close());

const later = (milliseconds: number) => f.clock.set(new Date(f.clock.now().getTime() + milliseconds));

it('what is over is forgotten after as many days as are set', async () => {
  const asked: Record<string, Date> = {};
  const all = Promise.withResolvers<void>();
  const keeper = (name: string) => ({
    prune: async (before: Date) => {
      asked[name] = before;
      if (Object.keys(asked).length === 2) all.resolve();
      return 0;
    },
  });
  const loops = upkeep({
    database: f.database,
    clock: f.clock,
    sealer: new Sealer(f.transactions, f.keys),
    settings: () => KernelSettings.parse({ eventsKeptDays: 7 }),
    deliveries: keeper('events'),
    jobs: keeper('jobs'),
    report: () => undefined,
  });
  for (const loop of loops) loop.start();
  await all.promise;
  await Promise.all(loops.map((loop) => loop.stop()));
  const now = f.clock.now().getTime();
  expect(asked).toEqual({ events: new Date(now - 7 * DAY), jobs: new Date(now - 30 * DAY) });
});

describe('heads of the audit trail', () => {
  const heads = async () =>
    (
      await f.database.query<{ n: number }>('select chain_no::int as n from kernel_audit_head order by 1')
    ).map(({ n }) => n);

  it('are thinned to one an hour once they are a day old, and still vouch for every row', async () => {
    const sealer = new Sealer(f.transactions, f.keys);
    f.clock.set(new Date('2026-12-02T09:00:00Z'));
    for (let turn = 0; turn < 12; turn++) {
      await f.command(async (tx) => audit(tx, { action: 'step', subject: `record_${turn}` }));
      await sealer.sealAll();
      later(20 * MINUTE);
    }
    const kept = (await exportHead(f.database))!;
    expect(await heads()).toHaveLength(12);
    expect(await pruneHeads(f.database, f.clock.now())).toBe(0);
    // Two of the four hours are a day old now.
    f.clock.set(new Date('2026-12-03T11:00:00Z'));
    expect(await pruneHeads(f.database, f.clock.now())).toBe(4);
    expect(await heads()).toEqual([3, 6, 7, 8, 9, 10, 11, 12]);
    expect(await pruneHeads(f.database, f.clock.now())).toBe(0);
    const check = (head?: string) => verifyAudit(f.database, { keys: f.keys, ...(head && { head }) });
    expect((await check(kept)).firstBad).toBeNull();
    later(400 * DAY);
    expect(await pruneHeads(f.database, f.clock.now())).toBe(4);
    expect(await heads()).toEqual([3, 6, 9, 12]);
    expect(await check()).toMatchObject({ sealed: 12, firstBad: null });

    await f.database.query(`update kernel_audit set actor = 'somebody' where chain_no = 5`);
    expect((await check()).firstBad).toMatchObject({ chainNo: 5, fault: 'edited' });
  });
});

describe('revocations', () => {
  it('are forgotten once the last token that they end has expired by itself, and not before', async () => {
    const issuedAt = f.clock.now();
    const bearer = { principal: 'member_1', mintedBy: null, tokenId: 'one', issuedAt };
    later(DAY);
    await f.command((tx) => revoke(tx, { principal: 'member_1' }));
    await f.command((tx) => revoke(tx, { principal: 'member_2', tokenId: 'two' }));
    later(LONGEST_LIFE * 1_000 + DAY);
    expect(await pruneRevocations(f.database, f.clock.now())).toBe(0);
    expect(await areRevoked(f.database, [bearer])).toEqual([true]);
    later(1);
    expect(await pruneRevocations(f.database, f.clock.now())).toBe(2);
  });
});

describe('links that were shared', () => {
  it('are forgotten some time after they have ended, by themselves or by somebody', async () => {
    const expiresAt = new Date(f.clock.now().getTime() + 30 * DAY);
    const make = () =>
      f.command((tx) => createShareLink(tx, { subject: 'board_1', mode: 'READ', expiresAt }));
    const [left, ended] = [await make(), await make()];
    later(DAY);
    await f.command((tx) => revokeShareLink(tx, ended.id));
    later(10 * DAY);
    expect(await pruneShareLinks(f.database, new Date(f.clock.now().getTime() - 20 * DAY))).toBe(0);
    expect(await pruneShareLinks(f.database, new Date(f.clock.now().getTime() - 5 * DAY))).toBe(1);
    expect(await findShareLink(f.database, ended.id)).toBeNull();
    expect(await findShareLink(f.database, left.id)).not.toBeNull();
    expect(await pruneShareLinks(f.database, new Date(expiresAt.getTime() + 1))).toBe(1);
  });
});
