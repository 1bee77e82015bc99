import type { Tx } from '../database/transaction.js';

/** The name of one event, all events of one sort of record (`ticket.*`), or all there are (`*`). */
export const EVENT_PATTERN = /^(\*|[a-z][a-z0-9-]*\.(\*|[a-z][a-z0-9-]*))$/;

/** The patterns that an event of a name meets. */
export function patternsFor(name: string): string[] {
  return [name, `${name.split('.', 1)[0]}.*`, '*'];
}

/** The same in SQL, separated by commas, of an expression that is the name. */
export function patternsOf(name: string): string {
  return `${name}, split_part(${name}, '.', 1) || '.*', '*'`;
}

/**
 * Says which events one follower has a handler hear of that is declared `onRequest`: all that are named here and
 * no others; none ends it. Events are looked at when they are handed on, just after their commit.
 */
export async function follow(
  tx: Tx,
  handler: string,
  { follower, events }: { readonly follower: string; readonly events: readonly string[] },
): Promise<void> {
  await tx.query('delete from kernel_follow where handler = $1 and follower = $2 and event <> all($3)', [
    handler,
    follower,
    events,
  ]);
  await tx.query(
    'insert into kernel_follow (handler, follower, event) select $1, $2, unnest($3::text[]) on conflict do nothing',
    [handler, follower, events],
  );
}
