import DataLoader from 'dataloader';
import type { GraphQLResolveInfo } from 'graphql';
import type { Tx } from '../database/tx.js';
import type { RequestContext } from '../plugin/contract.js';
import type { ExtendDeclaration } from '../plugin/registry.js';
import { canonical } from './canonical.js';
import { inPage } from './connection.js';
import type { KernelContext } from './context.js';
import type { Reader, Reading, Row } from './reader/reader.js';
import type { Needed, RecordBelow, Reference } from './reader/selection.js';
import type { Shape } from './reader/shape.js';
import type { PageRequest } from './reader/statements.js';

/** What is asked of a list, the same for all parents of a level. */
export interface Ask {
  readonly request: PageRequest;
  readonly needed: Needed;
  /** Those of the filters, the cursor and the limit. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The id tag of what a nested list hangs on. */
  readonly parentTag: string;
  /** How many of its records a page shows. */
  readonly take: number;
}

interface Pages {
  readonly loader: DataLoader<string, readonly Row[]>;
  /** What has come, by parent. */
  readonly come: Map<string, readonly Row[]>;
}

type Args = Readonly<Record<string, unknown>>;

/**
 * What one place of a document asks for. Executions that share their batches, as those of live events do, have
 * variables of their own, and ask for the same where their arguments are equal.
 */
class Asks<Made> {
  readonly #byVariables = new Map<object, Made>();
  readonly #byArgs = new Map<string, Made>();
  #first: { readonly args: Args; readonly made: Made } | undefined;

  of(variables: object, argsOf: () => Args, make: (args: Args) => Made): Made {
    return entry(this.#byVariables, variables, () => {
      const args = argsOf();
      // Most requests have one execution, which has nothing to compare.
      if (!this.#first) {
        const made = make(args);
        this.#first = { args, made };
        return made;
      }
      if (this.#byArgs.size === 0) this.#byArgs.set(canonical(this.#first.args), this.#first.made);
      return entry(this.#byArgs, canonical(args), () => make(args));
    });
  }
}

/**
 * The batches of one request: whatever the fields of a level ask for is gathered and read with one statement, and what
 * is asked below its rows is read before they are handed out. The fields below find it on the row, or ready here, and
 * need no promise each. A mutation clears them, so that what it answers is read as it has written it.
 */
export class Loaders {
  readonly #extensions = new Map<string, DataLoader<object, unknown>>();
  readonly #records = new Map<Needed, DataLoader<string, Row | null>>();
  readonly #pages = new Map<Ask, Pages>();
  readonly #counts = new Map<Ask, DataLoader<string, number>>();
  readonly #asks = new Map<object, Asks<Ask>>();

  constructor(
    private readonly reader: Reader,
    private readonly reading: Reading,
  ) {}

  clear(): void {
    this.#extensions.clear();
    this.#records.clear();
    this.#pages.clear();
    this.#counts.clear();
  }

