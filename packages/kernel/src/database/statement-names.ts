/** So many statements a connection keeps prepared at most. */
const MOST = 500;
/** So many texts are watched for coming again. */
const WATCHED = 2_000;
/** Lists of values make ever new texts; the longest are not worth keeping. */
const LONGEST = 4_000;
/** Stands for columns, other than in `count(*)`. */
const ALL_COLUMNS = /(?<!\bcount\()\*/i;

/**
 * Names for statements that come again and again, so that each connection prepares them once. A text with `*`
 * gets none: the columns that it stands for may become more while this process runs, and PostgreSQL refuses a
 * prepared statement whose answer has changed.
 */
export class StatementNames {
  readonly #names = new Map<string, string>();
  #seen = new Set<string>();

  of(text: string): string | undefined {
    const known = this.#names.get(text);
    if (known !== undefined) return known;
    if (this.#names.size >= MOST || text.length > LONGEST || ALL_COLUMNS.test(text)) return undefined;
    if (!this.#seen.has(text)) {
      if (this.#seen.size >= WATCHED) this.#seen = new Set();
      this.#seen.add(text);
      return undefined;
    }
    this.#seen.delete(text);
    const name = `c${this.#names.size}`;
    this.#names.set(text, name);
    return name;
  }
}
