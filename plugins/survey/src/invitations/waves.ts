import { TriggerKind } from './trigger.js';

export interface WavePlan {
  readonly kind: TriggerKind;
  readonly dayOfMonth: number | null;
  readonly hour: number | null;
  readonly timeZone: string | null;
}

/** The first instant after `now` at which a schedule comes, on the wall clock of its time zone. */
export function nextWave({ kind, dayOfMonth, hour, timeZone }: WavePlan, now: Date): Date {
  const zone = timeZone ?? 'UTC';
  const local = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone);
  const step = kind === TriggerKind.QUARTERLY ? 3 : 1;
  const first = kind === TriggerKind.QUARTERLY ? local.month - ((local.month - 1) % 3) : local.month;
  for (let passed = 0; ; passed += step) {
    const wave = Temporal.PlainDate.from({ year: local.year, month: first, day: dayOfMonth ?? 1 })
      .add({ months: passed })
      .toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from({ hour: hour ?? 9 }) });
    if (wave.epochMilliseconds > now.getTime()) return new Date(wave.epochMilliseconds);
  }
}
