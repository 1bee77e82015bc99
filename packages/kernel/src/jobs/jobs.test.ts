import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { BACKENDS, Rooms, type RoomsOptions, roomsDatabase } from '../events/test-fixture.js';
import type { JobOptions, JobRun } from '../plugin/contract.js';
import { Superseded } from './job-store.js';

const Input = z.object({ n: z.number() });
type Input = z.infer<typeof Input>;

describe.each(BACKENDS)('jobs by way of %s', (_name, redisUrl) => {
  let home: Awaited<ReturnType<typeof roomsDatabase>>;
  const open: Rooms[] = [];

  beforeAll(async () => {
    home = await roomsDatabase({ poolSize: 15 });
  });
  afterEach(async () => {
    for (const rooms of open.splice(0)) await rooms.close();
    await home.database.query('truncate sink, kernel_due, kernel_job, bullmq.job cascade');
  });
  afterAll(() => home.close());

  function rooms(run: JobRun<Input>, options: Partial<JobOptions<Input>> & RoomsOptions = {}): Rooms {
    const { timeout, ...rest } = options;
    const made = new Rooms(home, { redisUrl, ...rest });
    made.jobs.register(
      'work',
      { description: 'A job of the tests.', input: Input, ...(timeout ? { timeout } : {}) },
      run,
    );
    open.push(made);
    return made;
  }
  async function started(...args: Parameters<typeof rooms>): Promise<Rooms> {
    const made = rooms(...args);
    await made.start();
    return made;
  }
  /** A job that does one thing: a row in a transaction. */
  const writes: JobRun<Input> = ({ n }, services) =>
    services.command(async (tx) => void (await tx.query('insert into sink (note) values ($1)', [n])));

  const enqueue = (on: Rooms, n: number, options?: { at?: Date }) =>
    on.command(async (tx) => on.jobs.enqueue(tx, 'work', { n }, options));
  const sink = async () =>
    (await home.database.query<{ note: string }>('select note from sink order by id')).map(
      ({ note }) => note,
    );
  const jobs = () =>
    home.database.query<{
      id: string;
      state: string;
      attempts: number;
      starts: number;
      last_error: string | null;
    }>('select id, state, attempts, starts, last_error from kernel_job order by id');

  test('a job runs once the transaction that asks for it is committed', async () => {
    const on = await started(writes);
    await on.command(async (tx) => {
      on.jobs.enqueue(tx, 'work', { n: 1 });
      on.jobs.enqueue(tx, 'work', { n: 2 });
    });
    await on.settle();
    expect((await sink()).toSorted()).toEqual(['1', '2']);
    expect(await jobs()).toMatchObject([{ state: 'DONE' }, { state: 'DONE' }]);
  });

  test('a job of a transaction that is rolled back does not exist', async () => {
    const on = await started(writes);
    const failing = on.command(async (tx) => {
      on.jobs.enqueue(tx, 'work', { n: 1 });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await on.settle();
    expect(await jobs()).toEqual([]);
  });

  test('a job for later runs at its instant, by the clock of the platform', async () => {
    const on = await started(writes);
    await enqueue(on, 1, { at: new Date('2027-03-02T09:00:00Z') });
    await on.advance('P364D');
    expect(await sink()).toEqual([]);
    await on.advance('P1D');
    expect(await sink()).toEqual(['1']);
  });

  test('an input that does not fit is refused where the job is asked for', async () => {
    const on = rooms(writes);
    await expect(on.command(async (tx) => on.jobs.enqueue(tx, 'work', { n: 'one' }))).rejects.toThrow(
      z.ZodError,
    );
    await expect(on.command(async (tx) => on.jobs.enqueue(tx, 'unknown', {}))).rejects.toThrow('"unknown"');
  });

  test('(fault-11) a stored input that cannot be read is a dead letter on the first attempt', async () => {
    const on = rooms(writes);
    await enqueue(on, 1);
    await home.database.query(`update kernel_job set input = '{"n": "one"}'`);
    await on.start();
    await on.settle();
    expect(await jobs()).toMatchObject([
      { state: 'DEAD', attempts: 1, last_error: 'the input does not fit: n invalid_type' },
    ]);
  });

  test('(fault-11) a job that throws is tried five times, is a dead letter then, and can be retried', async () => {
    let tries = 0;
    const on = await started(async (input, services) => {
      if (++tries <= 5) throw new Error('broken');
      await writes(input, services, new AbortController().signal);
    });
    await enqueue(on, 1);
    await on.advance('PT1H');
    expect(tries).toBe(5);
    const [dead] = await on.jobs.dead();
    expect(dead).toMatchObject({ name: 'work', attempts: 5, reason: 'broken' });
    expect(on.reports).toHaveLength(1);
    expect(await on.command((tx) => on.jobs.retry(tx, dead!.id))).toBe(true);
    await on.settle();
    expect(await sink()).toEqual(['1']);
  });

  test('a job that takes too long is told so by its signal, and can write no more', async () => {
    const told = Promise.withResolvers<unknown>();
    const late = Promise.withResolvers<void>();
    const refused = Promise.withResolvers<unknown>();
    const on = await started(
      async (input, services, signal) => {
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        told.resolve(signal.reason);
        await late.promise;
        await writes(input, services, signal).catch(refused.resolve);
      },
      { timeout: 'PT0.1S' },
    );
    await enqueue(on, 1);
    expect(await told.promise).toMatchObject({ message: 'took longer than 0.1 s' });
    await on.settle();
    expect(await jobs()).toMatchObject([
      { state: 'PENDING', attempts: 1, last_error: 'took longer than 0.1 s' },
    ]);
    late.resolve();
    expect(await refused.promise).toBeInstanceOf(Error);
    expect(await sink()).toEqual([]);
  });

  test('(fault-21) a run that was silent for too long is taken over, and can neither write nor finish after that', async () => {
    const blocked = Promise.withResolvers<void>();
    const first = Promise.withResolvers<void>();
    let runs = 0;
    const run: JobRun<Input> = async (input, services, signal) => {
      if (++runs === 1) {
        first.resolve();
        await blocked.promise;
      }
      await writes(input, services, signal);
    };
    const slow = await started(run, { prefix: 'fenced' });
    await enqueue(slow, 1);
    await first.promise;
    // What an event loop that stands still for longer than the lease comes to.
    await home.database.query(`update kernel_job set lease_until = clock_timestamp() - interval '1 second'`);
    const [job] = await jobs();
    await slow.jobs.queue.ring([{ data: { job: job!.id } }]);
    while ((await jobs())[0]!.state !== 'DONE') await new Promise((resolve) => setTimeout(resolve, 5));
    blocked.resolve();
    await slow.settle();
    expect(runs).toBe(2);
    expect(await sink()).toEqual(['1']);
    expect(slow.reports).toEqual([expect.any(Superseded)]);
  });

  test('(fault-5) a job that is rung for ten times at once runs once', async () => {
    const on = await started(writes);
    for (let n = 0; n < 20; n++) await enqueue(on, n);
    const rings = (await jobs()).map(({ id }) => ({ data: { job: id } }));
    await Promise.all(Array.from({ length: 9 }, () => on.jobs.queue.ring(rings)));
    await on.settle();
    expect((await sink()).map(Number).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, n) => n),
    );
    expect(on.reports).toEqual([]);
  });

  test('(fault-4) jobs that were lost with the queue are rung for again within a minute', async () => {
    const on = rooms(writes);
    await enqueue(on, 1);
    // A command does not wait for its rings, and one that is still on its way is not lost.
    await on.hasRung('jobs');
    await on.loseQueues();
    await on.workers.start();
    on.clock.set(new Date(on.clock.now().getTime() + 50_000));
    expect(await on.jobs.ringLost()).toBe(1);
    await on.settle();
    expect(await sink()).toEqual(['1']);
  });

  test('(fault-11) a job that takes its process down is given up after three starts', async () => {
    let starts = 0;
    const kills: JobRun<Input> = async () => {
      starts++;
      await new Promise(() => undefined);
    };
    const declared = { description: 'A job of the tests.', input: Input };
    for (let round = 1; round <= 3; round++) {
      const dying = Rooms.mortal(home, { redisUrl, prefix: 'killer' });
      dying.jobs.register('work', declared, kills);
      await dying.startMortal();
      if (round === 1) await enqueue(dying, 1);
      while (starts < round) await new Promise((resolve) => setTimeout(resolve, 5));
      await dying.die();
      // Its lease, which nobody renews any more, is over.
      await home.database.query('update kernel_job set lease_until = null');
    }
    const on = await started(kills, { prefix: 'killer' });
    await on.settle();
    expect(starts).toBe(3);
    expect(await jobs()).toMatchObject([
      { state: 'DEAD', attempts: 1, last_error: 'its process ended 3 times while it ran' },
    ]);
  });

  test('(fault-11) a job whose process ended twice runs alone, so that no neighbour is given up with it', async () => {
    let running = 0;
    const beside: number[] = [];
    const on = rooms(async ({ n }, services) => {
      running++;
      await services.command(async (tx) => void (await tx.query('select pg_sleep(0.05)')));
      if (n < 2) beside.push(running);
      running--;
    });
    for (let n = 0; n < 12; n++) await enqueue(on, n);
    await home.database.query(`update kernel_job set starts = 2 where (input ->> 'n')::int < 2`);
    await on.start();
    await on.settle();
    expect(beside).toEqual([1, 1]);
    expect(await jobs()).toEqual(
      Array.from({ length: 12 }, () => expect.objectContaining({ state: 'DONE' })),
    );
  });

  test('(fault-11) an input whose check itself breaks is a dead letter on the first attempt', async () => {
    const on = new Rooms(home, { redisUrl });
    open.push(on);
    let isBroken = false;
    const input = z.object({ n: z.number() }).transform((value) => {
      if (isBroken) throw new Error('the check breaks');
      return value;
    });
    on.jobs.register('work', { description: 'A job of the tests.', input }, async () => undefined);
    await enqueue(on, 1);
    isBroken = true;
    await on.start();
    await on.settle();
    expect(await jobs()).toMatchObject([{ state: 'DEAD', attempts: 1 }]);
  });

  test.each(['before the mark', 'in the middle'])(
    '(fault-2) a job that happens once leaves nothing behind when its process is killed %s',
    async (moment) => {
      const reached = Promise.withResolvers<void>();
      const run: JobRun<Input> = async ({ n }, services) => {
        await services.command(
          async (tx) => void (await tx.query('insert into sink (note) values ($1)', [n])),
        );
        if (moment === 'in the middle') {
          reached.resolve();
          await new Promise(() => undefined);
        }
        await services.command(async (tx) => {
          await tx.query('insert into sink (note) values ($1)', [n]);
          tx.beforeCommit(async () => {
            reached.resolve();
            await new Promise(() => undefined);
          });
        });
      };
      const once = { description: 'A job of the tests.', input: Input, once: true };
      const dying = Rooms.mortal(home, { redisUrl, prefix: `once ${moment}` });
      dying.jobs.register('work', once, run);
      await dying.startMortal();
      await enqueue(dying, 1);
      await reached.promise;
      await dying.die();
      expect(await sink()).toEqual([]);
      await home.database.query('update kernel_job set lease_until = null');
      const next = new Rooms(home, { redisUrl, prefix: `once ${moment}` });
      open.push(next);
      next.jobs.register('work', once, writes);
      await next.start();
      await next.settle();
      expect(await sink()).toEqual(['1']);
    },
  );

  test('a job that happens once and fails, or takes too long, has written nothing', async () => {
    const on = new Rooms(home, { redisUrl });
    open.push(on);
    let attempts = 0;
    on.jobs.register(
      'work',
      { description: 'A job of the tests.', input: Input, once: true, timeout: 'PT0.2S' },
      async (input, services, signal) => {
        await writes(input, services, signal);
        if (++attempts === 1) throw new Error('broken');
        if (attempts > 2) return;
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        await writes(input, services, signal);
      },
    );
    await on.start();
    await enqueue(on, 1);
    await on.settle();
    expect(await sink()).toEqual([]);
    expect(await jobs()).toMatchObject([{ state: 'PENDING', attempts: 1, last_error: 'broken' }]);
    await on.advance('PT1S');
    await on.advance('PT1S');
    expect(await jobs()).toMatchObject([
      { state: 'PENDING', attempts: 2, last_error: 'took longer than 0.2 s' },
    ]);
    await on.advance('PT10S');
    expect(await sink()).toEqual(['1']);
    expect(await jobs()).toMatchObject([{ state: 'DONE', attempts: 2 }]);
  });

  test('(fault-20) a worker that stops hands its jobs back, and they have lost no attempt', async () => {
    const running = Promise.withResolvers<void>();
    const stopping = await started(
      async (_input, _services, signal) => {
        running.resolve();
        await new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(signal.reason)),
        );
      },
      { prefix: 'handed' },
    );
    await enqueue(stopping, 1);
    await running.promise;
    await stopping.workers.stop();
    expect(await jobs()).toMatchObject([{ state: 'PENDING', attempts: 0, starts: 0, last_error: null }]);
    const next = await started(writes, { prefix: 'handed' });
    await next.settle();
    expect(await sink()).toEqual(['1']);
  });

  test('jobs that are done are forgotten after their time, dead ones stay', async () => {
    const on = await started(async ({ n }) => {
      if (n === 1) throw new Error('broken');
    });
    await enqueue(on, 1);
    await enqueue(on, 2);
    await on.advance('P1D');
    expect(await on.jobs.prune(on.clock.now())).toBe(1);
    expect(await jobs()).toMatchObject([{ state: 'DEAD' }]);
  });
});

test('(fault-4) a command succeeds at once while Redis is away, and its job waits for the sweep', async () => {
  const home = await roomsDatabase();
  const rooms = new Rooms(home, { redisUrl: 'redis://127.0.0.1:1' });
  rooms.jobs.register('work', { description: 'A job of the tests.', input: Input }, async () => undefined);
  const before = performance.now();
  await rooms.command(async (tx) => rooms.jobs.enqueue(tx, 'work', { n: 1 }));
  expect(performance.now() - before).toBeLessThan(1_000);
  const waiting = () =>
    home.database.query(`select 1 from kernel_job where state = 'PENDING' and enqueued_at = 'epoch'`);
  while ((await waiting()).length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  await rooms.close();
  await home.close();
});
