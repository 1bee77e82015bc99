import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Actor, SYSTEM } from '../identity/actor.js';
import { type Fixture, fixture, START } from '../identity/test-fixture.js';
import { audit, contentHash, eraseAuditContent } from './audit.js';
import { canonicalJson } from './canonical.js';

describe('the audit trail', () => {
  let f: Fixture;
  beforeAll(async () => {
    f = await fixture();
  });
  afterAll(() => f.close());

  const rowsOf = (subject: string) =>
    f.database.query<{ action: string; content: string | null; content_hash: Buffer; salt: Buffer | null }>(
      `select action, actor, request_id, at = $2 as now, content::text, content_hash, salt, chain_no
       from kernel_audit a where subject = $1 order by a.seq`,
      [subject, START],
    );

  it('says who did what in which request, with what changed', async () => {
    const clerk: Actor = { ...SYSTEM, kind: 'staff', id: 'staff_1' };
    await f.command(
      async (tx) =>
        audit(tx, { action: 'ticket.assign', subject: 's1', before: { to: null }, after: { to: 'staff_2' } }),
      clerk,
    );
    const [row] = await rowsOf('s1');
    expect(row).toMatchObject({
      action: 'ticket.assign',
      actor: 'staff_1',
      request_id: 'test',
      now: true,
      chain_no: null,
    });
    expect(JSON.parse(row!.content!)).toEqual({ before: { to: null }, after: { to: 'staff_2' } });
  });

  it('is written at the end of the transaction, all rows in one statement', async () => {
    const inserts: string[] = [];
    await f.command(async (tx) => {
      jest.spyOn(tx, 'send').mockImplementation((text) => void inserts.push(text));
      for (let i = 0; i < 20; i++) audit(tx, { action: `step ${i}`, subject: 's2' });
      expect(inserts).toEqual([]);
    });
    expect(inserts).toHaveLength(1);
  });

  it('keeps the order of the rows, also of those that come at the very end', async () => {
    await f.command(async (tx) => {
      audit(tx, { action: 'first', subject: 's3' });
      audit(tx, { action: 'second', subject: 's3' });
      tx.beforeCommit(async () => audit(tx, { action: 'last', subject: 's3' }));
    });
    expect((await rowsOf('s3')).map((row) => row.action)).toEqual(['first', 'second', 'last']);
  });

  it('keeps the order of more rows than go in one statement', async () => {
    const actions = Array.from({ length: 123 }, (_, n) => `step ${n}`);
    await f.command(async (tx) => {
      for (const action of actions) audit(tx, { action, subject: 'many' });
    });
    expect((await rowsOf('many')).map((row) => row.action)).toEqual(actions);
  });

  it('says what was when it was told, not what the command made of it later', async () => {
    const roles = ['reader'];
    await f.command(async (tx) => {
      audit(tx, { action: 'grant', subject: 's8', before: { roles } });
      roles.push('writer');
    });
    expect(JSON.parse((await rowsOf('s8'))[0]!.content!)).toEqual({ before: { roles: ['reader'] } });
  });

  it('has nothing of a transaction that was rolled back', async () => {
    const failed = f.command(async (tx) => {
      audit(tx, { action: 'never', subject: 's4' });
      tx.beforeCommit(() => Promise.reject(new Error('too late')));
    });
    await expect(failed).rejects.toThrow('too late');
    expect(await rowsOf('s4')).toEqual([]);
  });

  it('takes any content, and hashes what the database gives back', async () => {
    const content = {
      b: [1, 1.5, -0, 1e21, 5e-324, Number.MAX_VALUE, 2n ** 70n, Number.NaN],
      a: { nul: '\0', half: '\ud800', '\0': 1, at: new Date(START), gone: undefined, '10': 1, '9': 2 },
      ['__proto__']: { x: 1 },
      text: 'quote " backslash \\ brace { comma , 李',
    };
    await f.command(async (tx) => audit(tx, { action: 'odd', subject: 's5', after: content }));
    const [row] = await rowsOf('s5');
    expect(contentHash(row!.salt!, canonicalJson(JSON.parse(row!.content!)))).toEqual(row!.content_hash);
    expect(JSON.parse(row!.content!).after.a).toMatchObject({ nul: '\uFFFD', half: '\uFFFD', at: START });
  });

  it('loses the content of erased subjects with its salt, and says so', async () => {
    await f.command(async (tx) => audit(tx, { action: 'named', subject: 's6', after: { name: 'Li Na' } }));
    await f.command((tx) => eraseAuditContent(tx, ['s6']));
    const rows = await rowsOf('s6');
    expect(rows.map(({ action, content, salt }) => [action, content, salt !== null])).toEqual([
      ['named', null, false],
      ['audit.contentErased', '{}', true],
    ]);
  });

  it('lets commands go on beside each other', async () => {
    const open = Promise.withResolvers<void>();
    const finish = Promise.withResolvers<void>();
    const slow = f.command(async (tx) => {
      audit(tx, { action: 'slow', subject: 's7' });
      tx.beforeCommit(async () => {
        open.resolve();
        await finish.promise;
      });
    });
    await open.promise;
    await f.command(async (tx) => audit(tx, { action: 'quick', subject: 's7' }));
    expect((await rowsOf('s7')).map((row) => row.action)).toEqual(['quick']);
    finish.resolve();
    await slow;
    // The slow one has the lower number though it came later.
    expect((await rowsOf('s7')).map((row) => row.action)).toEqual(['slow', 'quick']);
  });
});
