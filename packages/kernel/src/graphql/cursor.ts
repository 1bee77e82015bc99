import { CodedError } from './errors.js';

const ID = /^[0-9a-f-]{36}$/;

/** The position of a record in an order, as an opaque text. */
export function encodeCursor(order: string, key: string, uuid: string): string {
  return Buffer.from(JSON.stringify([order, key, uuid])).toString('base64url');
}

/** Takes a cursor apart. One that was made for another order, or by hand, is the caller's mistake. */
export function decodeCursor(cursor: string, order: string, argument: string): { key: string; uuid: string } {
  try {
    const [forOrder, key, uuid, ...rest] = JSON.parse(
      Buffer.from(cursor, 'base64url').toString(),
    ) as unknown[];
    if (
      forOrder === order &&
      typeof key === 'string' &&
      typeof uuid === 'string' &&
      ID.test(uuid) &&
      rest.length === 0
    ) {
      return { key, uuid };
    }
  } catch {
    // Not even JSON: answered like every other cursor that is none of ours.
  }
  throw new CodedError(
    'BAD_USER_INPUT',
    `"${argument}" is not a cursor of this list in this order. Take one from "pageInfo" or "edges".`,
  );
}
