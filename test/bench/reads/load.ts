import { load } from '../load.js';

/** One system as the load reaches it. */
export interface Target {
  readonly url: string;
  /** Beside the content type. */
  readonly headers: Readonly<Record<string, string>>;
  /** Sent one after the other, by turns. */
  readonly bodies: readonly string[];
}

export interface Load {
  readonly requests: number;
  readonly seconds: number;
  /** Of all answers, in milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

/** Puts a system under load: some connections ask at once, each waiting for its answer before it asks again. */
export async function ask(target: Target, connections: number, milliseconds: number): Promise<Load> {
  const { bodies, headers } = target;
  const { count, seconds, latencies } = await load({
    url: new URL(target.url),
    headers,
    connections,
    seconds: milliseconds / 1_000,
    request: (n) => ({ body: bodies[n % bodies.length]! }),
    isGood: (answer) => !answer.includes('"errors"'),
  });
  const at = (share: number) => latencies[Math.floor(share * (latencies.length - 1))] ?? Number.NaN;
  return { requests: count, seconds, p50: at(0.5), p99: at(0.99) };
}

/** The answer to the first of the bodies, as text. */
export async function askOnce({ url, headers, bodies }: Target, index = 0): Promise<string> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: bodies[index]!,
  });
  const text = await answer.text();
  if (!answer.ok || text.includes('"errors"')) throw new Error(`${url} answered ${answer.status}: ${text}`);
  return text;
}
