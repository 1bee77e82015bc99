import { expect, test } from '@jest/globals';
import { nextOccurrence } from './cron.js';

test.each([
  // An ordinary day, in the zone's own time.
  ['0 3 * * *', 'UTC', '2026-03-02T09:00:00Z', '2026-03-03T03:00:00Z'],
  ['0 3 * * *', 'Asia/Shanghai', '2026-03-02T09:00:00Z', '2026-03-02T19:00:00Z'],
  ['*/15 9-17 * * 1-5', 'UTC', '2026-03-06T17:45:00Z', '2026-03-09T09:00:00Z'],
  ['0 0 29 2 *', 'UTC', '2026-03-01T00:00:00Z', '2028-02-29T00:00:00Z'],
  // An instant is never its own next one.
  ['0 3 * * *', 'UTC', '2026-03-02T03:00:00Z', '2026-03-03T03:00:00Z'],
  ['0 3 * * *', 'UTC', '2026-03-02T02:59:59.999Z', '2026-03-02T03:00:00Z'],
  // A local time that does not exist moves on by the length of the gap.
  ['30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', '2026-03-29T01:30:00Z'],
  ['0 2 * * *', 'America/New_York', '2026-03-08T00:00:00Z', '2026-03-08T07:00:00Z'],
  ['*/30 * * * *', 'Europe/Berlin', '2026-03-29T00:30:00Z', '2026-03-29T01:00:00Z'],
  // One that occurs twice is its first occurrence, and comes once.
  ['30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z', '2026-10-25T00:30:00Z'],
  ['30 2 * * *', 'Europe/Berlin', '2026-10-25T00:30:00Z', '2026-10-26T01:30:00Z'],
  ['30 2 * * *', 'Europe/Berlin', '2026-10-25T01:10:00Z', '2026-10-26T01:30:00Z'],
  ['0 3 * * *', 'Europe/Berlin', '2026-10-25T00:30:00Z', '2026-10-25T02:00:00Z'],
  // A gap of half an hour.
  ['15 2 * * *', 'Australia/Lord_Howe', '2026-10-03T12:00:00Z', '2026-10-03T15:45:00Z'],
])('%s in %s after %s is %s', (cron, timeZone, after, next) => {
  expect(nextOccurrence(cron, timeZone, new Date(after)).toISOString()).toBe(new Date(next).toISOString());
});

test('every occurrence of a year comes once and in order', () => {
  let at = new Date('2026-01-01T00:00:00Z');
  const days = new Set<string>();
  for (let n = 0; n < 365; n++) {
    const next = nextOccurrence('30 2 * * *', 'Europe/Berlin', at);
    expect(next.getTime()).toBeGreaterThan(at.getTime());
    days.add(
      Temporal.Instant.fromEpochMilliseconds(next.getTime())
        .toZonedDateTimeISO('Europe/Berlin')
        .toPlainDate()
        .toString(),
    );
    at = next;
  }
  expect(days.size).toBe(365);
});

test.each([
  ['0 0 3 * * *', 'UTC', /exactly 5 parts/],
  ['61 3 * * *', 'UTC', /minute/],
  ['0 0 30 2 *', 'UTC', /never comes/],
  ['0 3 * * *', 'Mars/Olympus', /time zone/],
])('%s in %s is refused', (cron, timeZone, message) => {
  expect(() => nextOccurrence(cron, timeZone, new Date())).toThrow(message);
});
