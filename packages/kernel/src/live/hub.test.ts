import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { resultOf } from './ends.js';
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
import { StreamPruner } from './retention.js';
import { append, renewEpochs, TOMBSTONE } from './streams.js';

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
const ann = sessionOf('ann');

describe('api-23 a subscription', () => {
  test('begins with a snapshot and its position, and goes on with the changes', async () => {
    const stream = newStream();
    await live.post(stream, 1, 2);
    const events = await watch(hub, requestOf(engine, ann, stream));
    const snapshot = await nextOf(events);
    expect(snapshot).toMatchObject({ kind: 'SNAPSHOT', offset: 2, recovered: false, n: null });
    await live.post(stream, 3, 4);
    const { epoch } = snapshot;
    expect(await take(events, 2)).toMatchObject([
      { kind: 'CHANGE', epoch, offset: 3, recovered: false, n: 3 },
      { kind: 'CHANGE', epoch, offset: 4, recovered: false, n: 4 },
    ]);
  });

  test('of a subject that nothing ever happened to begins as well', async () => {
    const stream = newStream();
    const events = await watch(hub, requestOf(engine, ann, stream));
    const { epoch } = await nextOf(events);
    await live.post(stream, 1);
    expect(await nextOf(events)).toMatchObject({ kind: 'CHANGE', epoch, offset: 1, n: 1 });
  });

  test('goes on where it stopped: first what was missed, then what comes', async () => {
    const stream = newStream();
    await live.post(stream, 1);
    const { epoch, offset } = await nextOf(await watch(hub, requestOf(engine, ann, stream)));
    await live.post(stream, 2, 3);
    const events = await watch(hub, requestOf(engine, ann, stream, { epoch, offset }));
    await live.post(stream, 4);
    expect(await take(events, 3)).toMatchObject([
      { kind: 'CHANGE', offset: 2, recovered: true, n: 2 },
      { kind: 'CHANGE', offset: 3, recovered: true, n: 3 },
      { kind: 'CHANGE', offset: 4, recovered: false, n: 4 },
    ]);
  });

  test('that missed nothing hears nothing until the next change', async () => {
    const stream = newStream();
    await live.post(stream, 1);
    const { epoch, offset } = await nextOf(await watch(hub, requestOf(engine, ann, stream)));
    const events = await watch(hub, requestOf(engine, ann, stream, { epoch, offset }));
    await live.post(stream, 2);
    expect(await nextOf(events)).toMatchObject({ kind: 'CHANGE', offset: 2, recovered: false });
  });

  test('whose history is gone gets one refetch with the present position, and goes on from there', async () => {
    const stream = newStream();
    await live.post(stream, 1);
    const { epoch, offset } = await nextOf(await watch(hub, requestOf(engine, ann, stream)));
    await live.post(stream, 2, 3, 4);
    await new StreamPruner(live.database, { entriesFor: 1e9, entriesPerStream: 1, streamsFor: 1e9 }).prune(
      live.clock.now(),
    );
    const events = await watch(hub, requestOf(engine, ann, stream, { epoch, offset }));
    expect(await nextOf(events)).toMatchObject({
      kind: 'REFETCH',
      epoch,
      offset: 4,
      recovered: false,
      n: null,
    });
    await live.post(stream, 5);
    expect(await nextOf(events)).toMatchObject({ kind: 'CHANGE', offset: 5 });
  });

  test('that is running when the database is set back gets a refetch, too', async () => {
    const stream = newStream();
    await live.post(stream, 1);
    const events = await watch(hub, requestOf(engine, ann, stream));
    const { epoch } = await nextOf(events);
    await renewEpochs(live.database);
    await live.post(stream, 2);
    const refetch = await nextOf(events);
    expect(refetch).toMatchObject({ kind: 'REFETCH', offset: 2, recovered: false });
    expect(refetch.epoch).not.toBe(epoch);
    await live.post(stream, 3);
    expect(await nextOf(events)).toMatchObject({ kind: 'CHANGE', epoch: refetch.epoch, offset: 3 });
  });

  test('of a subject that is archived ends with a tombstone', async () => {
    const stream = newStream();
    const events = await watch(hub, requestOf(engine, ann, stream));
    await nextOf(events);
    await live.command(async (tx) => append(tx, stream, TOMBSTONE, {}));
    expect(await nextOf(events)).toMatchObject({ kind: 'TOMBSTONE', offset: 1 });
    expect(await endOf(events)).toBeNull();
    expect(hub.size).toEqual({ streams: 0, groups: 0, watchers: 0 });
  });

  test('of a subject that was archived and is back goes on behind the tombstone', async () => {
    const stream = newStream();
    const { epoch, offset } = await nextOf(await watch(hub, requestOf(engine, ann, stream)));
    await live.command(async (tx) => append(tx, stream, TOMBSTONE, {}));
    await live.post(stream, 2);
    const events = await watch(hub, requestOf(engine, ann, stream, { epoch, offset }));
    expect(await take(events, 2)).toMatchObject([
      { kind: 'CHANGE', offset: 1 },
      { kind: 'CHANGE', offset: 2 },
    ]);
  });

  test('sec-1 of a subject that may not be seen, or does not exist, is refused with the same answer', async () => {
    engine.refused.add('ann');
    const forbidden = await hub.subscribe(requestOf(engine, ann, newStream()));
    const missing = await hub.subscribe(requestOf(engine, ann, 'none'));
    expect(JSON.stringify(forbidden)).toBe(JSON.stringify(missing));
    expect('errors' in forbidden && codeOf(forbidden)).toBe('NOT_FOUND');
    expect(hub.size.watchers).toBe(0);
  });

  test('leaves nothing behind when its watcher goes', async () => {
    const stream = newStream();
    const [one, other] = [
      await watch(hub, requestOf(engine, ann, stream)),
      await watch(hub, requestOf(engine, ann, stream)),
    ];
    expect(hub.size).toEqual({ streams: 1, groups: 1, watchers: 2 });
    await one.return();
    expect(hub.size).toEqual({ streams: 1, groups: 1, watchers: 1 });
    await nextOf(other);
    await live.post(stream, 1);
    expect(await nextOf(other)).toMatchObject({ offset: 1 });
    await other.return();
    expect(hub.size).toEqual({ streams: 0, groups: 0, watchers: 0 });
  });

  test('is told to come back when the server stops', async () => {
    const events = await watch(hub, requestOf(engine, ann, newStream()));
    await nextOf(events);
    hub.close();
    expect(await endOf(events)).toBe('UNAVAILABLE');
    expect(codeOf((await hub.subscribe(requestOf(engine, ann, newStream()))) as object)).toBe('UNAVAILABLE');
  });
});

