import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { SigningKeys } from '../identity/keys.js';
import { type Fixture, fixture } from '../identity/test-fixture.js';
import { audit, eraseAuditContent } from './audit.js';
import { HEAD_TYPE, linkHash, ROW_COLUMNS } from './audit-chain.js';
import { MasterKeys } from './master-keys.js';
import { Sealer } from './sealer.js';
import { type AuditReport, exportHead, verifyAudit } from './verify-audit.js';

const SEED = 20_261_121;
const MUTATIONS = 1_000;
const ROWS = 60;
const BATCH = 7;

let f: Fixture;
/** Like a superuser with a terminal: no rule of ours stands in the way. */
let intruder: pg.Client;
let head: string;

beforeAll(async () => {
  f = await fixture();
  for (let i = 0; i < ROWS / 3; i++) {
    await f.command(async (tx) => {
      for (let j = 0; j < 3; j++) {
        audit(tx, {
          action: `step.${j}`,
          subject: `record_${i}`,
          before: { n: i },
          after: { n: i + 1, by: `p${j}` },
        });
      }
    });
  }
  await sealAll();
  head = (await exportHead(f.database))!;
  intruder = new pg.Client(f.connection);
  await intruder.connect();
});
afterAll(async () => {
  await intruder.end();
  await f.close();
});

async function sealAll() {
  const sealer = new Sealer(f.transactions, f.keys, BATCH);
  while ((await sealer.sealOnce()) > 0);
}

const database = {
  query: async <Row extends object>(text: string, values?: readonly unknown[]) =>
    (await intruder.query(text, values as unknown[])).rows as Row[],
};
const sql = (text: string, ...values: unknown[]) => intruder.query(text, values);

/** What the verifier says after a deed, which is then undone. */
async function after(deed: () => Promise<unknown>, kept?: string): Promise<AuditReport> {
  await sql('begin');
  try {
    await deed();
    return await verifyAudit(database, { keys: f.keys, pageSize: 25, ...(kept && { head: kept }) });
  } finally {
    await sql('rollback');
  }
}

/** The number of the signed head at or after a row. */
const headFrom = (row: number) => Math.min(Math.ceil(row / BATCH) * BATCH, ROWS);
const headBefore = (row: number) => Math.floor((row - 1) / BATCH) * BATCH;

/** Links the chain anew from a row on, as somebody who knows how it is done. */
async function relink(from: number) {
  const { rows } = await sql(
    `select chain_no::text, ${ROW_COLUMNS}, (extract(epoch from sealed_at) * 1000000)::bigint::text as sealed_at,
       encode(prev_hash, 'hex') as prev_hash from kernel_audit a where chain_no >= $1 order by a.chain_no`,
    from,
  );
  let hash = rows[0].prev_hash;
  const links = rows.map((row) => {
    const previous = hash;
    hash = linkHash(previous, row);
    return { no: row.chain_no, previous, hash };
  });
  await sql(
    `update kernel_audit a set prev_hash = decode(l.previous, 'hex'), hash = decode(l.hash, 'hex')
     from jsonb_to_recordset($1) l (no bigint, previous text, hash text) where a.chain_no = l.no`,
    JSON.stringify(links),
  );
}

const edit = (row: number, assignment: string, ...values: unknown[]) =>
  sql(`update kernel_audit set ${assignment} where chain_no = $1`, row, ...values);
const digest = (salt: Buffer, text: string) => createHash('sha256').update(salt).update(text).digest();

