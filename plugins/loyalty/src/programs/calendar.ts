import { Period, PointsExpiry } from './program-kinds.js';

const MONTHS: Partial<Record<Period, number>> = {
  [Period.MONTH]: 1,
  [Period.QUARTER]: 3,
  [Period.HALF_YEAR]: 6,
  [Period.YEAR]: 12,
};

/** A stretch of time, half-open; null for an open end. */
export interface Stretch {
  readonly from: Date | null;
  readonly to: Date | null;
}

/** The day that an instant falls on in a time zone. */
export function dayOf(at: Date, timeZone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
}

/** The instant at which a day begins in a time zone; where midnight does not exist, the first that does. */
export function startOf(day: Temporal.PlainDate, timeZone: string): Date {
  return new Date(day.toZonedDateTime(timeZone).startOfDay().epochMilliseconds);
}

/** The period of the calendar that an instant falls into. */
export function periodAround(at: Date, period: Period, timeZone: string): Stretch {
  if (period === Period.EVER) return { from: null, to: null };
  const day = dayOf(at, timeZone);
  const first = firstDay(day, period);
  const length = lengthOf(period);
  return { from: startOf(first, timeZone), to: startOf(first.add(length), timeZone) };
}

/** The last days before the end of a day, that one included. */
export function daysUpTo(at: Date, days: number, timeZone: string): Stretch {
  const tomorrow = dayOf(at, timeZone).add({ days: 1 });
  return { from: startOf(tomorrow.subtract({ days }), timeZone), to: startOf(tomorrow, timeZone) };
}

/** From when on points that become active at an instant are worth nothing; null for never. */
export function expiryOf(
  activeFrom: Date,
  { expiry, expiryCount, timeZone }: { expiry: PointsExpiry; expiryCount: number; timeZone: string },
): Date | null {
  const day = dayOf(activeFrom, timeZone);
  switch (expiry) {
    case PointsExpiry.NEVER:
      return null;
    case PointsExpiry.AFTER_DAYS:
      return startOf(day.add({ days: expiryCount + 1 }), timeZone);
    case PointsExpiry.END_OF_MONTH:
      return startOf(day.with({ day: 1 }).add({ months: expiryCount + 1 }), timeZone);
    case PointsExpiry.END_OF_YEAR:
      return startOf(day.with({ month: 1, day: 1 }).add({ years: expiryCount + 1 }), timeZone);
  }
}

/** The same time of day, so many days later. */
export function daysLater(at: Date, days: number, timeZone: string): Date {
  const moment = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
  return new Date(moment.add({ days }).epochMilliseconds);
}

/** The day and month on which a birthday is kept in a year: 29 February on the 28th where there is none. */
export function keptOn(day: Temporal.PlainDate): string[] {
  const own = day.toString().slice(5);
  return own === '02-28' && !day.inLeapYear ? [own, '02-29'] : [own];
}

function firstDay(day: Temporal.PlainDate, period: Period): Temporal.PlainDate {
  if (period === Period.DAY) return day;
  if (period === Period.WEEK) return day.subtract({ days: day.dayOfWeek - 1 });
  const months = MONTHS[period]!;
  return day.with({ day: 1, month: day.month - ((day.month - 1) % months) });
}

function lengthOf(period: Period): Temporal.DurationLike {
  if (period === Period.DAY) return { days: 1 };
  return period === Period.WEEK ? { weeks: 1 } : { months: MONTHS[period]! };
}
