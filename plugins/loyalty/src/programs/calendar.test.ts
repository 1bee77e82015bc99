import { describe, expect, test } from '@jest/globals';
import { daysUpTo, expiryOf, keptOn, periodAround } from './calendar.js';
import { Period, PointsExpiry } from './program-kinds.js';

const at = (text: string) => new Date(text);
const SHANGHAI = 'Asia/Shanghai';

describe('the calendar of a program', () => {
  test.each<[PointsExpiry, number, string, string | null]>([
    [PointsExpiry.NEVER, 0, '2026-03-01T00:00:00Z', null],
    // In Shanghai it is the 2nd of March already.
    [PointsExpiry.AFTER_DAYS, 30, '2026-03-01T17:00:00Z', '2026-04-01T16:00:00.000Z'],
    [PointsExpiry.AFTER_DAYS, 0, '2026-03-01T00:00:00Z', '2026-03-01T16:00:00.000Z'],
    [PointsExpiry.END_OF_MONTH, 0, '2026-01-31T15:59:59Z', '2026-01-31T16:00:00.000Z'],
    [PointsExpiry.END_OF_MONTH, 1, '2026-01-31T15:59:59Z', '2026-02-28T16:00:00.000Z'],
    [PointsExpiry.END_OF_YEAR, 1, '2026-12-31T15:59:59Z', '2027-12-31T16:00:00.000Z'],
  ])('points %s %d, active from %s, expire at %s', (expiry, expiryCount, from, expected) => {
    expect(expiryOf(at(from), { expiry, expiryCount, timeZone: SHANGHAI })?.toISOString() ?? null).toBe(
      expected,
    );
  });

  test.each<[Period, string, string | null, string | null]>([
    [Period.EVER, '2026-05-05T00:00:00Z', null, null],
    [Period.DAY, '2026-05-05T16:00:00Z', '2026-05-05T16:00:00.000Z', '2026-05-06T16:00:00.000Z'],
    [Period.WEEK, '2026-05-05T00:00:00Z', '2026-05-03T16:00:00.000Z', '2026-05-10T16:00:00.000Z'],
    [Period.QUARTER, '2026-05-05T00:00:00Z', '2026-03-31T16:00:00.000Z', '2026-06-30T16:00:00.000Z'],
    [Period.HALF_YEAR, '2026-06-30T16:00:00Z', '2026-06-30T16:00:00.000Z', '2026-12-31T16:00:00.000Z'],
    [Period.YEAR, '2026-12-31T16:00:00Z', '2026-12-31T16:00:00.000Z', '2027-12-31T16:00:00.000Z'],
  ])('the %s around %s is half-open', (period, instant, from, to) => {
    const stretch = periodAround(at(instant), period, SHANGHAI);
    expect([stretch.from?.toISOString() ?? null, stretch.to?.toISOString() ?? null]).toEqual([from, to]);
  });

  test('a day without a midnight begins with its first instant', () => {
    // Cairo sets its clocks forward at midnight: 24 April 2026 begins at 01:00.
    const { from } = periodAround(at('2026-04-24T10:00:00Z'), Period.DAY, 'Africa/Cairo');
    expect(from!.toISOString()).toBe('2026-04-23T22:00:00.000Z');
  });

  test('the last 30 days include today', () => {
    const { from, to } = daysUpTo(at('2026-03-31T10:00:00Z'), 30, 'UTC');
    expect([from!.toISOString(), to!.toISOString()]).toEqual([
      '2026-03-02T00:00:00.000Z',
      '2026-04-01T00:00:00.000Z',
    ]);
  });

  test.each([
    ['2027-02-28', ['02-28', '02-29']],
    ['2028-02-28', ['02-28']],
    ['2028-02-29', ['02-29']],
    ['2027-03-01', ['03-01']],
  ])('on %s the birthdays of %p are kept', (day, expected) => {
    expect(keptOn(Temporal.PlainDate.from(day))).toEqual(expected);
  });
});
