import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { EVENT_PATTERN, patternsFor } from './event-patterns.js';
import { emit } from './outbox.js';
import { pastEvents } from './past-events.js';
import { Rooms, roomsDatabase } from './test-fixture.js';

let home: Awaited<ReturnType<typeof roomsDatabase>>;
let rooms: Rooms;

beforeAll(async () => {
  home = await roomsDatabase({ poolSize: 5 });
  rooms = new Rooms(home);
});
afterAll(async () => {
  await rooms.close();
  await home.close();
});

const happen = (...ns: number[]) =>
  rooms.command(async (tx) => {
    for (const n of ns) emit(tx, 'test.happened', { subject: `thing_${n}`, payload: { n } });
  });
test('a pattern is a name, all of a sort, or all', () => {
  for (const right of ['*', 'ticket.*', 'ticket.closed', 'department.liaison-changed'])
    expect(right).toMatch(EVENT_PATTERN);
  for (const wrong of ['', 'ticket', '*.closed', 'ticket.clo*', 'Ticket.closed', 'a.b.c', '**'])
    expect(wrong).not.toMatch(EVENT_PATTERN);
  expect(patternsFor('ticket.closed')).toEqual(['ticket.closed', 'ticket.*', '*']);
});

test('what happened in a span of time is read page by page, in its order, each event once', async () => {
  const from = rooms.clock.now();
  for (let minute = 0; minute < 4; minute++) {
    await happen(minute, minute + 10, minute + 20);
    rooms.clock.set(new Date(rooms.clock.now().getTime() + 60_000));
  }
  const before = new Date(from.getTime() + 3 * 60_000);
  const seen: number[] = [];
  let last: { at: string; id: string } | undefined;
  for (;;) {
    const page = await rooms.command((tx) =>
      pastEvents(tx, { names: ['test.*'], from, before, after: last, limit: 4 }),
    );
    seen.push(...page.map(({ payload }) => (payload as { n: number }).n));
    if (page.length < 4) break;
    last = { at: page.at(-1)!.at.toISOString(), id: page.at(-1)!.id };
  }
  expect(seen).toEqual([0, 10, 20, 1, 11, 21, 2, 12, 22]);
  expect(await rooms.command((tx) => pastEvents(tx, { names: ['other.*'], from, before, limit: 9 }))).toEqual(
    [],
  );
});
