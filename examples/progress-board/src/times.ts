import type { Language } from './address.js';

const UNITS = [
  ['year', /(\d+)Y/],
  ['month', /P[^T]*?(\d+)M/],
  ['week', /(\d+)W/],
  ['day', /(\d+)D/],
  ['hour', /T.*?(\d+)H/],
  ['minute', /T.*?(\d+)M/],
] as const;

/** An ISO 8601 duration as people say it. */
export function durationText(iso: string, language: Language): string {
  const parts = UNITS.flatMap(([unit, pattern]) => {
    const amount = pattern.exec(iso)?.[1];
    const format = new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' });
    return amount === undefined ? [] : [format.format(Number(amount))];
  });
  return parts.join(' ') || iso;
}

export function instantText(instant: string | Date, language: Language): string {
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  return format.format(new Date(instant));
}

export function dayText(instant: string, language: Language): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(new Date(instant));
}

const STEPS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** How far an instant is from now, such as "in 3 days". */
export function distanceText(instant: string, language: Language, now = Date.now()): string {
  const seconds = (new Date(instant).getTime() - now) / 1_000;
  const [unit, length] = STEPS.find(([, size]) => Math.abs(seconds) >= size * 0.95) ?? STEPS[2];
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  return format.format(Math.round(seconds / length), unit);
}
