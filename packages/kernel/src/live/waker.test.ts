import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { Database } from '../database/database.js';
import { type LiveDatabase, liveDatabase, SILENT, until } from './live-fixture.js';
import { Waker } from './waker.js';

let live: LiveDatabase;
const opened: Waker[] = [];

beforeAll(async () => {
  live = await liveDatabase();
});
afterEach(() => Promise.all(opened.splice(0).map((waker) => waker.close())));
afterAll(() => live.close());

/** One process, as far as waking goes. */
function process() {
  const heard: string[] = [];
  let deafness = 0;
  const waker = new Waker({
    database: live.database,
    logger: SILENT,
    woken: (streams) => (streams === 'all' ? deafness++ : heard.push(...streams)),
  });
  opened.push(waker);
  return { waker, heard, deafness: () => deafness };
}

test('other processes hear which streams have grown; the own one at once, and once', async () => {
  const [here, there] = [process(), process()];
  await Promise.all([here.waker.listen(), there.waker.listen()]);
  const sent = here.waker.notify(['a', 'b']);
  expect(here.heard).toEqual(['a', 'b']);
  await sent;
  await there.waker.notify(['c']);
  await until(() => here.heard.includes('c') && there.heard.includes('b'));
  expect(here.heard).toEqual(['a', 'b', 'c']);
  expect(there.heard.toSorted()).toEqual(['a', 'b', 'c']);
});

test('a wake-up waits for no disk, and leaves no connection on which commands would not either', async () => {
  const { pool } = live.database;
  const setting = async (connection: pg.ClientBase) =>
    (await connection.query<{ synchronous_commit: string }>('show synchronous_commit')).rows[0]!;
  const client = await pool.connect();
  await client.query('set synchronous_commit = on');
  const query = pool.query.bind(pool);
  let during: object | undefined;
  // On a connection whose settings can be asked for, in the same transaction and behind it.
  pool.query = (async (...args: Parameters<typeof query>) => {
    await client.query('begin');
    const answer = await client.query(...args);
    during = await setting(client);
    await client.query('commit');
    return answer;
  }) as unknown as typeof query;
  await process().waker.notify(['a']);
  pool.query = query;
  expect([during, await setting(client)]).toEqual([
    { synchronous_commit: 'off' },
    { synchronous_commit: 'on' },
  ]);
  client.release(true);
});

test('(fault-23) many wakes share few notifications, none of them longer than 7,000 bytes', async () => {
  const [here, there] = [process(), process()];
  await there.waker.listen();
  const client = new pg.Client(live.connection);
  await client.connect();
  await client.query('listen candor_live');
  const payloads: string[] = [];
  client.on('notification', ({ payload }) => payloads.push(payload ?? ''));
  const names = Array.from({ length: 1_000 }, (_, n) => `board:board_01jd2x${'界'.repeat(20)}"${n}`);
  await Promise.all(names.map((name) => here.waker.notify([name, 'again'])));
  await until(() => there.heard.length >= 1_001);
  await client.query('select 1');
  await client.end();
  expect(new Set(there.heard)).toEqual(new Set([...names, 'again']));
  expect(payloads.length).toBeLessThan(20);
  for (const payload of payloads) expect(Buffer.byteLength(payload)).toBeLessThanOrEqual(7_000);
});

test('(fault-3) a listener whose connection is killed is back within 5 s and says that it was deaf', async () => {
  const [here, there] = [process(), process()];
  await there.waker.listen();
  expect(there.deafness()).toBe(1);
  for (let round = 1; round <= 3; round++) {
    const before = performance.now();
    const killed = await live.database.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'candor live' and datname = current_database()`,
    );
    // A backend that was killed before may still be on its way out.
    expect(killed.length).toBeGreaterThan(0);
    await until(() => there.deafness() === round + 1);
    expect(performance.now() - before).toBeLessThan(5_000);
    await here.waker.notify([`after ${round}`]);
    await until(() => there.heard.includes(`after ${round}`));
  }
});

test('(fault-3c) a line that swallows everything without a word is given up, and the next one is taken', async () => {
  const lines: Socket[][] = [];
  const proxy = createServer((inside) => {
    const outside = connect(`${live.connection.host}/.s.PGSQL.5432`);
    lines.push([inside, outside]);
    for (const socket of [inside, outside]) socket.on('error', () => undefined);
    inside.pipe(outside).pipe(inside);
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const { port } = proxy.address() as AddressInfo;
  const database = new Database({
    connection: { ...live.connection, host: '127.0.0.1', port },
    entities: [],
    poolSize: 1,
  });
  let deafness = 0;
  const heard: string[] = [];
  const waker = new Waker({
    database,
    logger: SILENT,
    heartbeat: 200,
    woken: (streams) => (streams === 'all' ? deafness++ : heard.push(...streams)),
  });
  await waker.listen();
  for (const socket of lines.flat()) socket.unpipe().pause();
  await until(() => deafness === 2);
  await process().waker.notify(['again']);
  await until(() => heard.includes('again'));
  await waker.close();
  await database.close();
  for (const socket of lines.flat()) socket.destroy();
  proxy.close();
});

test('a notification that cannot be sent is no failure of whoever caused it', async () => {
  const { waker, heard } = process();
  const query = live.database.query;
  live.database.query = () => Promise.reject(new Error('no connection'));
  await waker.notify(['a']);
  live.database.query = query;
  expect(heard).toEqual(['a']);
});

test('closing ends the connection and waits for nothing', async () => {
  const { waker } = process();
  await waker.listen();
  await waker.close();
  const left = () =>
    live.database.query(
      `select 1 from pg_stat_activity where application_name = 'candor live' and datname = current_database()`,
    );
  let rows = await left();
  while (rows.length > 0) rows = await left();
});
