import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { SYSTEM } from '../identity/actor.js';
import { interruptible } from './interruption.js';
import { type TestDatabase, testDatabase } from './test-database.js';
import { type Transactions, transaction } from './transaction.js';
import type { Tx } from './tx.js';

const GIVEN_UP = new Error('its time is over');
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
const mark = (tx: Tx, name: string) => tx.query('insert into kernel_mark values ($1)', [name]);
const marks = async () =>
  (await base.database.query<{ name: string }>('select name from kernel_mark')).length;
/** The one connection of the pool, and whether it was left in a transaction. */
async function connection(): Promise<{ pid: number; fresh: boolean }> {
  const [{ pid }] = (await base.database.query<{ pid: number }>('select pg_backend_pid() as pid')) as [
    { pid: number },
  ];
  const seen = 'select state from pg_stat_activity where pid = $1';
  const { rows } = await base.database.control.query<{ state: string }>(seen, [pid]);
  return { pid, fresh: rows[0]!.state === 'idle' };
}

/** Resolves once a statement runs that sleeps, seen from another connection. */
async function sleeping(): Promise<void> {
  const running = `select 1 from pg_stat_activity where query like 'select pg_sleep%' and state = 'active'`;
  const { default: pg } = await import('pg');
  const client = new pg.Client(base.connection);
  await client.connect();
  try {
    while ((await client.query(running)).rowCount === 0);
  } finally {
    await client.end();
  }
}

/** What an operation asks while the only connection is taken, under way on it as soon as it is free. */
async function whileAllAreTaken(
  signal: AbortSignal,
  texts: readonly string[],
  prefix?: string,
): Promise<Promise<unknown>[]> {
  const client = await base.database.pool.connect();
  const reads: Promise<unknown>[] = [];
  void interruptible(signal, () => {
    for (const [n, text] of texts.entries()) {
      const name = prefix && `${prefix} ${n}`;
      reads.push(base.database.interruptible({ text, name }).then(({ rows }) => rows as unknown));
    }
    return Promise.allSettled(reads);
  });
  client.release();
  return reads;
}

test.each([
  ['plain', undefined],
  ['prepared', 'p'],
])(
  '%s statements of an operation that wait for one connection share it, and one that fails leaves the others alone',
  async (_how, prefix) => {
    const texts = ['select 1 as one', 'select 1 / 0', 'select 2 as two'];
    const [first, failing, last] = await whileAllAreTaken(new AbortController().signal, texts, prefix);
    await expect(failing).rejects.toMatchObject({ code: '22012' });
    await expect(first).resolves.toEqual([{ one: 1 }]);
    await expect(last).resolves.toEqual([{ two: 2 }]);
  },
);

