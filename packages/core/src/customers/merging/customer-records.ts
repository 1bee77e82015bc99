import type { PluginApi } from '@candor/kernel';
import { type Tx, uuidOf } from '@candor/kernel/database';

declare module '@candor/kernel' {
  interface Commands {
    'customer.merge': { mergeId: string; fromId: string; intoId: string };
    'customer.unmerge': { mergeId: string; fromId: string; intoId: string };
  }
}

/** A column that points to a customer, in a table with an `id`. */
export interface CustomerColumn {
  readonly table: string;
  readonly column: string;
  /**
   * A customer may have one row for each value of these only, or one at all where none is named: of two the merged
   * customer's stays where it is.
   */
  readonly uniqueWith?: readonly string[];
  /** The rows for which that holds, as a condition on the alias `t`; all, if left out. Written in code, never from data. */
  readonly uniqueWhere?: string;
}

/**
 * Declares which rows of a plugin follow a customer who is merged, and come back when that is undone: in the
 * transaction of the command, through its hooks. `customerRecords(api, 'tickets', [{ table: 'tickets_ticket', column: 'customer_id' }])`.
 */
export function customerRecords(api: PluginApi, plugin: string, columns: readonly CustomerColumn[]): void {
  for (const { table, column, uniqueWith = [] } of columns)
    for (const name of [table, column, ...uniqueWith])
      if (!/^[a-z][a-z0-9_]*$/.test(name)) throw new Error(`"${name}" is no name of a table or column`);
  api.before('customer.merge', { id: `${plugin}.merge-customer` }, async (input, tx) => {
    for (const one of columns) await moveRows(tx, one, input);
  });
  api.before('customer.unmerge', { id: `${plugin}.unmerge-customer` }, async (input, tx) => {
    for (const one of columns) await moveBack(tx, one, input);
  });
}

interface Merging {
  readonly mergeId: string;
  readonly fromId: string;
  readonly intoId: string;
}

/** Moves the rows, and writes down which they were. */
export async function moveRows(
  tx: Tx,
  { table, column, uniqueWith, uniqueWhere }: CustomerColumn,
  { mergeId, fromId, intoId }: Merging,
): Promise<void> {
  const same = uniqueWith && ['true', ...uniqueWith.map((name) => `o.${name} = t.${name}`)].join(' and ');
  const where = uniqueWhere ? ` and ${uniqueWhere.replaceAll('t.', 'o.')}` : '';
  const stays = same
    ? ` and not (${uniqueWhere ?? 'true'} and exists (select from ${table} o where o.${column} = $2 and ${same}${where}))`
    : '';
  await tx.query(
    `with moved as (update ${table} t set ${column} = $2 where t.${column} = $1${stays} returning t.id)
     insert into customers_merge_move (merge_id, place, record_id) select $3, $4, id from moved`,
    [...uuids(fromId, intoId), uuidOf('customer_merge', mergeId), `${table}.${column}`],
  );
}

/** Moves back what was moved, as far as it is still where it was moved to. */
export async function moveBack(
  tx: Tx,
  { table, column }: CustomerColumn,
  { mergeId, fromId, intoId }: Merging,
): Promise<void> {
  await tx.query(
    `update ${table} set ${column} = $1 where ${column} = $2 and id in (
       select record_id from customers_merge_move where merge_id = $3 and place = $4)`,
    [...uuids(fromId, intoId), uuidOf('customer_merge', mergeId), `${table}.${column}`],
  );
}

function uuids(...ids: string[]): Array<string | undefined> {
  return ids.map((id) => uuidOf('customer', id));
}
