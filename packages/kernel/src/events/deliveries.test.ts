import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { emit } from './outbox.js';
import { after, BACKENDS, Rooms, type RoomsOptions, roomsDatabase } from './test-fixture.js';

describe.each(BACKENDS)('deliveries by way of %s', (_name, redisUrl) => {
  let home: Awaited<ReturnType<typeof roomsDatabase>>;
  const open: Rooms[] = [];

  beforeAll(async () => {
    home = await roomsDatabase({ poolSize: 15 });
  });
  afterEach(async () => {
    for (const rooms of open.splice(0)) await rooms.close();
    await home.database.query(
      'truncate sink, kernel_outbox, kernel_delivery, kernel_due, kernel_job, bullmq.job cascade',
    );
  });
  afterAll(() => home.close());

  function rooms(options: RoomsOptions): Rooms {
    const made = new Rooms(home, { redisUrl, ...options });
    open.push(made);
    return made;
  }
  async function started(options: RoomsOptions): Promise<Rooms> {
    const made = rooms(options);
    await made.start();
    return made;
  }

  const happen = (on: Rooms, subject: string, ...ns: number[]) =>
    on.command(async (tx) => {
      for (const n of ns) emit(tx, 'test.happened', { subject, version: n, payload: { n } });
    });
  const sink = async () =>
    (await home.database.query<{ note: string }>('select note from sink order by id')).map(
      ({ note }) => note,
    );
  const states = () =>
    home.database.query<{ handler: string; state: string; attempts: number; last_error: string | null }>(
      'select handler, state, attempts, last_error from kernel_delivery order by seq, handler',
    );
  const writes = (note: (n: number) => string = String) =>
    after('write', async (event, tx) => {
      await tx.query('insert into sink (note) values ($1)', [note(event.payload.n)]);
    });

  test('a handler gets the event as it was committed', async () => {
    const events: unknown[] = [];
    const on = await started({ after: [after('listen', async (event) => void events.push(event))] });
    await happen(on, 'thing_1', 7);
    await on.settle();
    expect(events).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        name: 'test.happened',
        subject: 'thing_1',
        version: 7,
        at: on.clock.now(),
        actor: null,
        origin: 'live',
        payload: { n: 7 },
      },
    ]);
  });

  test('nothing follows a command that is rolled back', async () => {
    const on = await started({ after: [writes()] });
    const failing = on.command(async (tx) => {
      emit(tx, 'test.happened', { subject: 'thing_1', payload: { n: 1 } });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await on.settle();
    expect(await sink()).toEqual([]);
  });

  test('imported facts reach only the handlers that ask for them, and what these do counts as imported', async () => {
    const origins: string[] = [];
    const listen = (id: string, imports: boolean) =>
      after(id, async (event, tx) => void origins.push(`${id} ${event.origin} ${tx.context.origin}`), {
        imports,
      });
    const on = await started({ after: [listen('all', true), listen('live', false)] });
    await on.command(async (tx) => emit(tx, 'test.happened', { subject: 'a', payload: { n: 1 } }), {
      origin: 'import',
    });
    await on.settle();
    expect(origins).toEqual(['all import import']);
  });

  test('(fault-5) an event that is delivered ten times at once has its effect once', async () => {
    const on = await started({ after: [writes()] });
    await on.relay.pause();
    await happen(on, 'thing_1', ...Array.from({ length: 100 }, (_, n) => n));
    on.relay.resume();
    await on.relay.drain();
    const deliveries = await home.database.query<{ event: string; handler: string; attempts: number }>(
      'select event, handler, attempts from kernel_delivery',
    );
    await Promise.all(Array.from({ length: 9 }, () => on.deliveries.deliver(deliveries)));
    await on.settle();
    expect((await sink()).map(Number).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 100 }, (_, n) => n),
    );
    expect(on.reports).toEqual([]);
  });

  test('(fault-11) a handler that throws is tried five times with growing pauses, then waits as a dead letter', async () => {
    const tries: Date[] = [];
    const on = await started({
      after: [
        writes(),
        after('throw', async (event, tx) => {
          tries.push(on.clock.now());
          await tx.query('insert into sink (note) values ($1)', ['half']);
          throw new Error(`"${event.payload.n}" of jane@example.com is wrong`);
        }),
      ],
    });
    await happen(on, 'thing_1', 1);
    await on.advance('PT1H');
    const pauses = tries.slice(1).map((at, i) => (at.getTime() - tries[i]!.getTime()) / 1_000);
    expect(tries).toHaveLength(5);
    pauses.forEach((pause, i) => {
      expect(Math.abs(pause - 2 ** i)).toBeLessThanOrEqual(2 ** i / 4);
    });
    expect(await sink()).toEqual(['1']);
    expect(await states()).toEqual([
      { handler: 'throw', state: 'DEAD', attempts: 5, last_error: '… of … is wrong' },
      { handler: 'write', state: 'DONE', attempts: 0, last_error: null },
    ]);
    expect(on.reports).toHaveLength(1);
  });

  test('(fault-22) a handler gets along with the one connection that it has', async () => {
    const small = await roomsDatabase({ poolSize: 1 });
    const on = new Rooms(small, {
      redisUrl,
      after: [
        after('nested', async (_event, tx, services) => {
          await tx.query(`insert into sink (note) values ('a')`);
          const rows = await services.query('select note from sink');
          await services.command(
            async (inner) => void (await inner.query('insert into sink (note) values ($1)', [rows.length])),
          );
        }),
      ],
    });
    await on.start();
    const before = performance.now();
    await on.command(async (tx) => emit(tx, 'test.happened', { subject: 'a', payload: { n: 1 } }));
    await on.settle();
    expect(await small.database.query('select note from sink order by id')).toEqual([
      { note: 'a' },
      { note: '1' },
    ]);
    expect(performance.now() - before).toBeLessThan(5_000);
    expect(on.reports).toEqual([]);
    await on.close();
    await small.close();
  });

  test('a dead letter that is retried has all its attempts again', async () => {
    let isBroken = true;
    const on = await started({
      after: [
        after('sometimes', async (_event, tx) => {
          if (isBroken) throw new Error('broken');
          await tx.query(`insert into sink (note) values ('mended')`);
        }),
      ],
    });
    await happen(on, 'thing_1', 1);
    await on.advance('PT1H');
    const [dead] = await on.deliveries.dead();
    expect(dead).toMatchObject({
      handler: 'sometimes',
      name: 'test.happened',
      subject: 'thing_1',
      attempts: 5,
      reason: 'broken',
    });
    isBroken = false;
    expect(await on.command((tx) => on.deliveries.retry(tx, dead!.event, 'sometimes'))).toBe(true);
    expect(await on.command((tx) => on.deliveries.retry(tx, dead!.event, 'sometimes'))).toBe(false);
    await on.settle();
    expect(await sink()).toEqual(['mended']);
  });

  test('events of one subject are handled in their order, also when the first one fails for a while', async () => {
    let failures = 2;
    const on = await started({
      after: [
        after(
          'ordered',
          async ({ subject, payload }, tx) => {
            if (subject === 'a' && payload.n === 1 && failures-- > 0) throw new Error('not yet');
            await tx.query('insert into sink (note) values ($1)', [`${subject}${payload.n}`]);
          },
          { orderedBy: 'subject' },
        ),
      ],
    });
    const ns = Array.from({ length: 12 }, (_, n) => n + 1);
    for (const n of ns) await Promise.all(['a', 'b', 'c'].map((subject) => happen(on, subject, n)));
    await on.settle();
    expect(await sink()).not.toContain('a1');
    expect((await sink()).filter((note) => note.startsWith('b'))).toEqual(ns.map((n) => `b${n}`));
    await on.advance('PT1M');
    for (const subject of ['a', 'b', 'c']) {
      expect((await sink()).filter((note) => note.startsWith(subject))).toEqual(
        ns.map((n) => `${subject}${n}`),
      );
    }
  });

  test('a dead letter does not hold up the events behind it', async () => {
    const on = await started({
      after: [
        after(
          'ordered',
          async ({ payload }, tx) => {
            if (payload.n === 1) throw new Error('never');
            await tx.query('insert into sink (note) values ($1)', [String(payload.n)]);
          },
          { orderedBy: 'subject' },
        ),
      ],
    });
    await happen(on, 'a', 1, 2, 3);
    await on.advance('PT1H');
    expect(await sink()).toEqual(['2', '3']);
  });

  test('an earlier event that is committed but not relayed yet comes first', async () => {
    const on = await started({
      after: [
        after(
          'ordered',
          async ({ payload }, tx) =>
            void (await tx.query('insert into sink (note) values ($1)', [payload.n])),
          {
            orderedBy: 'subject',
          },
        ),
      ],
    });
    await on.relay.pause();
    await happen(on, 'a', 1, 2);
    // Another relay has the first event in its hands.
    const other = await home.database.pool.connect();
    await other.query('begin');
    await other.query('select * from kernel_outbox order by seq limit 1 for update');
    on.relay.resume();
    await untilTrue(async () => (await states()).length === 1 && on.deliveries.queue.running === 0);
    expect(await sink()).toEqual([]);
    await other.query('commit');
    other.release();
    await on.settle();
    expect(await sink()).toEqual(['1', '2']);
  });

  test('(fault-4) deliveries that were lost with the queue are rung for again within a minute', async () => {
    const on = rooms({ after: [writes()] });
    on.relay.start();
    await happen(on, 'thing_1', 1, 2, 3);
    await on.relay.drain();
    await on.loseQueues();
    await on.workers.start();
    on.clock.set(new Date(on.clock.now().getTime() + 50_000));
    expect(await on.deliveries.ringLost()).toBe(3);
    await on.settle();
    expect((await sink()).toSorted()).toEqual(['1', '2', '3']);
  });

  test('(fault-2) what a dead worker had in its hands is done by another, once', async () => {
    const dying = Rooms.mortal(home, { redisUrl, after: [neverEnds('write')], prefix: 'shared' });
    await dying.startMortal();
    await happen(dying, 'thing_1', 1);
    await untilTrue(async () => dying.deliveries.queue.running === 1 && (await idleInTransaction()) === 1);
    await dying.die();
    const on = await started({ after: [writes()], prefix: 'shared' });
    await on.settle();
    expect(await sink()).toEqual(['1']);
    expect(await states()).toEqual([{ handler: 'write', state: 'DONE', attempts: 0, last_error: null }]);
  });

  test('(fault-11) a delivery that takes its worker down is given up after three starts', async () => {
    let starts = 0;
    for (let round = 1; round <= 3; round++) {
      const dying = Rooms.mortal(home, {
        redisUrl,
        after: [neverEnds('write', () => starts++)],
        prefix: 'poison',
      });
      await dying.startMortal();
      if (round === 1) await happen(dying, 'thing_1', 1);
      await untilTrue(async () => starts === round && (await idleInTransaction()) === 1);
      await dying.die();
    }
    const on = await started({ after: [neverEnds('write', () => starts++)], prefix: 'poison' });
    await on.settle();
    expect(starts).toBe(3);
    expect(await states()).toEqual([
      {
        handler: 'write',
        state: 'DEAD',
        attempts: 1,
        last_error: 'its worker went away 3 times while it ran',
      },
    ]);
  });

  test('(fault-11) a delivery whose worker went away twice runs alone, so that no neighbour is given up with it', async () => {
    let running = 0;
    const beside: number[] = [];
    const on = rooms({
      after: [
        after('write', async ({ payload: { n } }, tx) => {
          running++;
          await tx.query('insert into sink (note) select $1 from pg_sleep(0.05)', [n]);
          if (n < 2) beside.push(running);
          running--;
        }),
      ],
    });
    await happen(on, 'thing_1', ...Array.from({ length: 6 }, (_, n) => n));
    await on.relay.drain();
    await home.database.query(
      `update kernel_delivery d set starts = 1 from kernel_outbox o where o.id = d.event and (o.payload ->> 'n')::int < 2`,
    );
    const deliveries = await home.database.query<{ event: string }>(
      'select event from kernel_delivery order by seq',
    );
    const { signal } = new AbortController();
    await Promise.all(
      deliveries.map(({ event }, n) =>
        on.deliveries.answer({
          data: { handler: 'write', events: [event] },
          crashes: n < 2 ? 2 : 0,
          stopping: signal,
        }),
      ),
    );
    expect(beside).toEqual([1, 1]);
    expect((await sink()).toSorted()).toEqual(['0', '1', '2', '3', '4', '5']);
  });

  test('(fault-11) a delivery that only waited where a worker went away is not given up for it', async () => {
    const on = rooms({ after: [writes()] });
    await happen(on, 'thing_1', 1);
    await on.relay.drain();
    const [delivery] = await home.database.query<{ event: string }>('select event from kernel_delivery');
    const { signal } = new AbortController();
    await on.deliveries.answer({
      data: { handler: 'write', events: [delivery!.event] },
      crashes: 7,
      stopping: signal,
    });
    expect(await sink()).toEqual(['1']);
  });

  test('(fault-11) only starts that the worker did not outlive count against a delivery', async () => {
    let failures = 4;
    const on = rooms({
      after: [
        after('fails', async (_event, tx) => {
          if (failures-- > 0) throw new Error('not yet');
          await tx.query(`insert into sink (note) values ('done')`);
        }),
      ],
    });
    await happen(on, 'thing_1', 1);
    await on.relay.drain();
    const [delivery] = await home.database.query<{ event: string }>('select event from kernel_delivery');
    const { signal: stopping } = new AbortController();
    for (let n = 0; n < 5; n++)
      await on.deliveries.answer({
        data: { handler: 'fails', events: [delivery!.event] },
        crashes: 1,
        stopping,
      });
    expect(await sink()).toEqual(['done']);
  });

  test('a delivery to a handler that nobody knows waits for a process that does', async () => {
    const old = await started({ after: [], prefix: 'rolling' });
    await old.relay.pause();
    const young = rooms({ after: [writes()], prefix: 'rolling' });
    await happen(young, 'thing_1', 1);
    await young.relay.drain();
    await old.settle();
    expect(await states()).toMatchObject([{ state: 'PENDING', attempts: 1 }]);
    await old.workers.stop();
    young.clock.set(old.clock.now());
    await young.start();
    await young.advance('PT2M');
    expect(await sink()).toEqual(['1']);
  });

  test('events that were delivered are forgotten after their time, others stay', async () => {
    const on = await started({
      after: [
        after('odd', async ({ payload }) => {
          if (payload.n % 2 === 1) throw new Error('odd');
        }),
      ],
    });
    await happen(on, 'thing_1', 1, 2, 3, 4);
    await on.advance('P1D');
    expect(await on.deliveries.prune(on.clock.now())).toBe(2);
    expect(await states()).toMatchObject([{ state: 'DEAD' }, { state: 'DEAD' }]);
  });

  /** A handler as it looks in a process that is about to die. */
  function neverEnds(id: string, begun: () => void = () => undefined) {
    return after(id, async (_event, tx) => {
      await tx.query(`insert into sink (note) values ('half')`);
      begun();
      await new Promise(() => undefined);
    });
  }

  async function idleInTransaction(): Promise<number> {
    const [row] = await home.database.query<{ n: string }>(
      `select count(*) as n from pg_stat_activity where datname = current_database() and state = 'idle in transaction'`,
    );
    return Number(row!.n);
  }
});

async function untilTrue(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 10));
}
