import type { Client } from '@candor/testing';

export interface ApiTicket {
  readonly id: string;
  readonly externalSystem: string;
  readonly externalId: string;
  readonly externalHandoffCount: number | null;
  readonly subject: string;
  readonly state: string;
  readonly priority: string;
  readonly channel: string;
  readonly origin: string;
  readonly openedAt: string;
  readonly resolvedAt: string | null;
  readonly closedAt: string | null;
  readonly reopenCount: number;
  readonly handoffCount: number;
  readonly updateCount: number;
  readonly customer: { readonly name: string };
  readonly department: { readonly key: string } | null;
  readonly assignee: { readonly name: string } | null;
}

export interface ApiTransition {
  readonly kind: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly at: string;
  readonly actor: string | null;
  readonly reason: string | null;
  readonly updateNumber: number;
  readonly isFirstOfUpdate: boolean;
  readonly origin: string;
  readonly department: { readonly key: string } | null;
  readonly ticket: { readonly externalId: string };
}

/** Everything that a list of the API holds, page by page. */
export async function everything<T>(
  client: Client,
  list: string,
  filter: string,
  selection: string,
): Promise<T[]> {
  const found: T[] = [];
  let after: string | null = null;
  do {
    const data = await client.must(
      `query($after: String) { ${list}(first: 100, after: $after, ${filter} orderBy: { field: ${ORDER[list]}, direction: ASC }) {
        edges { node { ${selection} } } pageInfo { hasNextPage endCursor } } }`,
      { variables: { after } },
    );
    const { edges, pageInfo } = data[list];
    found.push(...edges.map(({ node }: { node: T }) => node));
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);
  return found;
}

const ORDER: Readonly<Record<string, string>> = {
  tickets: 'OPENED_AT',
  ticketTransitions: 'AT',
  departments: 'KEY',
  staffMembers: 'NAME',
  customers: 'CREATED_AT',
};

/** What a list says about its length. */
export async function total(client: Client, list: string, filter = ''): Promise<number> {
  const data = await client.must(`{ ${list}${filter && `(filter: { ${filter} })`} { totalCount } }`);
  return data[list].totalCount;
}

export function ticketsOf(client: Client): Promise<ApiTicket[]> {
  return everything(
    client,
    'tickets',
    '',
    `id externalSystem externalId externalHandoffCount subject state priority channel origin openedAt resolvedAt closedAt
     reopenCount handoffCount updateCount customer { name } department { key } assignee { name }`,
  );
}

export function transitionsOf(client: Client): Promise<ApiTransition[]> {
  return everything(
    client,
    'ticketTransitions',
    '',
    `kind from to at actor reason updateNumber isFirstOfUpdate origin department { key } ticket { externalId }`,
  );
}

export interface Replayed {
  readonly at: string;
  readonly state: string;
  readonly priority: string | null;
  readonly department: string | null;
  readonly assignee: string | null;
}

/** How the ticket was after each of its updates, as its history tells it. */
export function replay(history: readonly ApiTransition[]): Replayed[] {
  const course = {
    state: '',
    priority: null as string | null,
    department: null as string | null,
    assignee: null as string | null,
  };
  const updates = Map.groupBy(history, (row) => row.updateNumber);
  return [...updates.keys()]
    .sort((a, b) => a - b)
    .flatMap((number) => {
      const rows = updates.get(number)!;
      for (const { kind, to, department } of rows) {
        if (kind === 'OPENED' || kind === 'STATE' || kind === 'REOPENED') course.state = to!;
        if (kind === 'PRIORITY') course.priority = to;
        if (kind === 'ASSIGNEE') course.assignee = to;
        course.department = department?.key ?? null;
      }
      return number === 0 ? [] : [{ ...course, at: rows[0]!.at }];
    });
}
