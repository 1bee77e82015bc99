import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { Tx } from '../database/tx.js';
import { CodedError, UserError } from '../graphql/errors.js';
import type { BeforeDeclaration } from '../plugin/registry.js';
import type { HookTimes } from './hooks.js';
import { emit } from './outbox.js';
import { before, Rooms, roomsDatabase } from './test-fixture.js';

const TIMES: HookTimes = { deadline: 150, failures: 5, halfOpenAfter: 300 };

let home: Awaited<ReturnType<typeof roomsDatabase>>;
const open: Rooms[] = [];

beforeAll(async () => {
  home = await roomsDatabase({ poolSize: 10 });
});
afterEach(async () => {
  for (const rooms of open.splice(0)) await rooms.close();
  await home.database.query('truncate sink, kernel_outbox');
});
afterAll(() => home.close());

function roomsWith(...hooks: BeforeDeclaration[]): Rooms {
  const rooms = new Rooms(home, { before: hooks, hookTimes: TIMES });
  open.push(rooms);
  return rooms;
}

/** The command under test writes before its hooks and after them. */
const write = (rooms: Rooms, text: string) =>
  rooms.command(async (tx) => {
    await note(tx, 'before');
    const input = await tx.before('test.write', { text });
    await note(tx, input.text);
  });
const note = (tx: Tx, text: string) => tx.query('insert into sink (note) values ($1)', [text]);
const sink = async () =>
  (await home.database.query<{ note: string }>('select note from sink order by id')).map((row) => row.note);
const failure = async (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );
const hang = () => new Promise<never>(() => undefined);

/** Connections of this database that are inside of a transaction, once nothing is under way any more. */
/** Transactions that wait for their client, or for the hook's sleep; not a vacuum, nor a statement of the relay. */
async function openTransactions(): Promise<number> {
  const [row] = await home.database.query<{ n: string }>(
    `select count(*) as n from pg_stat_activity
     where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()
       and (state like 'idle in transaction%' or state = 'active' and query like 'select pg_sleep%')`,
  );
  return Number(row!.n);
}

test('hooks follow each other in their order, and each gets what the one before it made of the input', async () => {
  const rooms = roomsWith(
    before('one', async ({ text }) => ({ text: `${text} one` })),
    before('two', async () => undefined),
    before('three', async ({ text }) => ({ text: `${text} three` })),
  );
  await write(rooms, 'text');
  expect(await sink()).toEqual(['before', 'text one three']);
});

test('a user error of a hook goes to the caller as it is, and the command is rolled back', async () => {
  const error = new UserError('NOT_ALLOWED', ['text'], 'Not today.');
  const rooms = roomsWith(
    before(
      'refuse',
      async () => {
        throw error;
      },
      { whenBroken: 'goOn' },
    ),
  );
  for (let n = 0; n < 10; n++) expect(await failure(write(rooms, 'text'))).toBe(error);
  expect(await sink()).toEqual([]);
  expect(rooms.hooks.health()).toEqual([]);
});

test.each<[string, () => never | Promise<never>]>([
  [
    'throws at once',
    () => {
      throw new Error('secret');
    },
  ],
  [
    'rejects',
    async () => {
      throw new Error('secret');
    },
  ],
  [
    'throws what is no error',
    async () => {
      throw 'secret';
    },
  ],
])('(fault-12) a hook that %s rolls the command back, and the error names the plugin', async (_how, hook) => {
  const rooms = roomsWith(before('broken', hook as () => Promise<never>));
  const error = await failure(write(rooms, 'text'));
  expect(error).toBeInstanceOf(CodedError);
  expect(error).toMatchObject({
    code: 'PLUGIN_FAILED',
    extensions: { plugin: 'tested', hook: 'broken', retryable: true },
  });
  expect((error as Error).message).toContain('"tested"');
  expect((error as Error).message).not.toContain('secret');
  expect(await sink()).toEqual([]);
  expect(rooms.reports).toHaveLength(1);
});

test('(fault-13) hooks that never return are cut off, and leave neither a transaction nor a connection behind', async () => {
  const rooms = roomsWith(before('hung', hang));
  const started = performance.now();
  const errors = await Promise.all(Array.from({ length: 100 }, () => failure(write(rooms, 'text'))));
  expect(performance.now() - started).toBeLessThan(5_000);
  expect(errors.every((error) => error instanceof CodedError && error.code === 'PLUGIN_FAILED')).toBe(true);
  expect(home.database.pool.waitingCount).toBe(0);
  expect(home.database.pool.idleCount).toBe(home.database.pool.totalCount);
  expect(await openTransactions()).toBe(0);
  expect(await sink()).toEqual([]);
});