describe('an operation that is given up', () => {
  test('ends the statement that it reads with, and its connection serves the next one', async () => {
    const { pid } = await connection();
    const giving = new AbortController();
    const read = interruptible(giving.signal, () =>
      base.database.interruptible({ text: 'select pg_sleep(60)' }),
    );
    await sleeping();
    giving.abort(GIVEN_UP);
    await expect(read).rejects.toBe(GIVEN_UP);
    expect((await connection()).pid).toBe(pid);
  });

  test.each([
    ['plain', undefined],
    ['prepared', 'sleep'],
  ])('ends all %s statements that it reads with on one connection', async (_how, prefix) => {
    const { pid } = await connection();
    const giving = new AbortController();
    const texts = ['select pg_sleep(60)', 'select pg_sleep(61)'];
    const reads = await whileAllAreTaken(giving.signal, texts, prefix);
    await sleeping();
    giving.abort(GIVEN_UP);
    await expect(Promise.allSettled(reads)).resolves.toEqual([
      { status: 'rejected', reason: GIVEN_UP },
      { status: 'rejected', reason: GIVEN_UP },
    ]);
    expect((await connection()).pid).toBe(pid);
  });

  test.each([
    ['a read', () => base.database.interruptible({ text: 'select pg_sleep(60)' })],
    ['a command', () => command((tx) => tx.query('select pg_sleep(60)'))],
  ])('ends %s though PostgreSQL did not hear the first word, as between two statements', async (_, work) => {
    const { control } = base.database;
    const heard = control.query;
    let isFirst = true;
    control.query = ((...statement: Parameters<typeof heard>) => {
      if (!isFirst) return heard.apply(control, statement);
      isFirst = false;
      return Promise.resolve();
    }) as typeof heard;
    const giving = new AbortController();
    const run = interruptible<unknown>(giving.signal, work);
    await sleeping();
    giving.abort(GIVEN_UP);
    await expect(run).rejects.toBe(GIVEN_UP);
    expect(isFirst).toBe(false);
    control.query = heard;
  });

  test('begins no further statement', async () => {
    const giving = new AbortController();
    giving.abort(GIVEN_UP);
    const read = interruptible(giving.signal, () => base.database.interruptible({ text: 'select 1' }));
    await expect(read).rejects.toBe(GIVEN_UP);
    await expect(interruptible(giving.signal, () => command(async () => 1))).rejects.toBe(GIVEN_UP);
  });

  test.each([
    ['in a statement', (tx: Tx) => tx.query('select pg_sleep(60)'), sleeping],
    ['between two statements', () => new Promise<never>(() => {}), async () => undefined],
    [
      'in a statement of which the command catches the failure',
      (tx: Tx) => tx.query('select pg_sleep(60)').catch(() => mark(tx, 'second').catch(() => undefined)),
      sleeping,
    ],
  ])('rolls a command back %s, on a connection that is whole afterwards', async (_when, work, ready) => {
    const { pid } = await connection();
    const giving = new AbortController();
    const begun = Promise.withResolvers<void>();
    const run = interruptible(giving.signal, () =>
      command(async (tx) => {
        await mark(tx, 'first');
        begun.resolve();
        await work(tx);
      }),
    );
    await begun.promise;
    await ready();
    giving.abort(GIVEN_UP);
    await expect(run).rejects.toBe(GIVEN_UP);
    expect(await marks()).toBe(0);
    expect(await connection()).toEqual({ pid, fresh: true });
  });

  test('begins no statement either that still waited for a connection', async () => {
    const client = await base.database.pool.connect();
    const giving = new AbortController();
    const write = interruptible(giving.signal, () =>
      base.database.interruptible({ text: `insert into kernel_mark values ('late')` }),
    );
    giving.abort(GIVEN_UP);
    client.release();
    await expect(write).rejects.toBe(GIVEN_UP);
    expect(await marks()).toBe(0);
  });

  test('cannot write with what it has left behind', async () => {
    const giving = new AbortController();
    const over = Promise.withResolvers<void>();
    const left: Promise<unknown>[] = [];
    const run = interruptible(giving.signal, () =>
      command(async (tx) => {
        giving.abort(GIVEN_UP);
        left.push(over.promise.then(() => mark(tx, 'late')));
        await Promise.all(left);
      }),
    );
    await expect(run).rejects.toBe(GIVEN_UP);
    over.resolve();
    await expect(left[0]).rejects.toThrow();
    expect(await marks()).toBe(0);
  });

  test('leaves a commit alone, and what follows from it', async () => {
    const giving = new AbortController();
    const followed = Promise.withResolvers<unknown>();
    await interruptible(giving.signal, () =>
      command(async (tx) => {
        await mark(tx, 'whole');
        tx.afterCommit(() => {
          giving.abort(GIVEN_UP);
          followed.resolve(base.database.interruptible({ text: 'select 1' }));
        });
      }),
    );
    await expect(followed.promise).resolves.toMatchObject({ rowCount: 1 });
    expect(await marks()).toBe(1);
  });

  test('never ends a statement of another one, whenever it is given up', async () => {
    const crowd = await testDatabase({ poolSize: 2 });
    try {
      const others = Array.from({ length: 200 }, async (_, n) => {
        const giving = new AbortController();
        const read = interruptible(giving.signal, () =>
          crowd.database.interruptible({ text: `select pg_sleep(${(n % 5) / 1_000})` }),
        );
        setTimeout(() => giving.abort(GIVEN_UP), n % 23);
        await read.catch((error) => expect(error).toBe(GIVEN_UP));
        return crowd.database.query<{ n: number }>('select $1::int as n, pg_sleep(0.001)', [n]);
      });
      expect((await Promise.all(others)).map(([row]) => row!.n)).toEqual(others.map((_, n) => n));
    } finally {
      await crowd.close();
    }
  });

  test('is heard of once, however many statements it has', async () => {
    const giving = new AbortController();
    let heard = 0;
    const listen = giving.signal.addEventListener.bind(giving.signal);
    giving.signal.addEventListener = ((...args: Parameters<typeof listen>) => {
      heard += 1;
      listen(...args);
    }) as typeof listen;
    await interruptible(giving.signal, () =>
      Promise.all(Array.from({ length: 20 }, () => base.database.interruptible({ text: 'select 1' }))),
    );
    expect(heard).toBe(1);
  });
});
