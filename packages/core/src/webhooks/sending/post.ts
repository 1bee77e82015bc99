import { TaskCancelledError, TimeoutStrategy, timeout } from 'cockatiel';
import { type Dispatcher, request } from 'undici';
import { WebhookOutcome } from '../webhook-kinds.js';

/** How much of an answer's body is let in before the connection is given up; nothing of it is kept. */
const MOST_OF_AN_ANSWER = 16_384;

const LONGEST_WISH = 86_400_000;

export interface Posted {
  readonly outcome: WebhookOutcome;
  readonly status: number | null;
  /** Milliseconds; null where no connection came about, because how long that took would tell what stands there. */
  readonly duration: number | null;
  /** Milliseconds that the target wants to be left alone, if it says so. */
  readonly notBefore: number | null;
}

interface Message {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Posts a message. Whatever goes wrong is an outcome, and never says more than who may know it may know. */
export async function post(
  { url, headers, body }: Message,
  { by, within, signal }: { by: Dispatcher; within: number; signal: AbortSignal },
): Promise<Posted> {
  const began = performance.now();
  const answered = (
    outcome: WebhookOutcome,
    status: number | null = null,
    notBefore: number | null = null,
  ) => ({
    outcome,
    status,
    duration: outcome === WebhookOutcome.UNREACHABLE ? null : Math.round(performance.now() - began),
    notBefore,
  });
  try {
    return await timeout(within, TimeoutStrategy.Aggressive).execute(async ({ signal: over }) => {
      const answer = await request(url, { method: 'POST', headers, body, dispatcher: by, signal: over });
      await answer.body.dump({ limit: MOST_OF_AN_ANSWER, signal: over });
      return answered(outcomeOf(answer.statusCode), answer.statusCode, wishOf(answer.headers['retry-after']));
    }, signal);
  } catch (error) {
    return answered(
      error instanceof TaskCancelledError && !signal.aborted
        ? WebhookOutcome.TIMED_OUT
        : WebhookOutcome.UNREACHABLE,
    );
  }
}

function outcomeOf(status: number): WebhookOutcome {
  if (status >= 200 && status < 300) return WebhookOutcome.ACCEPTED;
  return status >= 300 && status < 400 ? WebhookOutcome.REDIRECTED : WebhookOutcome.REFUSED;
}

/** `Retry-After` in seconds; a date is not worth the parsing, the plan of attempts stands instead. */
function wishOf(header: string | string[] | undefined): number | null {
  return typeof header === 'string' && /^\d{1,7}$/.test(header)
    ? Math.min(Number(header) * 1_000, LONGEST_WISH)
    : null;
}
