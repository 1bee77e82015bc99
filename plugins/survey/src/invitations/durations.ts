/** The instant that lies an ISO 8601 duration behind another; days, months and years are counted in UTC. */
export function later(instant: Date, duration: string): Date {
  return moved(instant, Temporal.Duration.from(duration));
}

/** The instant that lies an ISO 8601 duration before another. */
export function earlier(instant: Date, duration: string): Date {
  return moved(instant, Temporal.Duration.from(duration).negated());
}

/** Whether a text is an ISO 8601 duration that is not negative, of at most ten years. */
export function isDuration(text: string): boolean {
  try {
    const duration = Temporal.Duration.from(text);
    const start = new Date(0);
    return duration.sign >= 0 && moved(start, duration) <= later(start, 'P10Y');
  } catch {
    return false;
  }
}

function moved(instant: Date, duration: Temporal.Duration): Date {
  const from = Temporal.Instant.fromEpochMilliseconds(instant.getTime()).toZonedDateTimeISO('UTC');
  return new Date(from.add(duration).epochMilliseconds);
}