test('a hook that waits for the database is cut off as well', async () => {
  const rooms = roomsWith(before('slow', async (_input, tx) => void (await tx.query('select pg_sleep(20)'))));
  const started = performance.now();
  expect(await failure(write(rooms, 'text'))).toMatchObject({ code: 'PLUGIN_FAILED' });
  expect(performance.now() - started).toBeLessThan(2_000);
  expect(await openTransactions()).toBe(0);
});

test('a hook that was cut off can write no more, neither by its transaction nor by its unit of work', async () => {
  const goOn = Promise.withResolvers<void>();
  const outcomes: unknown[] = [];
  const over = Promise.withResolvers<void>();
  const rooms = roomsWith(
    before('late', async (_input, tx) => {
      const { em } = tx;
      await goOn.promise;
      outcomes.push(await failure(Promise.resolve().then(() => note(tx, 'late'))));
      outcomes.push(await failure(Promise.resolve().then(() => em.flush())));
      over.resolve();
    }),
  );
  await failure(write(rooms, 'text'));
  goOn.resolve();
  await over.promise;
  expect(outcomes).toEqual([expect.any(Error), expect.any(Error)]);
  expect(await sink()).toEqual([]);
});

test('after five failures in a row a hook is not called any more, until it is tried again', async () => {
  let calls = 0;
  let isBroken = true;
  const rooms = roomsWith(
    before('broken', async () => {
      calls++;
      if (isBroken) throw new Error('out of order');
    }),
  );
  for (let n = 0; n < 8; n++)
    expect(await failure(write(rooms, 'text'))).toMatchObject({ code: 'PLUGIN_FAILED' });
  expect(calls).toBe(5);
  expect(rooms.hooks.health()).toEqual([
    { hook: 'broken', plugin: 'tested', command: 'test.write', reason: 'out of order' },
  ]);
  isBroken = false;
  while ((await failure(write(rooms, 'mended'))) !== undefined);
  expect(calls).toBe(6);
  expect(rooms.hooks.health()).toEqual([]);
});

test('without a hook that may be gone without, the command goes on, and nothing of what it did remains', async () => {
  const rooms = roomsWith(
    before(
      'optional',
      async (_input, tx) => {
        await note(tx, 'half');
        emit(tx, 'test.happened', { subject: 'half', payload: { n: 1 } });
        tx.afterCommit(() => void rooms.reports.push('half'));
        throw new Error('broken');
      },
      { whenBroken: 'goOn' },
    ),
    before('other', async ({ text }) => ({ text: `${text} other` })),
  );
  for (let n = 0; n < 7; n++) await write(rooms, 'text');
  expect(new Set(await sink())).toEqual(new Set(['before', 'text other']));
  expect(await sink()).toHaveLength(14);
  expect(await home.database.query('select * from kernel_outbox')).toEqual([]);
  expect(rooms.reports).toHaveLength(5);
});

test('without a hook that hangs in the middle of its writes, the command goes on as well', async () => {
  const rooms = roomsWith(
    before(
      'optional',
      async (_input, tx) => {
        await note(tx, 'half');
        await tx.query('select pg_sleep(20)');
      },
      { whenBroken: 'goOn' },
    ),
  );
  await write(rooms, 'text');
  expect(await sink()).toEqual(['before', 'text']);
});

test('what a hook writes and emits is committed with the command', async () => {
  const rooms = roomsWith(
    before(
      'writes',
      async (_input, tx) => {
        await note(tx, 'hook');
        emit(tx, 'test.happened', { subject: 'thing_1', payload: { n: 1 } });
      },
      { whenBroken: 'goOn' },
    ),
  );
  await write(rooms, 'text');
  expect(await sink()).toEqual(['before', 'hook', 'text']);
  expect(await home.database.query('select subject from kernel_outbox')).toEqual([{ subject: 'thing_1' }]);
});

test('a statement of the command itself keeps its own time limit', async () => {
  const rooms = roomsWith(before('quick', async () => undefined));
  await rooms.command(async (tx) => {
    await tx.before('test.write', { text: 'text' });
    await tx.query('select pg_sleep(0.3)');
    expect(await tx.query('show statement_timeout')).toEqual([{ statement_timeout: '30s' }]);
  });
});

test('nothing stands in front of imported facts', async () => {
  const rooms = roomsWith(before('broken', async () => Promise.reject(new Error('broken'))));
  const input = await rooms.command((tx) => tx.before('test.write', { text: 'text' }), { origin: 'import' });
  expect(input).toEqual({ text: 'text' });
});
