import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { Entity, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { ObjectType } from 'type-graphql';
import { SYSTEM } from '../identity/actor.js';
import { addEntry } from './entries.js';
import { newId, uuidOf } from './ids.js';
import { type LocalizedText, LocalizedTextType } from './localized-text.js';
import { HistoryEntry, Id, Stamped } from './record.js';
import { type TestDatabase, testDatabase } from './test-database.js';
import { type Transactions, transaction } from './transaction.js';
import type { Tx } from './tx.js';

@ObjectType('EntriesThing')
@Entity({ tableName: 'kernel_thing' })
class Thing extends Stamped {
  @Id('thing') id: string = newId('thing');
}

@ObjectType('EntriesChange')
@Entity({ tableName: 'kernel_thing_change' })
class ThingChange extends HistoryEntry {
  @Id('thing_change') id: string = newId('thing_change');

  @ManyToOne(() => Thing)
  thing!: Thing;

  @Property({ type: new LocalizedTextType(), nullable: true })
  note: LocalizedText | null = null;

  @Property({ type: 'text[]' })
  marks: string[] = [];
}

const NOW = new Date('2026-11-23T10:00:00.000Z');
let base: TestDatabase;
let transactions: Transactions;

beforeAll(async () => {
  base = await testDatabase({ entities: [Thing, ThingChange], poolSize: 1 });
  const seams = {} as Transactions['seams'];
  transactions = { database: base.database, now: () => NOW, report: () => undefined, seams };
  await base.database.query(`create table kernel_thing
    (id uuid primary key, created_at timestamptz, updated_at timestamptz, version integer)`);
  await base.database.query(`create table kernel_thing_change
    (id uuid primary key, thing_id uuid not null references kernel_thing, at timestamptz, from_value text, to_value text,
     reason text, actor text, note jsonb, marks text[])`);
});
beforeEach(() => base.database.query('truncate kernel_thing, kernel_thing_change'));
afterAll(() => base.close());

const command = <T>(work: (tx: Tx) => Promise<T>) =>
  transaction(transactions, { actor: SYSTEM, requestId: 'r', origin: 'live' }, work);
const entries = () =>
  base.database.query<Record<string, unknown>>('select * from kernel_thing_change order by id');

test('an entry is stored behind the record that it points to, with the facts as they were when it was added', async () => {
  const marks = ['a', 'b "c"'];
  const [thing, entry] = await command(async (tx) => {
    const { id } = tx.em.create(Thing, {}, { partial: true });
    const facts = { thing: id, at: tx.now, to: 'new', note: { en: 'Begun' }, marks, actor: 'system' };
    const added = addEntry(tx, ThingChange, facts);
    marks.push('later');
    return [id, added] as const;
  });
  expect(await entries()).toEqual([
    {
      id: uuidOf('thing_change', entry),
      thing_id: uuidOf('thing', thing),
      at: '2026-11-23 10:00:00+00',
      from_value: null,
      to_value: 'new',
      reason: null,
      actor: 'system',
      note: { en: 'Begun' },
      marks: ['a', 'b "c"'],
    },
  ]);
});

test('entries keep the order in which they were added, however many there are', async () => {
  await command(async (tx) => {
    const { id } = tx.em.create(Thing, {}, { partial: true });
    for (let n = 0; n < 120; n++)
      addEntry(tx, ThingChange, { thing: id, at: tx.now, to: String(n), marks: [], actor: 'system' });
  });
  expect((await entries()).map(({ to_value }) => to_value)).toEqual(
    Array.from({ length: 120 }, (_, n) => String(n)),
  );
});

test('an entry that points to nothing undoes its command', async () => {
  const facts = { thing: newId('thing'), at: NOW, marks: [], actor: 'system' };
  const failing = command(async (tx) => {
    tx.em.create(Thing, {}, { partial: true });
    addEntry(tx, ThingChange, facts);
  });
  await expect(failing).rejects.toMatchObject({ code: '23503' });
  expect(await base.database.query('select from kernel_thing')).toEqual([]);
});

test.each([
  ['a fact that it needs is missing', { actor: null }, 'an entry needs its "actor"'],
  ['it points to a record of another type', { thing: newId('note') }, 'not an id of thing'],
])('is refused at once where %s', async (_, wrong, message) => {
  const facts = { thing: newId('thing'), at: NOW, marks: [], actor: 'system', ...wrong };
  await expect(command(async (tx) => addEntry(tx, ThingChange, facts as never))).rejects.toThrow(message);
});

test('there are none of a type whose records change', async () => {
  const adding = command(async (tx) => addEntry(tx, Thing, { createdAt: NOW, updatedAt: NOW, version: 1 }));
  await expect(adding).rejects.toThrow('a history has no entries of Thing');
});
