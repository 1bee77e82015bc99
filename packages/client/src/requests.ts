import { CandorError, type FormattedError } from './candor-error.js';
import { type Credentials, headersOf, type OperationRequest, tokenOf } from './operation.js';
import { type Pauses, pauseAfter, wait } from './pauses.js';

export interface RequestOptions {
  /** Gives the request up. */
  readonly signal?: AbortSignal | undefined;
}

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly FormattedError[];
}

const ACCEPT = 'application/graphql-response+json, application/json;q=0.9';

/** Queries and mutations over HTTP, tried again where that can help and do no harm. */
export class Requests {
  constructor(
    private readonly options: Credentials & {
      readonly url: string;
      readonly fetch: typeof fetch;
      readonly attempts: number;
      readonly pauses: Pauses;
    },
  ) {}

  /** @throws CandorError */
  async send(
    request: OperationRequest,
    headers: Record<string, string>,
    { signal }: RequestOptions,
  ): Promise<unknown> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#once(request, headers, signal);
      } catch (error) {
        signal?.throwIfAborted();
        if (!(error instanceof CandorError) || !error.isRetryable || attempt >= this.options.attempts)
          throw error;
        const pause = pauseAfter(attempt, this.options.pauses);
        await wait(Math.max(pause, (error.retryAfter ?? 0) * 1_000), signal);
        signal?.throwIfAborted();
      }
    }
  }

  async #once(
    request: OperationRequest,
    headers: Record<string, string>,
    signal: AbortSignal | undefined,
  ): Promise<unknown> {
    const { url, fetch, ...credentials } = this.options;
    const token = await tokenOf(credentials);
    const init = {
      method: 'POST',
      headers: {
        ...headersOf(token, credentials),
        ...headers,
        accept: ACCEPT,
        'content-type': 'application/json',
      },
      body: JSON.stringify(request),
      ...(signal && { signal }),
    };
    const { data, errors } = await fetch(url, init).then(answerOf, unreachable);
    if (errors?.length) throw new CandorError(errors, { data });
    return data;
  }
}

async function answerOf(response: Response): Promise<Answer> {
  const answer = (await response.json().catch(() => undefined)) as Answer | undefined;
  // What stands between, such as a balancer without a server, answers in its own words.
  if (answer?.data === undefined && !answer?.errors)
    throw new CandorError([], {
      message: `The answer with status ${response.status} is not one of GraphQL.`,
    });
  return answer;
}

function unreachable(cause: unknown): never {
  throw new CandorError([], { message: 'The platform could not be reached.', cause });
}
