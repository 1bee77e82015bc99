import type { Result } from '@candor/testing';
/** What rivals fight over. */
export interface Rivalry {
  readonly url: string;
  readonly token: string;
  /** One record by its version; the same while another system upserts it; one whose change is a batch of updates. */
  readonly kind: 'update' | 'upsert' | 'boards';
  readonly writers: number;
  /** Attempts of each. */
  readonly each: number;
  readonly customer: string;
  readonly board: string;
}

/** What they say in the end. */
export interface RivalReport {
  readonly acknowledged: number;
  readonly conflicts: number;
  /** Conflicts that did not tell the current version. */
  readonly withoutVersion: number;
  /** Codes of other refusals. */
  readonly other: readonly string[];
  readonly upserts: number;
}

/** A test reads into whatever it has just asked for. */
export type Data = Result['data'];

/** One operation over HTTP; user errors are data, errors of the whole are thrown. */
export async function send(url: string, token: string, query: string, variables: object): Promise<Data> {
  const { data, errors } = await sendWithKey(url, token, query, variables);
  if (errors || !data) throw new Error(JSON.stringify(errors));
  return data;
}

/** The same with an idempotency key; whatever is answered is returned. */
export async function sendWithKey(
  url: string,
  token: string,
  query: string,
  variables: object,
  key?: string,
): Promise<{ data?: Data; errors?: Array<{ extensions: { code: string } }> }> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${token}`,
      ...(key !== undefined && { 'idempotency-key': key }),
    },
    body: JSON.stringify({ query, variables }),
    signal: AbortSignal.timeout(30_000),
  });
  return (await response.json()) as { data?: Data };
}
