import { uuidOf } from '../database/ids.js';
import { encodeCursor } from './cursor.js';
import { CodedError } from './errors.js';
import type { Page } from './reader/reader.js';

/** How many records a page holds. */
export const PAGE_SIZE = { default: 20, maximum: 100 } as const;

/** What of a page is shown, and how it was asked for. */
export interface Shown {
  readonly take: number;
  readonly backward: boolean;
  readonly orderName: string;
  readonly cursorGiven: boolean;
  readonly tag: string;
}

/** A page as the Relay connection that the schema promises. */
export function connection(
  page: Page,
  { take, backward, orderName, cursorGiven, tag }: Shown,
  count: () => Promise<number>,
): object {
  const more = page.rows.length > take;
  const edges = page.rows.slice(0, take).map((node, index) => ({
    node,
    cursor: encodeCursor(orderName, page.keys[index]!, uuidOf(tag, node.id)!),
  }));
  if (backward) edges.reverse();
  return {
    edges,
    pageInfo: {
      hasNextPage: backward ? cursorGiven : more,
      hasPreviousPage: backward ? more : cursorGiven,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    count,
  };
}

/** What the paging arguments ask for; what contradicts itself is the caller's mistake. */
export function pageSize(args: Readonly<Record<string, unknown>>): {
  take: number;
  backward: boolean;
  cursor: string | null;
  argument: string;
} {
  const { first, last, after, before } = args as {
    first?: number | null;
    last?: number | null;
    after?: string | null;
    before?: string | null;
  };
  if (first != null && last != null)
    throw new CodedError('BAD_USER_INPUT', 'Ask for "first" or for "last", not for both.');
  const backward = last != null;
  if (backward ? after != null : before != null) {
    throw new CodedError('BAD_USER_INPUT', '"after" goes with "first", "before" goes with "last".');
  }
  const take = last ?? first ?? PAGE_SIZE.default;
  if (take < 0 || take > PAGE_SIZE.maximum) {
    throw new CodedError(
      'BAD_USER_INPUT',
      `"${backward ? 'last' : 'first'}" must be between 0 and ${PAGE_SIZE.maximum}, not ${take}.`,
    );
  }
  return {
    take,
    backward,
    cursor: (backward ? before : after) ?? null,
    argument: backward ? 'before' : 'after',
  };
}
