import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../database/database.js';
import { SigningKeys } from '../identity/keys.js';
import { type Fixture, fixture } from '../identity/test-fixture.js';
import { audit } from './audit.js';
import { Sealer } from './sealer.js';
import { exportHead, verifyAudit } from './verify-audit.js';

describe('the sealer', () => {
  let f: Fixture;
  beforeAll(async () => {
    f = await fixture();
  });
  afterAll(() => f.close());

  const sealer = (batch?: number) => new Sealer(f.transactions, f.keys, batch);
  const write = (count: number) =>
    f.command(async (tx) => {
      for (let i = 0; i < count; i++) audit(tx, { action: 'step', subject: `s${i}`, after: { i } });
    });
  const sealAll = async (by = sealer()) => {
    let all = 0;
    for (let batch = -1; batch !== 0; all += batch) batch = await by.sealOnce();
    return all;
  };
  const verify = () => verifyAudit(f.database, { keys: f.keys });

  it('has nothing to do at first', async () => {
    expect(await sealer().sealOnce()).toBe(0);
    expect(await verify()).toEqual({ sealed: 0, unsealed: 0, erased: 0, firstBad: null });
    expect(await exportHead(f.database)).toBeNull();
  });

  it('T5 links what is committed in batches and signs the head of each', async () => {
    await write(25);
    expect(await verify()).toMatchObject({ sealed: 0, unsealed: 25, firstBad: null });
    expect(await sealer(10).sealOnce()).toBe(10);
    expect(await verify()).toMatchObject({ sealed: 10, unsealed: 15, firstBad: null });
    expect(await sealAll(sealer(10))).toBe(15);
    expect(await verify()).toMatchObject({ sealed: 25, unsealed: 0, firstBad: null });
    const heads = await f.database.query('select chain_no::int from kernel_audit_head h order by h.chain_no');
    expect(heads).toEqual([{ chain_no: 10 }, { chain_no: 20 }, { chain_no: 25 }]);
  });

  it('takes a row with a lower number that is committed later as it comes', async () => {
    const inserted = Promise.withResolvers<void>();
    const finish = Promise.withResolvers<void>();
    const slow = f.command(async (tx) => {
      audit(tx, { action: 'slow', subject: 'late' });
      tx.beforeCommit(async () => {
        inserted.resolve();
        await finish.promise;
      });
    });
    await inserted.promise;
    await f.command(async (tx) => audit(tx, { action: 'quick', subject: 'late' }));
    await sealAll();
    finish.resolve();
    await slow;
    await sealAll();
    const rows = await f.database.query(
      `select action from kernel_audit where subject = 'late' order by chain_no`,
    );
    expect(rows).toEqual([{ action: 'quick' }, { action: 'slow' }]);
    expect(await verify()).toMatchObject({ unsealed: 0, firstBad: null });
  });

  it('works alone: of several at the same time the others answer 0', async () => {
    const before = (await verify()).sealed;
    await write(100);
    const sealers = Array.from({ length: 4 }, () => sealer(30));
    let all = 0;
    while (all < 100) {
      const counts = await Promise.all(sealers.map((one) => one.sealOnce()));
      all += counts.reduce((sum, count) => sum + count);
    }
    expect(await verify()).toEqual({ sealed: before + 100, unsealed: 0, erased: 0, firstBad: null });
  });

  it('goes on beside commands, and while somebody verifies', async () => {
    let writing = true;
    const writers = Promise.all(
      [1, 2].map(async () => {
        for (let i = 0; i < 30; i++) await write(3);
      }),
    ).then(() => {
      writing = false;
    });
    while (writing) {
      await sealer(20).sealOnce();
      expect((await verify()).firstBad).toBeNull();
    }
    await writers;
    await sealAll();
    expect(await verify()).toMatchObject({ unsealed: 0, firstBad: null });
  });

  it('goes on with another key after a rotation, and with one after the old has retired', async () => {
    await f.command((tx) => f.keys.rotate(tx, 0));
    await write(2);
    await sealAll();
    f.pass(60);
    const kids = await f.database.query('select distinct kid from kernel_audit_head');
    expect(kids.length).toBe(2);
    expect((await verify()).firstBad).toBeNull();
  });

  it('(fault-22) needs one connection only', async () => {
    const database = new Database({ connection: f.connection, entities: [], poolSize: 1 });
    try {
      await write(3);
      const keys = new SigningKeys(database, f.masterKeys, f.clock);
      expect(await new Sealer({ ...f.transactions, database }, keys).sealOnce()).toBe(3);
    } finally {
      await database.close();
    }
  });
});
