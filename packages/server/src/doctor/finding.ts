/** What one check has found. */
export interface Finding {
  readonly check: string;
  readonly state: 'ok' | 'warning' | 'failed';
  readonly found: string;
  /** What to do about it; null where there is nothing to do. */
  readonly mend: string | null;
}

export type Outcome = Omit<Finding, 'check'>;

export function fine(found: string): Outcome {
  return { state: 'ok', found, mend: null };
}

export function warning(found: string, mend: string): Outcome {
  return { state: 'warning', found, mend };
}

export function failed(found: string, mend: string): Outcome {
  return { state: 'failed', found, mend };
}

/** Runs one check; one that fails itself has failed, and says what it can. */
export async function checked(
  check: string,
  mend: string,
  work: () => Outcome | Promise<Outcome>,
): Promise<Finding> {
  try {
    return { check, ...(await work()) };
  } catch (error) {
    const { message, errors } = error as AggregateError;
    const reason = message || (errors?.[0] as Error | undefined)?.message || String(error);
    return { check, ...failed(reason.split('\n')[0]!, mend) };
  }
}
