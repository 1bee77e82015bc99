import { Cron } from 'croner';

/**
 * The first instant after `after` at which the wall clocks of a time zone show what `cron` asks for.
 *
 * Croner matches the five fields on plain local times; `Temporal` turns those into instants by its rule
 * `compatible`: a local time that does not exist moves on by the length of the gap, one that occurs twice is
 * its first occurrence. Throws for a pattern that is malformed or never comes, and for an unknown zone.
 */
export function nextOccurrence(cron: string, timeZone: string, after: Date): Date {
  const pattern = new Cron(cron, { mode: '5-part', timezone: 'UTC' });
  const start = Temporal.Instant.fromEpochMilliseconds(after.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDateTime();
  let local = new Date(start.toZonedDateTime('UTC').epochMilliseconds);
  for (;;) {
    const next = pattern.nextRun(local);
    if (!next) throw new Error(`the schedule "${cron}" never comes`);
    const plain = Temporal.Instant.fromEpochMilliseconds(next.getTime())
      .toZonedDateTimeISO('UTC')
      .toPlainDateTime();
    const instant = plain.toZonedDateTime(timeZone, { disambiguation: 'compatible' }).epochMilliseconds;
    // In the repeated hour of autumn the first occurrence already lies back.
    if (instant > after.getTime()) return new Date(instant);
    local = next;
  }
}
