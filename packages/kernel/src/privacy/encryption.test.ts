import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { countQueries, type Fixture, fixture } from '../identity/test-fixture.js';
import { Erased } from './data-keys.js';
import { FieldCipher, type Place, SealBroken } from './encryption.js';
import { MasterKeys } from './master-keys.js';
import { SealedType } from './sealed-type.js';

const CANARY = '+86 138 0013 8000';

describe('sealed fields', () => {
  let f: Fixture;
  let cipher: FieldCipher;
  let owner: string;
  let place: Place;
  let made = 0;
  beforeAll(async () => {
    f = await fixture();
  });
  afterAll(() => f.close());
  beforeEach(() => {
    cipher = new FieldCipher(f.database, f.masterKeys, f.clock);
    owner = `member_${made++}`;
    place = { table: 'members_contact', id: 'contact_1', column: 'value' };
  });
  const seal = (plain: string, at: Partial<Place & { owner: string }> = {}, by = cipher) =>
    f.command((tx) => by.seal(tx, { ...place, owner, ...at }, plain));

  it('open where they were sealed, to the letter', async () => {
    for (const plain of [CANARY, '', '李小龙 🐉', 'x'.repeat(100_000), '\u0000']) {
      expect(await cipher.open({ ...place, sealed: await seal(plain) })).toBe(plain);
    }
  });

  it('say the version and the owner, and nothing of their content', async () => {
    const [one, two] = [await seal(CANARY), await seal(CANARY)];
    expect(one).toMatch(new RegExp(`^v1\\.${owner}\\.[\\w-]{16}\\.[\\w-]+$`));
    expect(one).not.toBe(two);
  });

  it('(sec-24) neither the key nor the content is in the database', async () => {
    await seal(CANARY);
    const rows = await f.database.query<{ wrapped: Buffer }>(
      'select wrapped from kernel_data_key where owner = $1',
      [owner],
    );
    // Nonce, key and tag: the key is there only encrypted.
    expect(rows.map(({ wrapped }) => wrapped.length)).toEqual([12 + 32 + 16]);
    const foreign = new FieldCipher(
      f.database,
      new MasterKeys([{ id: 'm1', secret: randomBytes(32) }]),
      f.clock,
    );
    await expect(foreign.open({ ...place, sealed: await seal(CANARY) })).rejects.toThrow();
  });

  it.each<[string, Partial<Place>]>([
    ['another row', { id: 'contact_2' }],
    ['another column', { column: 'note' }],
    ['another table', { table: 'members_address' }],
  ])('sec-25 moved to %s, a value does not open', async (_, elsewhere) => {
    const sealed = await seal(CANARY);
    await expect(cipher.open({ ...place, ...elsewhere, sealed })).rejects.toBeInstanceOf(SealBroken);
  });

  it('sec-25 given to another owner, changed in any part, or cut, a value does not open', async () => {
    const other = `${owner}_other`;
    const theirs = await seal('other', { owner: other });
    const sealed = await seal(CANARY);
    const [version, , iv, content] = sealed.split('.') as [string, string, string, string];
    const flip = (text: string, at: number) =>
      `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;
    const broken = [
      [version, other, iv, content].join('.'),
      [version, owner, theirs.split('.')[2], content].join('.'),
      [version, owner, iv, theirs.split('.')[3]].join('.'),
      [version, 'member_unknown', iv, content].join('.'),
      ['v2', owner, iv, content].join('.'),
      [version, owner, flip(iv, 3), content].join('.'),
      [version, owner, iv, flip(content, 0)].join('.'),
      [version, owner, iv, flip(content, content.length - 6)].join('.'),
      [version, owner, iv, content.slice(0, -8)].join('.'),
      [version, owner, iv, content.slice(0, 8)].join('.'),
      CANARY,
      '',
    ];
    for (const text of broken) {
      await expect(cipher.open({ ...place, sealed: text })).rejects.toBeInstanceOf(SealBroken);
    }
  });

  it('the error of a broken seal names the place and not the content', async () => {
    const error = await cipher.open({ ...place, sealed: CANARY }).catch((thrown: Error) => thrown.message);
    expect(error).toBe('the sealed value in members_contact.value of contact_1 does not open there');
  });

  it('many are opened with one query, and again with none', async () => {
    const items = await f.command(async (tx) => {
      const sealed = [];
      for (let i = 0; i < 50; i++) {
        const id = `contact_${i}`;
        const at = { ...place, id };
        sealed.push({
          ...at,
          sealed: await cipher.seal(tx, { ...at, owner: `${owner}_${i % 7}` }, `plain ${i}`),
        });
      }
      return sealed;
    });
    const queries = countQueries(f.database.pool, /kernel_data_key/);
    const expected = [...items.map((_, i) => `plain ${i}`), null];
    expect(await cipher.openMany([...items, { ...place, sealed: null }])).toEqual(expected);
    expect(queries.count).toBe(1);
    expect(await cipher.openMany([...items, { ...place, sealed: null }])).toEqual(expected);
    expect(queries.count).toBe(1);
  });

  it('two transactions that seal the first values of an owner use the same key', async () => {
    const sealed = await Promise.all(Array.from({ length: 5 }, (_, i) => seal(`plain ${i}`)));
    expect(await cipher.openMany(sealed.map((text) => ({ ...place, sealed: text })))).toEqual(
      sealed.map((_, i) => `plain ${i}`),
    );
  });

  it('a key that was rolled back is not used again', async () => {
    const failed = f.command(async (tx) => {
      const sealed = await cipher.seal(tx, { ...place, owner }, CANARY);
      expect(await cipher.open({ ...place, sealed }, tx)).toBe(CANARY);
      throw new Error('rolled back');
    });
    await expect(failed).rejects.toThrow('rolled back');
    const fresh = new FieldCipher(f.database, f.masterKeys, f.clock);
    expect(await fresh.open({ ...place, sealed: await seal('later') })).toBe('later');
  });

  it('(T1) what is erased is gone for good, and nothing is added to it', async () => {
    const [sealed, kept] = [await seal(CANARY), await seal('kept', { owner: `${owner}_other` })];
    expect(await cipher.open({ ...place, sealed })).toBe(CANARY);
    await f.command((tx) => cipher.erase(tx, owner));
    expect(
      await cipher.openMany([
        { ...place, sealed },
        { ...place, sealed: kept },
      ]),
    ).toEqual([null, 'kept']);
    await expect(seal('more')).rejects.toBeInstanceOf(Erased);
    const rows = await f.database.query(
      'select wrapped, destroyed_at is not null as gone from kernel_data_key where owner = $1',
      [owner],
    );
    expect(rows).toEqual([{ wrapped: null, gone: true }]);
  });

  it('an erasure that is rolled back erases nothing', async () => {
    const sealed = await seal(CANARY);
    const failed = f.command(async (tx) => {
      await cipher.erase(tx, owner);
      throw new Error('rolled back');
    });
    await expect(failed).rejects.toThrow('rolled back');
    expect(await cipher.open({ ...place, sealed })).toBe(CANARY);
    await seal('more');
  });

  it('another process stops reading what is erased within a minute, or when it is told', async () => {
    const there = new FieldCipher(f.database, f.masterKeys, f.clock);
    const [sealed, other] = [await seal(CANARY), await seal(CANARY, { owner: `${owner}_b` })];
    await there.openMany([sealed, other].map((text) => ({ ...place, sealed: text })));
    await f.command((tx) => cipher.erase(tx, owner));
    await f.command((tx) => cipher.erase(tx, `${owner}_b`));
    there.keys.forget(owner);
    expect(await there.open({ ...place, sealed })).toBeNull();
    f.pass(60);
    expect(await there.open({ ...place, sealed: other })).toBeNull();
  });

  it('an erasure waits for who is sealing, so that nothing is sealed with a destroyed key', async () => {
    await seal('first');
    const sealing = Promise.withResolvers<void>();
    const finish = Promise.withResolvers<void>();
    const sealed = f.command(async (tx) => {
      const text = await cipher.seal(tx, { ...place, owner }, CANARY);
      sealing.resolve();
      await finish.promise;
      return text;
    });
    await sealing.promise;
    let erased = false;
    const erasing = f
      .command((tx) => cipher.erase(tx, owner))
      .then(() => {
        erased = true;
      });
    // The other transaction waits for a lock now; the database says when.
    let waiting = false;
    while (!waiting) {
      const [row] = await f.database.query<{ waits: boolean }>(
        `select exists (select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock') as waits`,
      );
      waiting = row!.waits;
    }
    expect(erased).toBe(false);
    finish.resolve();
    await Promise.all([sealed, erasing]);
    expect(await cipher.open({ ...place, sealed: await sealed })).toBeNull();
  });

  it('sec-25 the master key is exchanged while reading and writing go on', async () => {
    const sealed = await seal(CANARY);
    const next = new MasterKeys([{ id: 'm2', secret: randomBytes(32) }, ...f.masterKeys.all]);
    const during = new FieldCipher(f.database, next, f.clock);
    expect(await during.open({ ...place, sealed })).toBe(CANARY);
    const written = await seal('written meanwhile', { owner: `${owner}_new` }, during);
    let rewrapped = 0;
    for (let batch = -1; batch !== 0; rewrapped += batch) {
      batch = await f.command((tx) => during.keys.rewrap(tx, 10));
      expect(await during.open({ ...place, sealed })).toBe(CANARY);
    }
    expect(rewrapped).toBeGreaterThan(0);
    const after = new FieldCipher(f.database, new MasterKeys([next.all[0]!]), f.clock);
    expect(await after.openMany([sealed, written].map((text) => ({ ...place, sealed: text })))).toEqual([
      CANARY,
      'written meanwhile',
    ]);
  });
});