describe('one execution', () => {
  test('serves all watchers of a group, with the same result object', async () => {
    const stream = newStream();
    const all = await Promise.all(
      Array.from({ length: 50 }, () => watch(hub, requestOf(engine, sessionOf('share'), stream))),
    );
    await Promise.all(all.map((events) => events.next()));
    expect(engine.executed).toEqual(['SNAPSHOT 0']);
    expect(engine.asked).toHaveLength(1);
    const results = Promise.all(all.map((events) => events.next()));
    await live.post(stream, 1);
    const [first, ...others] = (await results).map(({ value }) => value);
    for (const other of others) expect(other).toBe(first);
    expect(engine.executed).toEqual(['SNAPSHOT 0', 'CHANGE 1']);
  });

  test('makes up for what many missed at the same place', async () => {
    const stream = newStream();
    const { epoch } = await nextOf(await watch(hub, requestOf(engine, ann, stream)));
    await live.post(stream, 1, 2);
    engine.executed.length = 0;
    const all = await Promise.all(
      Array.from({ length: 20 }, () => watch(hub, requestOf(engine, ann, stream, { epoch, offset: 0 }))),
    );
    for (const events of await Promise.all(all.map((events) => take(events, 2)))) {
      expect(events.map(({ offset }) => offset)).toEqual([1, 2]);
    }
    expect(engine.executed).toEqual(['CHANGE 1', 'CHANGE 2']);
  });

  test('makes up for it once for all who come back one after the other, and asks for their right once', async () => {
    const stream = newStream();
    const stays = await watch(hub, requestOf(engine, sessionOf('fay'), stream));
    const since = await nextOf(stays);
    await live.post(stream, 1);
    await nextOf(stays);
    engine.executed.length = 0;
    engine.asked.length = 0;
    const back = async () => nextOf(await watch(hub, requestOf(engine, sessionOf('fay'), stream, since)));
    expect([await back(), await back(), await back()]).toMatchObject(
      Array(3).fill({ kind: 'CHANGE', offset: 1, recovered: true }),
    );
    expect(engine.executed).toEqual(['CHANGE 1']);
    expect(engine.asked).toEqual([]);
    // Who begins is asked for: what was archived meanwhile has no end for them to see.
    await nextOf(await watch(hub, requestOf(engine, sessionOf('fay'), stream)));
    expect(engine.asked).toEqual(['fay']);
    engine.asked.length = 0;
    engine.executed.length = 0;

    // After rights have changed nothing is shared with who came before.
    const { length } = engine.forgotten;
    await live.command(async (tx) => append(tx, 'access', 'access.changed', { principal: 'somebody' }));
    await until(() => engine.forgotten.length > length);
    expect(await back()).toMatchObject({ offset: 1 });
    expect(engine.executed).toEqual(['CHANGE 1']);
    expect(engine.asked).toEqual(['fay']);
  });

  test('sec-6 never serves watchers who may see something else', async () => {
    const stream = newStream();
    const viewers = ['a', 'b', 'c'].map((right) => sessionOf('same', { permissions: new Set([right]) }));
    const all = await Promise.all(
      Array.from({ length: 30 }, (_, n) => watch(hub, requestOf(engine, viewers[n % 3]!, stream))),
    );
    expect(hub.size.groups).toBe(3);
    for (let n = 1; n <= 100; n++) await live.post(stream, n);
    for (const [n, events] of all.entries()) {
      const seen = await take(events, 101);
      expect(new Set(seen.map((event) => event.seen))).toEqual(new Set(['abc'[n % 3]]));
      expect(seen.map(({ offset }) => offset)).toEqual(Array.from({ length: 101 }, (_, offset) => offset));
    }
  });

  test('is tried again when something is out of reach for a moment', async () => {
    const stream = newStream();
    const events = await watch(hub, requestOf(engine, ann, stream));
    await nextOf(events);
    const { execute } = engine;
    let failures = 0;
    engine.execute = async (...args) =>
      ++failures < 3 ? { errors: resultOf('unavailable').errors! } : execute.apply(engine, args);
    await live.post(stream, 1);
    expect(await nextOf(events)).toMatchObject({ kind: 'CHANGE', offset: 1, n: 1 });
    expect(failures).toBe(3);
  });
});