/** Each is done to a row; answers the number that the verifier has to name, if it is not the row's own. */
const deeds: Record<string, (row: number, random: (below: number) => number) => Promise<number | unknown>> = {
  'actor edited': (row) => edit(row, `actor = actor || 'x'`),
  'request edited': (row) => edit(row, `request_id = 'other'`),
  'action edited': (row) => edit(row, `action = 'other'`),
  'subject edited': (row) => edit(row, `subject = 'record_99'`),
  'instant edited': (row) => edit(row, `at = at + interval '1 ms'`),
  'instant of sealing edited': (row) => edit(row, `sealed_at = sealed_at - interval '1 ms'`),
  'id edited': (row) => edit(row, 'id = $2', randomUUID()),
  'number edited': async (row, random) => {
    await sql('alter table kernel_audit alter seq drop identity');
    await edit(row, 'seq = $2', 1_000 + random(1_000));
  },
  'content edited': (row) => edit(row, `content = jsonb_set(content, '{after,by}', '"somebody"')`),
  'content added': (row) => edit(row, `content = content || '{"note": 1}'`),
  'content taken out': (row) => edit(row, 'content = null, salt = null'),
  'salt edited': (row) => edit(row, 'salt = $2', randomBytes(16)),
  'salt taken out': (row) => edit(row, 'salt = null'),
  'content hash edited': (row) => edit(row, 'content_hash = $2', randomBytes(32)),
  'content exchanged with a fitting hash': (row) => {
    const salt = randomBytes(16);
    return edit(row, `content = '{}', salt = $2, content_hash = $3`, salt, digest(salt, '{}'));
  },
  'link edited': (row) => edit(row, 'hash = $2', randomBytes(32)),
  'link taken out': (row) => edit(row, 'hash = null'),
  'link to the one before edited': (row) => edit(row, 'prev_hash = $2', randomBytes(32)),
  deleted: (row) => sql('delete from kernel_audit where chain_no = $1', row),
  'several deleted': (row, random) =>
    sql('delete from kernel_audit where chain_no >= $1 and chain_no <= $2', row, row + random(5)),
  'unsealed again': (row) => edit(row, 'chain_no = null, prev_hash = null, hash = null, sealed_at = null'),
  'two exchanged': async (row, random) => {
    const other = 1 + ((row + random(ROWS - 1)) % ROWS);
    await edit(row, 'chain_no = 0');
    await edit(other, 'chain_no = $2', row);
    await edit(0, 'chain_no = $2', other);
    return Math.min(row, other);
  },
  'contents of two exchanged': async (row) => {
    const other = row === ROWS ? row - 1 : row + 1;
    await sql(
      `update kernel_audit a set content = b.content, salt = b.salt, content_hash = b.content_hash
       from kernel_audit b where (a.chain_no, b.chain_no) in (($1::bigint, $2::bigint), ($2::bigint, $1::bigint))`,
      row,
      other,
    );
    return Math.min(row, other);
  },
  'put in twice': async (row) => {
    await sql('alter table kernel_audit drop constraint kernel_audit_chain_no_key');
    await sql(
      `insert into kernel_audit (id, at, actor, request_id, action, subject, content, content_hash, salt, chain_no, prev_hash, hash, sealed_at)
       select gen_random_uuid(), at, actor, request_id, action, subject, content, content_hash, salt, chain_no, prev_hash, hash, sealed_at
       from kernel_audit where chain_no = $1`,
      row,
    );
  },
  'tail cut off': async (row) => sql('delete from kernel_audit where chain_no >= $1', row),
  'edited and linked anew to the end': async (row) => {
    await edit(row, `actor = 'somebody'`);
    await relink(row);
    return headFrom(row);
  },
  'deleted, renumbered and linked anew': async (row) => {
    if (row === ROWS) return sql('delete from kernel_audit where chain_no = $1', row);
    const { rows } = await sql(
      `select encode(prev_hash, 'hex') as hash from kernel_audit where chain_no = $1`,
      row,
    );
    await sql('delete from kernel_audit where chain_no = $1', row);
    // In two steps, so that no number is there twice in between.
    await sql('update kernel_audit set chain_no = -chain_no where chain_no > $1', row);
    await sql('update kernel_audit set chain_no = -chain_no - 1 where chain_no < 0');
    await edit(row, `prev_hash = decode($2, 'hex')`, rows[0].hash);
    await relink(row);
    return headFrom(row);
  },
  'linked anew, with the heads taken along': async (row) => {
    await edit(row, `actor = 'somebody'`);
    await relink(row);
    await sql(
      `update kernel_audit_head h set hash = a.hash from kernel_audit a where a.chain_no = h.chain_no and h.chain_no >= $1`,
      row,
    );
    return headFrom(row);
  },
  'linked anew, without the heads': async (row) => {
    await edit(row, `actor = 'somebody'`);
    await relink(row);
    await sql('delete from kernel_audit_head where chain_no >= $1', row);
    return headBefore(row) + 1;
  },
  'linked anew, with heads of a foreign key': async (row) => {
    await edit(row, `actor = 'somebody'`);
    await relink(row);
    const { rows } = await sql(
      `select a.chain_no::int as "chainNo", encode(a.hash, 'hex') as hash from kernel_audit a
       join kernel_audit_head h on h.chain_no = a.chain_no where a.chain_no >= $1`,
      row,
    );
    for (const { chainNo, hash } of rows) {
      const at = new Date(f.clock.now()).toISOString();
      const { signed, kid } = await foreignKeys.sign(HEAD_TYPE, { chainNo, hash, at });
      await sql(
        `update kernel_audit_head set hash = decode($2, 'hex'), signature = $3, kid = $4, at = $5 where chain_no = $1`,
        chainNo,
        hash,
        signed,
        kid,
        at,
      );
    }
    return headFrom(row);
  },
  'signature edited': async (row) => {
    await sql(`update kernel_audit_head set signature = signature || 'A' where chain_no = $1`, headFrom(row));
    return headFrom(row);
  },
  'signature of another head': async (row) => {
    const other = headFrom(row) === BATCH ? 2 * BATCH : BATCH;
    await sql(
      `update kernel_audit_head set signature = (select signature from kernel_audit_head where chain_no = $2) where chain_no = $1`,
      headFrom(row),
      other,
    );
    return headFrom(row);
  },
  'instant of a head edited': async (row) => {
    await sql(`update kernel_audit_head set at = at + interval '1 ms' where chain_no = $1`, headFrom(row));
    return headFrom(row);
  },
  'hash of a head edited': async (row) => {
    await sql('update kernel_audit_head set hash = $2 where chain_no = $1', headFrom(row), randomBytes(32));
    return headFrom(row);
  },
};

