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

/** The window that ends at an instant; its length is counted back on the calendar, in UTC. */
export function windowUpTo(to: Date, length: string): IndicatorWindow {
  const end = Temporal.Instant.fromEpochMilliseconds(to.getTime()).toZonedDateTimeISO('UTC');
  const duration = parsed(length);
  const from = new Date(end.subtract(duration).epochMilliseconds);
  const before = new Date(end.subtract(duration).subtract(duration).epochMilliseconds);
  if (from >= to) throw wrong(length);
  return { before, from, to, years: (to.getTime() - from.getTime()) / YEAR };
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

function parsed(length: string): Temporal.Duration {
  try {
    return Temporal.Duration.from(length);
  } catch {
    throw wrong(length);
  }
}

function wrong(length: string): CodedError {
  return new CodedError('BAD_USER_INPUT', `"${length}" is no length of time: give one such as P12M or P90D.`);
}