  /** Made once for all records of a level: `place` is where the document asks, with these variables. */
  askOnce<Made extends Ask>(
    place: object,
    variables: object,
    args: () => Args,
    make: (args: Args) => Made,
  ): Made {
    const asks = entry(this.#asks, place, () => new Asks<Ask>()) as Asks<Made>;
    return asks.of(variables, args, make);
  }

  /** A record by its id, with what is needed of it. */
  record(
    shape: Shape,
    needed: Needed,
    id: string,
    context: KernelContext,
    info: GraphQLResolveInfo,
  ): Promise<Row | null> {
    return this.#loaderOf(shape, needed, context, info).load(id);
  }

  #loaderOf(
    shape: Shape,
    needed: Needed,
    context: KernelContext,
    info: GraphQLResolveInfo,
  ): DataLoader<string, Row | null> {
    const make = () =>
      new DataLoader<string, Row | null>(async (ids) => {
        const rows = await this.reader.byIds(this.reading, shape, ids, needed.properties);
        await this.complete(
          rows.filter((row) => row !== null),
          needed,
          context,
          info,
        );
        return rows;
      });
    return entry(this.#records, needed, make);
  }

  /**
   * Asks for a record at the end of a transaction. What is answered is to be called once that is committed: from then
   * on the record is found here as it was written.
   */
  recordAhead(
    { shape, needed }: RecordBelow,
    id: string,
    tx: Tx,
    context: KernelContext,
    info: GraphQLResolveInfo,
  ): () => void {
    const read = this.reader.ahead(this.reading, shape, id, needed.properties, (asked) => tx.ask(asked));
    const completed = async () => {
      const row = await read();
      if (row) await this.complete([row], needed, context, info);
      return row;
    };
    return () => {
      const record = completed();
      // A field that is left out by its condition asks for none.
      record.catch(() => undefined);
      this.#loaderOf(shape, needed, context, info).prime(id, record);
    };
  }

  /** Reads what is needed below rows: records in the place of their ids, and the pages that hang on them. */
  async complete(
    rows: readonly Row[],
    { references, lists }: Needed,
    context: KernelContext,
    info: GraphQLResolveInfo,
  ): Promise<void> {
    if (rows.length === 0 || references.length + lists.length === 0) return;
    await Promise.all([
      ...references.map((reference) => this.#refer(rows, reference, context, info)),
      ...lists.map((asked) => asked.list.ahead(rows, asked, context, info)),
    ]);
  }

  /** Puts records in the place of their ids, and an error in the place of what could not be read. */
  async #refer(
    rows: readonly Row[],
    { property, target, needed, keepsPlaces }: Reference,
    context: KernelContext,
    info: GraphQLResolveInfo,
  ): Promise<void> {
    const ids = new Set(rows.flatMap((row) => row[property]).filter((id) => typeof id === 'string'));
    const found = new Map<unknown, unknown>();
    const read = async (id: string) => {
      found.set(id, await this.record(target, needed, id, context, info).catch((error: unknown) => error));
    };
    await Promise.all([...ids].map(read));
    for (const row of rows as ReadonlyArray<Record<string, unknown>>) {
      const value = row[property];
      if (value === null || value === undefined) continue;
      row[idsOf(property)] = value;
      if (!Array.isArray(value)) row[property] = found.get(value);
      else
        row[property] = shownOf(
          value.map((id) => found.get(id)),
          keepsPlaces,
        );
    }
  }

  /** A page of a nested list for the record that it hangs on: at once where it was read ahead. */
  page(
    ask: Ask,
    parent: string,
    context: KernelContext,
    info: GraphQLResolveInfo,
  ): readonly Row[] | Promise<readonly Row[]> {
    const { come, loader } = this.#pagesOf(ask, context, info);
    return come.get(parent) ?? loader.load(parent);
  }

  /** Reads the pages of all these parents. Where that fails, each page says so that is asked for. */
  async ahead(
    ask: Ask,
    parents: readonly string[],
    context: KernelContext,
    info: GraphQLResolveInfo,
  ): Promise<void> {
    await this.#pagesOf(ask, context, info).loader.loadMany(parents);
  }

  #pagesOf(ask: Ask, context: KernelContext, info: GraphQLResolveInfo): Pages {
    return entry(this.#pages, ask, () => {
      const { request, values, parentTag, needed } = ask;
      const come = new Map<string, readonly Row[]>();
      const loader = new DataLoader<string, readonly Row[]>(async (parents) => {
        const pages = await this.reader.pages(this.reading, request, parents, parentTag, values);
        const shown = pages.flatMap((page) => inPage(page, ask));
        await this.complete(shown, needed, context, info);
        for (const [at, parent] of parents.entries()) come.set(parent, pages[at]!);
        return pages;
      });
      return { come, loader };
    });
  }

  count(ask: Ask, parent: string): Promise<number> {
    const { request, values, parentTag } = ask;
    const make = () =>
      new DataLoader<string, number>((parents) =>
        this.reader.count(this.reading, request, parents, parentTag, values),
      );
    return entry(this.#counts, ask, make).load(parent);
  }

  /** A plugin's field on a record: one call for all records of the level and the same arguments. */
  extension(
    { typeName, field, options }: ExtendDeclaration,
    args: Record<string, unknown>,
    context: RequestContext,
    row: object,
  ): Promise<unknown> {
    const make = () =>
      new DataLoader<object, unknown>(async (rows) => {
        const answers = await options.load(
          rows.map((from) => pick(from, options.needs)),
          args,
          context,
        );
        if (answers.length !== rows.length) {
          throw new Error(`${typeName}.${field} answered ${answers.length} times for ${rows.length} records`);
        }
        return answers;
      });
    return entry(this.#extensions, `${typeName} ${field} ${JSON.stringify(args)}`, make).load(row);
  }
}

function entry<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}

/** Where the ids of a property stay whose records have come into its place. */
function idsOf(property: string): string {
  return `ids of ${property}`;
}

/** A record that is hidden from the viewer is as if it did not exist, unless the schema keeps its place. */
export function shownOf(records: readonly unknown[], keepsPlaces: boolean): readonly unknown[] {
  return keepsPlaces ? records : records.filter((record) => record !== null && record !== undefined);
}

/** A loader sees what it named in `needs`, and nothing that another field happened to ask for. */
function pick(row: object, needs: readonly string[]): object {
  const values = row as Record<string, unknown>;
  return Object.fromEntries(needs.map((need) => [need, values[idsOf(need)] ?? values[need]]));
}