/** Keys of somebody who can write to the database but has not the master key. */
let foreignKeys: SigningKeys;

describe('verifying the audit trail', () => {
  beforeAll(() => {
    const rows: unknown[][] = [];
    const memory = {
      query: async (text: string, values: readonly unknown[] = []) => {
        if (text.startsWith('insert')) rows.push([...values]);
        return rows.map(([kid, , , private_jwk]) => ({
          kid,
          private_jwk,
          created_at: 0,
          retires_at: null,
        })) as never[];
      },
    };
    const masterKeys = new MasterKeys([{ id: 'm1', secret: randomBytes(32) }]);
    foreignKeys = new SigningKeys(memory, masterKeys, f.clock);
  });

  it('T5 an untouched trail is in order, with and without a head that was kept', async () => {
    const expected = { sealed: ROWS, unsealed: 0, erased: 0, firstBad: null };
    expect(await after(async () => undefined)).toEqual(expected);
    expect(await after(async () => undefined, head)).toEqual(expected);
  });

  it(`sec-26 names the first bad row after each of ${MUTATIONS} deeds (seed ${SEED})`, async () => {
    const random = seeded(SEED);
    const names = Object.keys(deeds);
    const wrong: string[] = [];
    for (let i = 0; i < MUTATIONS; i++) {
      const name = names[i % names.length]!;
      const row = 1 + random(ROWS);
      let expected = row;
      const { firstBad } = await after(async () => {
        const named = await deeds[name]!(row, random);
        if (typeof named === 'number') expected = named;
      });
      if (firstBad?.chainNo !== expected)
        wrong.push(`${name} ${row}: ${JSON.stringify(firstBad)}, not ${expected}`);
    }
    expect(wrong).toEqual([]);
  }, 120_000);

  it('sec-26 a tail cut off together with its heads is found by a head that was kept elsewhere', async () => {
    for (let end = BATCH; end < ROWS; end += BATCH) {
      const cut = async () => {
        await sql('delete from kernel_audit where chain_no > $1', end);
        await sql('delete from kernel_audit_head where chain_no > $1', end);
      };
      expect((await after(cut)).firstBad).toBeNull();
      expect((await after(cut, head)).firstBad).toEqual({ chainNo: end + 1, id: null, fault: 'missing' });
    }
  });

  it('sec-26 rows put behind the signed end are not vouched for', async () => {
    const report = await after(() =>
      sql(
        `insert into kernel_audit (id, at, actor, request_id, action, subject, content, content_hash, salt, chain_no, prev_hash, hash, sealed_at)
         select gen_random_uuid(), at, actor, request_id, action, subject, content, content_hash, salt, chain_no + 1, hash, hash, sealed_at
         from kernel_audit where chain_no = $1`,
        ROWS,
      ),
    );
    expect(report.firstBad?.chainNo).toBe(ROWS + 1);
  });

  it('a head of somebody else is refused', async () => {
    const { signed } = await foreignKeys.sign(HEAD_TYPE, { chainNo: 1, hash: '', at: '' });
    await expect(after(async () => undefined, signed)).rejects.toThrow('not signed by this platform');
    await expect(after(async () => undefined, 'no head')).rejects.toThrow('not signed by this platform');
  });

  it('reports how far it has come', async () => {
    const seen: number[] = [];
    await verifyAudit(database, { keys: f.keys, pageSize: 25, progress: (done) => seen.push(done) });
    expect(seen).toEqual([25, 50, 60]);
  });

  it('(T4) content that was erased leaves a chain that still holds; taken out silently it does not', async () => {
    await f.command((tx) => eraseAuditContent(tx, ['record_3', 'record_7']));
    const report = await after(async () => undefined, head);
    expect(report).toEqual({ sealed: ROWS, unsealed: 2, erased: 6, firstBad: null });
    await sealAll();
    expect(await after(async () => undefined, head)).toMatchObject({
      sealed: ROWS + 2,
      erased: 6,
      firstBad: null,
    });
    const silent = await after(() => sql(`delete from kernel_audit where action = 'audit.contentErased'`));
    expect(silent.firstBad).toMatchObject({ chainNo: 10, fault: 'contentMissing' });
  });
});

/** Mulberry32: the same deeds in every run. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
