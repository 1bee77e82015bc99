import { uuidOf } from '../database/ids.js';
import { encodeCursor } from './cursor.js';
import { CodedError } from './errors.js';
import type { Row } from './reader/reader.js';

/** How many records a page holds. */
export const PAGE_SIZE = { default: 20, maximum: 100 } as const;

/** Counting stops here: a number beyond it helps nobody and costs a scan. */
export const COUNT_LIMIT = 25_001;

/** What of a page is shown, and how it was asked for. */
export interface Shown {
  readonly take: number;
  readonly backward: boolean;
  readonly orderName: string;
  readonly cursorGiven: boolean;
  readonly tag: string;
  /** Whether the positions of all records are asked for, and whether those of the first and the last. */
  readonly cursors: boolean;
  readonly ends: boolean;
  /** Whether anything is, and not only how many records there are. */
  readonly records: boolean;
}

/** A page as the Relay connection that the schema promises. Positions that nobody asks for are not worked out. */
export function connection(
  page: readonly Row[],
  { take, backward, orderName, cursorGiven, tag, cursors, ends }: Shown,
  count: () => Promise<number>,
): object {
  const more = page.length > take;
  const shown = inPage(page, { take });
  const nodes = backward ? shown.toReversed() : shown;
  const cursor = (node: Row | undefined) =>
    node === undefined ? null : encodeCursor(orderName, String(node['cursor_key']), uuidOf(tag, node.id)!);
  return {
    edges: nodes.map((node) => (cursors ? { node, cursor: cursor(node) } : { node })),
    pageInfo: {
      hasNextPage: backward ? cursorGiven : more,
      hasPreviousPage: backward ? more : cursorGiven,
      ...(ends && { startCursor: cursor(nodes[0]), endCursor: cursor(nodes.at(-1)) }),
    },
    count,
  };
}

/** The records of a page without the one that tells of more. */
export function inPage(page: readonly Row[], { take }: Pick<Shown, 'take'>): readonly Row[] {
  return page.length > take ? page.slice(0, take) : page;
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
