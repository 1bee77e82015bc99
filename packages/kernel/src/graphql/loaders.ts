import DataLoader from 'dataloader';
import type { RequestContext } from '../plugin/contract.js';
import type { ExtendDeclaration } from '../plugin/registry.js';
import type { Reader, Reading, Row } from './reader/reader.js';
import type { Shape } from './reader/shape.js';
import type { PageRequest } from './reader/statements.js';

/** What is asked of a list, the same for all parents of a level. */
export interface Ask {
  /** Equal for equal questions of one request. */
  readonly key: string;
  readonly request: PageRequest;
  /** Those of the filters, the cursor and the limit. */
  readonly values: Readonly<Record<string, unknown>>;
  /** The id tag of what a nested list hangs on. */
  readonly parentTag: string;
}

/**
 * The batches of one request: whatever the fields of a level ask for is gathered and read with one
 * statement. A mutation clears them, so that what it answers is read after its commit.
 */
export class Loaders {
  readonly #loaders = new Map<string, DataLoader<never, unknown>>();
  readonly #records = new Map<Shape, Map<readonly string[], DataLoader<string, Row | null>>>();
  readonly #pages = new Map<Ask, DataLoader<string, readonly Row[]>>();
  readonly #asks = new Map<object, Map<string, unknown>>();

  constructor(
    private readonly reader: Reader,
    private readonly reading: Reading,
  ) {}

  clear(): void {
    this.#loaders.clear();
    this.#records.clear();
    this.#pages.clear();
  }

  /** Made once for all records of a level: `place` is where the document asks, `args` what it asks. */
  once<Made>(place: object, args: string, make: () => Made): Made {
    const made = entry(this.#asks, place, () => new Map<string, unknown>());
    return entry(made, args, make) as Made;
  }

  /** A record by its id, with the given properties; an array that is the same for the same properties. */
  record(shape: Shape, properties: readonly string[], id: string): Promise<Row | null> {
    const ofShape = entry(
      this.#records,
      shape,
      () => new Map<readonly string[], DataLoader<string, Row | null>>(),
    );
    const make = () =>
      new DataLoader<string, Row | null>((ids) => this.reader.byIds(this.reading, shape, ids, properties));
    return entry(ofShape, properties, make).load(id);
  }

  /** A page of a nested list, for the record that it hangs on. */
  page(ask: Ask, parent: string): Promise<readonly Row[]> {
    const { key, request, values, parentTag } = ask;
    const make = () =>
      this.#loader<string, readonly Row[]>(`page ${key}`, (parents) =>
        this.reader.pages(this.reading, request, parents, parentTag, values),
      );
    // By the question itself, so that its long key is read once a level and not once a record.
    return entry(this.#pages, ask, make).load(parent);
  }

  count({ key, request, values, parentTag }: Ask, parent: string): Promise<number> {
    return this.#loader<string, number>(`count ${key}`, (parents) =>
      this.reader.count(this.reading, request, parents, parentTag, values),
    ).load(parent);
  }

  /** A plugin's field on a record: one call for all records of the level and the same arguments. */
  extension(
    { typeName, field, options }: ExtendDeclaration,
    args: Record<string, unknown>,
    context: RequestContext,
    row: object,
  ): Promise<unknown> {
    return this.#loader<object, unknown>(
      `extension ${typeName} ${field} ${JSON.stringify(args)}`,
      async (rows) => {
        const answers = await options.load(
          rows.map((from) => pick(from, options.needs)),
          args,
          context,
        );
        if (answers.length !== rows.length) {
          throw new Error(`${typeName}.${field} answered ${answers.length} times for ${rows.length} records`);
        }
        return answers;
      },
    ).load(row);
  }

  #loader<Key, Value>(
    name: string,
    batch: (keys: readonly Key[]) => Promise<readonly Value[]>,
  ): DataLoader<Key, Value> {
    const make = () => new DataLoader<Key, Value>(batch as (keys: readonly Key[]) => Promise<Value[]>);
    return entry(this.#loaders as unknown as Map<string, DataLoader<Key, Value>>, name, make);
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

/** A loader sees what it named in `needs`, and nothing that another field happened to ask for. */
function pick(row: object, needs: readonly string[]): object {
  return Object.fromEntries(needs.map((need) => [need, (row as Record<string, unknown>)[need]]));
}
