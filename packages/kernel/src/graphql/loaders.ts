import DataLoader from 'dataloader';
import type { RequestContext } from '../plugin/contract.js';
import type { ExtendDeclaration } from '../plugin/registry.js';
import type { Page, Reader, Reading, Row } from './reader/reader.js';
import type { Shape } from './reader/shape.js';
import type { PageRequest } from './reader/statements.js';

/**
 * The batches of one request: whatever the fields of a level ask for is gathered and read with one
 * statement. A mutation clears them, so that what it answers is read after its commit.
 */
export class Loaders {
  readonly #loaders = new Map<string, DataLoader<never, unknown>>();

  constructor(
    private readonly reader: Reader,
    private readonly reading: Reading,
  ) {}

  clear(): void {
    this.#loaders.clear();
  }

  /** A record by its id, with the given properties. */
  record(shape: Shape, properties: readonly string[], id: string): Promise<Row | null> {
    return this.#loader<string, Row | null>(`record ${shape.typeName} ${properties.join()}`, (ids) =>
      this.reader.byIds(this.reading, shape, ids, properties),
    ).load(id);
  }

  /** A page of a nested list, for the record that it hangs on. */
  page(
    request: PageRequest,
    args: string,
    values: Record<string, unknown>,
    parentTag: string,
    parent: string,
  ): Promise<Page> {
    return this.#loader<string, Page>(
      `page ${request.list} ${request.properties.join()} ${args}`,
      (parents) => this.reader.pages(this.reading, request, parents, parentTag, values),
    ).load(parent);
  }

  count(
    request: PageRequest,
    args: string,
    values: Record<string, unknown>,
    parentTag: string,
    parent: string,
  ): Promise<number> {
    return this.#loader<string, number>(`count ${request.list} ${args}`, (parents) =>
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
    let loader = this.#loaders.get(name) as DataLoader<Key, Value> | undefined;
    if (!loader) {
      loader = new DataLoader<Key, Value>(batch as (keys: readonly Key[]) => Promise<Value[]>);
      this.#loaders.set(name, loader as unknown as DataLoader<never, unknown>);
    }
    return loader;
  }
}

/** A loader sees what it named in `needs`, and nothing that another field happened to ask for. */
function pick(row: object, needs: readonly string[]): object {
  return Object.fromEntries(needs.map((need) => [need, (row as Record<string, unknown>)[need]]));
}
