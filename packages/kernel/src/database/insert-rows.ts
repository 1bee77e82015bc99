import type { Tx } from './tx.js';

/** So many rows go in one statement: each number of them makes a text of its own, which every connection prepares. */
const TOGETHER = 50;

/**
 * Adds rows to a table in their order, without waiting. A command mostly has one, and PostgreSQL takes that for three
 * quarters of what it costs to unfold arrays.
 */
export function rowsInto(
  table: string,
  columns: readonly string[],
): (tx: Tx, rows: ReadonlyArray<readonly unknown[]>) => void {
  const texts: string[] = [];
  const textOf = (count: number): string => {
    let place = 0;
    const row = () => `(${columns.map(() => `$${++place}`).join(', ')})`;
    return `insert into ${table} (${columns.join(', ')}) values ${Array.from({ length: count }, row).join(', ')}`;
  };
  return (tx, rows) => {
    for (let from = 0; from < rows.length; from += TOGETHER) {
      const some = rows.slice(from, from + TOGETHER);
      texts[some.length] ??= textOf(some.length);
      tx.send(texts[some.length]!, some.flat());
    }
  };
}