describe('(fault-8) a watcher that does not read', () => {
  test('is cut off with a reason to come back, and the others are not', async () => {
    hub.close();
    hub = await startHub(live, engine, { missed: 1_000, events: 10, bytes: 1_000_000, stalledFor: 60_000 });
    const stream = newStream();
    const lazy = sessionOf('ann');
    const reasons: string[] = [];
    hub.watch(lazy, (reason) => reasons.push(reason));
    const slow = await watch(hub, requestOf(engine, lazy, stream));
    const healthy = await watch(hub, requestOf(engine, sessionOf('ann'), stream));
    const { epoch } = await nextOf(slow);
    await nextOf(healthy);
    for (let n = 1; n <= 12; n++) {
      await live.post(stream, n);
      expect(await nextOf(healthy)).toMatchObject({ offset: n });
    }
    expect(reasons).toEqual(['slow']);
    expect(await endOf(slow)).toBe('UNAVAILABLE');
    const back = await watch(hub, requestOf(engine, sessionOf('ann'), stream, { epoch, offset: 0 }));
    expect((await take(back, 12)).map(({ n }) => n)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });

  test('is cut off after a while even if little happens', async () => {
    hub.close();
    hub = await startHub(live, engine, { missed: 1_000, events: 10, bytes: 1_000_000, stalledFor: -1 });
    const stream = newStream();
    const slow = await watch(hub, requestOf(engine, ann, stream));
    const healthy = await watch(hub, requestOf(engine, sessionOf('ann'), stream));
    await nextOf(healthy);
    const reading = nextOf(healthy);
    await live.post(stream, 1);
    await reading;
    const waiting = nextOf(healthy);
    hub.tick();
    expect(hub.size.watchers).toBe(1);
    await live.post(stream, 2);
    expect(await waiting).toMatchObject({ offset: 2 });
    expect(await endOf(slow)).toBe('UNAVAILABLE');
  });
});
