import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Hub } from './hub.js';
import {
  codeOf,
  endOf,
  FakeEngine,
  type LiveDatabase,
  liveDatabase,
  nextOf,
  requestOf,
  sessionOf,
  startHub,
  take,
  until,
  watch,
} from './live-fixture.js';
import { append } from './streams.js';

let live: LiveDatabase;
let engine: FakeEngine;
let hub: Hub;

beforeAll(async () => {
  live = await liveDatabase();
});
beforeEach(async () => {
  engine = new FakeEngine();
  hub = await startHub(live, engine);
});
afterEach(() => hub.close());
afterAll(() => live.close());

let streams = 0;
const newStream = () => `stream${++streams}`;
const _ann = sessionOf('ann');

const changed = (principal: string) =>
  live.command(async (tx) => append(tx, 'access', 'access.changed', { principal }));

test('sec-5 a revoked session ends with all its subscriptions, and others go on', async () => {
  const stream = newStream();
  const [out, stays] = [sessionOf('out'), sessionOf('stays')];
  const reasons: string[] = [];
  hub.watch(out, (reason) => reasons.push(reason));
  const ended = [
    await watch(hub, requestOf(engine, out, stream)),
    await watch(hub, requestOf(engine, out, newStream())),
  ];
  const going = await watch(hub, requestOf(engine, stays, stream));
  for (const events of [...ended, going]) await nextOf(events);
  engine.actors.set('out', null);
  await changed('out');
  for (const events of ended) expect(await endOf(events)).toBe('UNAUTHENTICATED');
  expect(reasons).toEqual(['revoked']);
  expect(engine.forgotten).toEqual(['out']);
  await live.post(stream, 1);
  expect(await nextOf(going)).toMatchObject({ offset: 1 });
});

test('sec-5 a subscription whose subject may not be seen any more ends, the session does not', async () => {
  const session = sessionOf('ben');
  const reasons: string[] = [];
  hub.watch(session, (reason) => reasons.push(reason));
  const events = await watch(hub, requestOf(engine, session, newStream()));
  await nextOf(events);
  engine.refused.add('ben');
  await changed('ben');
  expect(await endOf(events)).toBe('NOT_FOUND');
  expect(reasons).toEqual([]);
});

test('sec-5 a right that is lost between the question and the first event is noticed', async () => {
  const session = sessionOf('cat');
  const { allow } = engine.live;
  let asked = 0;
  const request = requestOf(engine, session, newStream());
  const answered = Promise.withResolvers<void>();
  const live2 = {
    ...engine.live,
    allow: async (...args: Parameters<typeof allow>) => {
      const answer = await allow(...args);
      if (asked++ === 0) await answered.promise;
      return answer;
    },
  };
  const subscribing = hub.subscribe({ ...request, live: live2 });
  await until(() => asked === 1);
  engine.refused.add('cat');
  await changed('cat');
  await until(() => hub.size.watchers === 0);
  expect(asked).toBe(2);
  answered.resolve();
  const answer = await subscribing;
  expect('next' in answer ? await endOf(answer) : codeOf(answer)).toBe('NOT_FOUND');
});

test('sec-5 a session that was authenticated just before its revocation is checked when it comes', async () => {
  const reasons: string[] = [];
  hub.watch(sessionOf('dan'), (reason) => reasons.push(reason));
  engine.actors.set('dan', null);
  await changed('dan');
  await until(() => reasons.length === 1);
  hub.watch(sessionOf('dan'), (reason) => reasons.push(reason));
  await until(() => reasons.length === 2);
  expect(reasons).toEqual(['revoked', 'revoked']);
});

test('sec-5 a session lives no longer than the rights of all it depends on', async () => {
  const session = sessionOf('ida', { attributes: { mintedBy: 'key' } });
  const events = await watch(hub, requestOf(engine, session, newStream()));
  await nextOf(events);
  engine.actors.set('ida', null);
  await changed('key');
  expect(await endOf(events)).toBe('UNAUTHENTICATED');
});

test('sec-6 a watcher with other rights than before sees everything anew, under those', async () => {
  const stream = newStream();
  const session = sessionOf('eve', { permissions: new Set(['all']) });
  const events = await watch(hub, requestOf(engine, session, stream));
  expect(await nextOf(events)).toMatchObject({ seen: 'all' });
  await live.post(stream, 1);
  await live.post(stream, 2);
  engine.actors.set('eve', { ...session.actor, permissions: new Set(['some']) });
  const before = engine.asked.length;
  await changed('eve');
  await until(() => engine.asked.length > before);
  await live.post(stream, 3);
  const seen = await take(events, 2);
  expect(seen).toMatchObject([
    { kind: 'REFETCH', offset: 2, seen: 'some' },
    { kind: 'CHANGE', offset: 3, seen: 'some' },
  ]);
});

test('sec-5 when it is unknown whose rights have changed, everybody is checked', async () => {
  const stream = newStream();
  const [gone, stays] = [sessionOf('gone'), sessionOf('remains')];
  const ended = await watch(hub, requestOf(engine, gone, stream));
  const going = await watch(hub, requestOf(engine, stays, stream));
  await nextOf(ended);
  await nextOf(going);
  engine.actors.set('gone', null);
  await changed('somebody');
  await live.database.query(`update kernel_stream set epoch = 'another' where name = 'access'`);
  hub.wake(['access']);
  expect(await endOf(ended)).toBe('UNAUTHENTICATED');
  expect(engine.forgotten).toContain(null);
  await live.post(stream, 1);
  expect(await nextOf(going)).toMatchObject({ kind: 'CHANGE', offset: 1 });
});

test('sec-5 rights that cannot be checked are no rights', async () => {
  const session = sessionOf('fay');
  const events = await watch(hub, requestOf(engine, session, newStream()));
  await nextOf(events);
  engine.reauthenticate = () => Promise.reject(new Error('no connection'));
  await changed('fay');
  expect(await endOf(events)).toBe('UNAVAILABLE');
});

test('sec-4 after its expiry a token gets no event, and its connection is closed', async () => {
  const stream = newStream();
  const expiresAt = new Date(live.clock.now().getTime() + 60_000);
  const session = sessionOf('gil', { expiresAt });
  const reasons: string[] = [];
  hub.watch(session, (reason) => reasons.push(reason));
  const events = await watch(hub, requestOf(engine, session, stream));
  await nextOf(events);
  live.clock.set(new Date(expiresAt.getTime() - 1));
  await live.post(stream, 1);
  expect(await nextOf(events)).toMatchObject({ offset: 1 });
  await live.post(stream, 2);
  live.clock.set(expiresAt);
  expect(await endOf(events)).toBe('UNAUTHENTICATED');
  expect(reasons).toEqual(['expired']);
  expect(codeOf((await hub.subscribe(requestOf(engine, session, stream))) as object)).toBe('UNAUTHENTICATED');
});

test('sec-4 a connection that only waits is closed on expiry within a tick', async () => {
  const expiresAt = new Date(live.clock.now().getTime() + 60_000);
  const session = sessionOf('hal', { expiresAt });
  const reasons: string[] = [];
  hub.watch(session, (reason) => reasons.push(reason));
  const events = await watch(hub, requestOf(engine, session, newStream()));
  await nextOf(events);
  const pending = endOf(events);
  live.clock.set(expiresAt);
  hub.tick();
  expect(await pending).toBe('UNAUTHENTICATED');
  expect(reasons).toEqual(['expired']);
});
