import type { EntityMetadata } from '@mikro-orm/postgresql';
import { again } from '../database/again.js';
import type { Tx } from '../database/tx.js';
import type { Services } from '../plugin/contract.js';
import type { IndexedDeclaration } from '../plugin/registry.js';

/** Records that one transaction looks at. */
const PAGE = 200;

/** A record of one page: what it is found by, and beside it what the declaration needs, by the names of properties. */
interface Row {
  readonly id: string;
  readonly sealed: string;
  readonly index: string;
  readonly [need: string]: unknown;
}

interface Page {
  readonly rows: readonly Row[];
  readonly changed: number;
}

/**
 * Makes the indexes of one column anew under the current master key, while everything runs. What is written meanwhile
 * has the new index already. A text that cannot be opened, because its owner's data has been erased, keeps its index.
 */
export class Reindexing {
  readonly #options: IndexedDeclaration['options'];

  constructor(
    private readonly services: Pick<Services, 'command'>,
    private readonly meta: EntityMetadata,
    { options }: IndexedDeclaration,
  ) {
    this.#options = options;
  }

  /** Page by page; answers how many indexes were others. */
  async run(): Promise<number> {
    let changed = 0;
    for (let after: string | null = null, isOver = false; !isOver; ) {
      const from: string | null = after;
      const page: Page = await again(() =>
        this.services.command(async (tx) => {
          const rows = await this.#page(tx, from);
          return { rows, changed: await this.#renew(tx, rows) };
        }),
      );
      changed += page.changed;
      after = page.rows.at(-1)?.id ?? null;
      isOver = page.rows.length < PAGE;
    }
    return changed;
  }

  /** Locked, so that nothing is changed between looking and writing. */
  #page(tx: Tx, after: string | null): Promise<Row[]> {
    const { sealed, index, needs = [] } = this.#options;
    const [text, found] = [this.#column(sealed), this.#column(index)];
    const needed = needs.map((need) => `, "${this.#column(need)}" as "${need}"`).join('');
    return tx.query<Row>(
      `select id::text as id, "${text}" as sealed, "${found}" as index${needed} from "${this.meta.tableName}"
       where "${text}" is not null and "${found}" is not null and ($1::uuid is null or id > $1)
       order by id limit ${PAGE} for no key update`,
      [after],
    );
  }

  async #renew(tx: Tx, rows: readonly Row[]): Promise<number> {
    const ids: string[] = [];
    const indexes: string[] = [];
    for (const row of rows) {
      const index = await this.#indexOf(tx, row);
      if (index === null || index === row.index) continue;
      ids.push(row.id);
      indexes.push(index);
    }
    if (ids.length === 0) return 0;
    await tx.query(
      `update "${this.meta.tableName}" t set "${this.#column(this.#options.index)}" = n.index
       from unnest($1::uuid[], $2::text[]) n (id, index) where t.id = n.id`,
      [ids, indexes],
    );
    return ids.length;
  }

  async #indexOf(tx: Tx, row: Row): Promise<string | null> {
    const id = String(this.#property('id').customType!.convertToJSValue(row.id, {} as never));
    const place = { owner: id, table: this.meta.tableName, id, column: this.#column(this.#options.sealed) };
    const plain = await tx.open(place, row.sealed);
    if (plain === null) return null;
    const { field, value } = this.#options.of(plain, row);
    return tx.blindIndex(field, value);
  }

  #column(property: string): string {
    return this.#property(property).fieldNames[0]!;
  }

  #property(name: string) {
    const property = this.meta.properties[name as never] as EntityMetadata['props'][number] | undefined;
    if (!property) throw new Error(`an index is declared for ${name}, which ${this.meta.className} has not`);
    return property;
  }
}
