import { UserError } from '@candor/kernel/graphql';

export interface Quarter {
  readonly year: number;
  /** From 1 to 4. */
  readonly quarter: number;
}

/** When a quarter begins and ends in a time zone; half-open. */
export function boundsOfQuarter({ year, quarter }: Quarter, timeZone: string): { from: Date; to: Date } {
  const from = Temporal.ZonedDateTime.from({ timeZone, year, month: 3 * quarter - 2, day: 1 });
  return { from: dateOf(from), to: dateOf(from.add({ months: 3 })) };
}

/** When a year begins and ends in a time zone; half-open. */
export function boundsOfYear(year: number, timeZone: string): { from: Date; to: Date } {
  const from = Temporal.ZonedDateTime.from({ timeZone, year, month: 1, day: 1 });
  return { from: dateOf(from), to: dateOf(from.add({ years: 1 })) };
}

/** The quarter that ended last before an instant. */
export function quarterBefore(now: Date, timeZone: string): Quarter {
  const { year, month } = Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO(timeZone)
    .subtract({ months: 3 });
  return { year, quarter: Math.ceil(month / 3) };
}

/** Refuses a time that is not over. */
export function refuseUnfinished(now: Date, { to }: { readonly to: Date }, field: string): void {
  if (to > now) throw new UserError('INVALID', [field], `It is not over before ${to.toISOString()}.`);
}

function dateOf({ epochMilliseconds }: Temporal.ZonedDateTime): Date {
  return new Date(epochMilliseconds);
}
