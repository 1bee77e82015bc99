import { CodedError } from '@candor/kernel/graphql';

/** The window of indicators, half-open, and the one of the same length before it. */
export interface IndicatorWindow {
  readonly before: Date;
  readonly from: Date;
  readonly to: Date;
  /** The length in years of 365.25 days. */
  readonly years: number;
}

const YEAR = 365.25 * 86_400_000;
/** Where the years of the database begin. */
const FIRST = Date.parse('0001-01-01T00:00:00Z');

/** The window that ends at an instant; its length is counted back on the calendar, in UTC. */
export function windowUpTo(to: Date, length: string): IndicatorWindow {
  const from = back(to, length);
  const before = back(from, length);
  if (from >= to) throw wrong(length);
  return { before, from, to, years: (to.getTime() - from.getTime()) / YEAR };
}

function back(instant: Date, length: string): Date {
  const end = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO('UTC');
  let start: number;
  try {
    start = end.subtract(Temporal.Duration.from(length)).epochMilliseconds;
  } catch {
    throw wrong(length);
  }
  if (start < FIRST) throw wrong(length);
  return new Date(start);
}

/** A window between two instants. */
export function windowBetween(from: Date, to: Date): IndicatorWindow {
  const length = to.getTime() - from.getTime();
  return { before: new Date(from.getTime() - length), from, to, years: length / YEAR };
}

/** The window before it, with the one before that. */
export function precedingWindow({ before, from }: IndicatorWindow): IndicatorWindow {
  return windowBetween(before, from);
}

function wrong(length: string): CodedError {
  return new CodedError(
    'BAD_USER_INPUT',
    `"${length}" is no length of time that can be counted back: give one such as P12M or P90D.`,
  );
}
