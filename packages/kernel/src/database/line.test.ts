import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { SYSTEM } from '../identity/actor.js';
import { Line } from './line.js';
import { type TestDatabase, testDatabase } from './test-database.js';
import { type Transactions, transaction } from './transaction.js';
import type { Tx } from './tx.js';

let base: TestDatabase;
let transactions: Transactions;

beforeAll(async () => {
  base = await testDatabase({ poolSize: 1 });
  transactions = {
    database: base.database,
    now: () => new Date(),
    report: () => undefined,
    seams: {} as Transactions['seams'],
  };
  await base.database.query('create table kernel_mark (name text primary key)');
});
beforeEach(() => base.database.query('truncate kernel_mark'));
afterAll(() => base.close());

const command = (work: (tx: Tx) => Promise<unknown>) =>
  transaction(transactions, { actor: SYSTEM, requestId: 'r', origin: 'live' }, work);
const mark = (tx: Tx, name: string) => tx.send('insert into kernel_mark values ($1)', [name]);
const marks = async () =>
  (await base.database.query<{ name: string }>('select name from kernel_mark order by name')).map(
    ({ name }) => name,
  );

test('what is sent without waiting is there for what follows, and after the commit', async () => {
  await command(async (tx) => {
    mark(tx, 'a');
    tx.beforeCommit(async () => mark(tx, 'b'));
    expect(await tx.query('select name from kernel_mark')).toEqual([{ name: 'a' }]);
  });
  expect(await marks()).toEqual(['a', 'b']);
});

test('what fails on its way to the commit rolls everything back, and is what the caller is told', async () => {
  const failing = command(async (tx) => {
    mark(tx, 'a');
    tx.beforeCommit(async () => mark(tx, 'a'));
    tx.beforeCommit(async () => mark(tx, 'b'));
  });
  await expect(failing).rejects.toMatchObject({ code: '23505' });
  expect(await marks()).toEqual([]);
});

test('whoever waits next is told of the failure, and not of its consequences', async () => {
  const failing = command(async (tx) => {
    mark(tx, 'a');
    mark(tx, 'a');
    mark(tx, 'b');
    await tx.query('select 1 as one');
  });
  await expect(failing).rejects.toMatchObject({ code: '23505' });
  expect(await marks()).toEqual([]);
});

test('a failure is told as what it means to whoever sent the statement', async () => {
  const { client, line } = await base.database.begin(base.database.em);
  const meaning = () => new Error('somebody was faster');
  line.send('select 1 / count(*) from kernel_mark where name = $1', ['b'], meaning);
  await expect(line.settled()).rejects.toThrow('somebody was faster');
  await expect(line.settled()).resolves.toBeUndefined();
  await line.rollBack();
  client.release();
});

test('what was sent in the turn in which the work fails goes with it, and the connection is free again', async () => {
  const failing = command(async (tx) => {
    mark(tx, 'a');
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  await command(async (tx) => mark(tx, 'b'));
  expect(await marks()).toEqual(['b']);
});

const failQuietly = (tx: Tx) => tx.query('select 1 / $1::int', [0]).catch(() => undefined);

test.each<[string, (tx: Tx) => unknown]>([
  ['asked in the message that commits', (tx) => tx.sendLast(() => void failQuietly(tx))],
  ['answered before', failQuietly],
])('a failure that somebody keeps to himself, %s, is told: the commit was none', async (_when, work) => {
  const failing = command(async (tx) => {
    mark(tx, 'a');
    await work(tx);
  });
  await expect(failing).rejects.toMatchObject({ code: '22012' });
  await command(async (tx) => mark(tx, 'b'));
  expect(await marks()).toEqual(['b']);
});

test('behind a savepoint a failure is forgotten with all that came after it', async () => {
  await command(async (tx) => {
    mark(tx, 'a');
    await tx.query('savepoint before');
    mark(tx, 'a');
    await tx.rollBackTo('before');
    mark(tx, 'b');
  });
  expect(await marks()).toEqual(['a', 'b']);
});

test('nothing is sent once the transaction is over', async () => {
  let left: Tx | undefined;
  await command(async (tx) => {
    left = tx;
  });
  expect(() => mark(left!, 'late')).toThrow('is over');
  expect(await marks()).toEqual([]);
});

test('failures of many come as the first of them', async () => {
  let n = 0;
  const line = new Line(() => Promise.reject(new Error(`failure ${++n}`)));
  line.send('one', []);
  line.send('two', []);
  await expect(line.run('three', [])).rejects.toThrow('failure 1');
});
