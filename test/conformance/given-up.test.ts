import { request as begin } from 'node:http';
import { definePlugin, type MutationContext, type RequestContext } from '@candor/kernel';
import { payloadOf } from '@candor/kernel/graphql';
import { Allow } from '@candor/kernel/identity';
import { createHttpServer, type HttpServer } from '@candor/server/http';
import { createTestPlatform, type TestPlatform } from '@candor/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { pino } from 'pino';
import { Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { RawSocket } from '../../packages/server/src/http/raw-socket.js';

const DEADLINE = 400;
const SLEEP = 'select pg_sleep(60)';
const StallPayload = payloadOf('stall', { done: { type: Boolean, description: 'Whether it was done.' } });
const signals: AbortSignal[] = [];

@Resolver()
class Stalling {
  @Query(() => Boolean, { nullable: true, description: 'Takes a minute in the database.' })
  @Allow('anyone')
  async stalled(@Ctx() { services, signal }: RequestContext): Promise<boolean> {
    signals.push(signal);
    await services.query(SLEEP);
    return true;
  }

  @Mutation(() => StallPayload, { nullable: true, description: 'Writes, and takes a minute.' })
  @Allow('anyone')
  async stall(@Ctx() { tx }: MutationContext) {
    await tx.query(`insert into kernel_seed (plugin, name, at) values ('stalling', 'trace', now())`);
    await tx.query(SLEEP);
    return { done: true };
  }
}

const stalling = definePlugin({
  name: 'stalling',
  version: '1.0.0',
  candor: '^1.0.0',
  setup: (api) => api.graphql.resolvers(Stalling),
});

let platform: TestPlatform;
let server: HttpServer;
let url: string;
let looking: pg.Client;

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [stalling] });
  const { engine } = platform.platform;
  server = await createHttpServer(engine, {
    host: '127.0.0.1',
    port: 0,
    logger: pino({ level: 'silent' }),
    readiness: async () => ({}),
    jwks: async () => ({ keys: [] }),
    production: true,
    trustedProxies: [],
    corsOrigins: [],
    timeouts: { operation: DEADLINE },
  });
  ({ url } = await server.listen());
  looking = new pg.Client(platform.connection);
  await looking.connect();
});
afterAll(async () => {
  await looking?.end();
  await server?.close(0);
  await platform?.close();
});

const post = (query: string, path = '/graphql', accept = 'application/json') =>
  fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: JSON.stringify({ query }),
  });

/** Resolves when so many statements of this database sleep. */
async function untilAsleep(count: number): Promise<void> {
  const asleep = `select 1 from pg_stat_activity
    where datname = current_database() and query = '${SLEEP}' and state = 'active'`;
  while ((await looking.query(asleep)).rowCount !== count);
}
const traces = async () =>
  (await looking.query(`select 1 from kernel_seed where plugin = 'stalling'`)).rowCount;
/** What a transaction that is still open holds of the table that the command writes to. */
const held = () =>
  looking.query(
    `select 1 from pg_locks where relation = 'kernel_seed'::regclass and mode = 'RowExclusiveLock'`,
  );

const TOO_LATE = {
  message: 'The operation took longer than 0.4 s and was given up.',
  extensions: { code: 'UNAVAILABLE', retryable: true },
};

describe('(api-33) an operation that takes too long', () => {
  test('is answered as UNAVAILABLE, its statement ends, and its connection is whole', async () => {
    const answer = post('{ stalled }');
    await untilAsleep(1);
    expect((await answer).status).toBe(503);
    expect(await (await answer).json()).toMatchObject({ errors: [TOO_LATE] });
    await untilAsleep(0);
    expect(signals.at(-1)?.aborted).toBe(true);
    // More than the pool has, so that every connection is used again.
    const answers = await Promise.all(Array.from({ length: 12 }, () => post('{ viewer { kind } }')));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  });

  test('as a command is rolled back, and leaves no transaction open', async () => {
    const answer = await post('mutation { stall { done } }');
    expect(await answer.json()).toMatchObject({ errors: [TOO_LATE] });
    await untilAsleep(0);
    while ((await held()).rowCount !== 0);
    expect(await traces()).toBe(0);
  });

  test('is told alike over a socket and over an event stream', async () => {
    const socket = await RawSocket.ready(url);
    socket.subscribe('1', '{ stalled }');
    expect(await socket.next('next')).toMatchObject({ type: 'next', payload: { errors: [TOO_LATE] } });
    socket.ws.terminate();
    const stream = await post('{ stalled }', '/graphql/stream', 'text/event-stream');
    expect(await stream.text()).toContain(TOO_LATE.message);
    await untilAsleep(0);
  });

  test('does not outlast a crowd of its kind: with the pool full of them the next request is served after them', async () => {
    const crowd = Array.from({ length: 20 }, () => post('{ stalled }'));
    await untilAsleep(platform.platform.database.pool.options.max!);
    await Promise.all(crowd);
    expect((await post('{ viewer { kind } }')).status).toBe(200);
    await untilAsleep(0);
  });
});

describe('(api-33) a client that goes away', () => {
  const patient = async (work: (url: string) => Promise<void>) => {
    const calm = await createHttpServer(platform.platform.engine, {
      host: '127.0.0.1',
      port: 0,
      logger: pino({ level: 'silent' }),
      readiness: async () => ({}),
      jwks: async () => ({ keys: [] }),
      production: true,
      trustedProxies: [],
      corsOrigins: [],
    });
    try {
      await work((await calm.listen()).url);
    } finally {
      await calm.close(0);
    }
  };
  const send = (to: string, query: string) => {
    const request = begin(`${to}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
    });
    request.on('error', () => undefined);
    request.end(JSON.stringify({ query }));
    return request;
  };

  test('has its query ended', () =>
    patient(async (to) => {
      const request = send(to, '{ stalled }');
      await untilAsleep(1);
      request.destroy();
      await untilAsleep(0);
    }));

  test('has its query on a socket ended', () =>
    patient(async (to) => {
      const socket = await RawSocket.ready(to);
      socket.subscribe('1', '{ stalled }');
      await untilAsleep(1);
      socket.ws.terminate();
      await untilAsleep(0);
    }));

  test('has its command go on: who sends one and closes the page meant it', () =>
    patient(async (to) => {
      const request = send(to, 'mutation { stall { done } }');
      await untilAsleep(1);
      request.destroy();
      const other = send(to, '{ stalled }');
      await untilAsleep(2);
      other.destroy();
      await untilAsleep(1);
      await looking.query(
        `select pg_cancel_backend(pid) from pg_stat_activity where datname = current_database() and query = '${SLEEP}'`,
      );
      await untilAsleep(0);
    }));
});
