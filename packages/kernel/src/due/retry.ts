import { withoutPersonalData } from '../personal-data.js';

/** How often a handler or job is tried before it is given up and waits for a person. */
export const ATTEMPTS = 5;

const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 3_600_000;

/**
 * Milliseconds to wait after the given attempt (the first is 1): doubling, and spread by a quarter either
 * way, so that what failed together does not come back together.
 */
export function pauseAfter(attempt: number, random: () => number = Math.random): number {
  const pause = Math.min(FIRST_PAUSE * 2 ** (attempt - 1), LONGEST_PAUSE);
  return Math.round(pause * (0.75 + random() / 2));
}

/**
 * Why something failed, fit to be kept and shown to staff: the message alone. What looks like a person's data
 * is masked, and the database's errors are told by name, because their messages quote whole statements.
 */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error))
    return `threw ${typeof error === 'string' ? masked(error) : `a value of type ${typeof error}`}`;
  const { code, constraint } = error as { code?: unknown; constraint?: unknown };
  if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) {
    return [error.name, code, typeof constraint === 'string' ? constraint : ''].filter(Boolean).join(' ');
  }
  return masked(error.message || error.name);
}

function masked(text: string): string {
  return withoutPersonalData(text.split('\n', 1)[0]!.slice(0, 300));
}