describe('a sealed column', () => {
  const type = new SealedType({ owner: 'member' });

  it('takes sealed text only', () => {
    const sealed = `v1.member_1.${'A'.repeat(16)}.${'A'.repeat(30)}`;
    expect(type.convertToDatabaseValue(sealed)).toBe(sealed);
    expect(() => type.convertToDatabaseValue(CANARY)).toThrow('not sealed');
    expect(() => type.convertToDatabaseValue('')).toThrow('not sealed');
  });

  it('names the property of the owner', () => {
    expect([type.owner, type.getColumnType()]).toEqual(['member', 'text']);
  });
});

describe('master keys', () => {
  it('are read from the configuration, the one that seals first', () => {
    const [a, b] = [randomBytes(32), randomBytes(32)];
    const keys = MasterKeys.parse(`new:${a.toString('base64')}, old:${b.toString('base64url')}`);
    expect(keys.current).toBe('new');
    expect(keys.all.map(({ secret }) => Buffer.from(secret))).toEqual([a, b]);
  });

  it.each([
    ['', 'letters'],
    ['a:c2hvcnQ', '32 bytes'],
    [`a.b:${'A'.repeat(43)}`, 'letters'],
    [`a:${'A'.repeat(43)},a:${'B'.repeat(43)}`, 'same id'],
  ])('%p is a mistake', (text, message) => {
    expect(() => MasterKeys.parse(text)).toThrow(message);
  });

  it('have a key of its own for each use', () => {
    const keys = MasterKeys.parse(`a:${'A'.repeat(43)},b:${'B'.repeat(43)}`);
    const uses = (['wrap data keys', 'seal secrets', 'index'] as const).flatMap((use) => [
      keys.derive(use, 'a'),
      keys.derive(use, 'b'),
    ]);
    expect(new Set(uses.map((key) => Buffer.from(key).toString('hex'))).size).toBe(6);
    expect(() => keys.derive('index', 'gone')).toThrow('"gone" is not configured');
  });
});
