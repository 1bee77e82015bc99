import { tagOf, uuidOf } from '../../database/ids.js';
import type { Answer, Statement as Asked } from '../../database/pipeline.js';
import type { Actor } from '../../identity/actor.js';
import type { Column, Shape } from './shape.js';
import { fill, type PageRequest, type Statement, type Statements } from './statements.js';
import { type AccessRules, type SlotValues, signatureOf, viewerOf, viewerSlots } from './viewer.js';

/**
 * A record as the executor gets it: plain values under property names, and the name of its type. In a page also
 * `cursor_key`, the value that it is ordered by as the database writes it.
 */
export type Row = Readonly<Record<string, unknown>> & { readonly __typename: string; readonly id: string };

/** Who reads, and in which language. */
export interface Reading {
  readonly actor: Actor;
  readonly locale: string;
}

/** What opens encrypted columns. */
export interface Unsealer {
  openMany(
    items: ReadonlyArray<{ table: string; id: string; column: string; sealed: string }>,
  ): Promise<Array<string | null>>;
}

type Raw = Record<string, unknown>;
type Ask = (statement: Asked) => Promise<Answer>;
type Query = (text: string, values: unknown[]) => Promise<Raw[]>;

/**
 * The one way to read: rows that the viewer may see, with the columns that are asked for, one prepared
 * statement for all records of a level.
 */
export class Reader {
  readonly #byTag = new Map<string, Shape>();

  constructor(
    private readonly ask: Ask,
    private readonly statements: Statements,
    private readonly rules: AccessRules,
    shapes: Iterable<Shape>,
    private readonly unsealer: Unsealer,
  ) {
    for (const shape of shapes) this.#byTag.set(shape.tag, shape);
  }

  /** The stored type that an id names, or nothing. */
  shapeOfId(id: string): Shape | undefined {
    return this.#byTag.get(tagOf(id) ?? '');
  }

  /** Records by id, in the order of the ids; null where there is none or the viewer may not see it. */
  async byIds(
    reading: Reading,
    shape: Shape,
    ids: readonly string[],
    properties: readonly string[],
  ): Promise<Array<Row | null>> {
    const uuids = ids.map((id) => uuidOf(shape.tag, id)).filter((uuid) => uuid !== undefined);
    if (uuids.length === 0) return ids.map(() => null);
    const statement = this.#byIds(reading, shape, properties, uuids.length === 1);
    const raw = await this.#run(statement, reading, { id: uuids[0], ids: arrayOf(uuids) });
    const rows = await this.#rows(reading, shape, properties, raw);
    const found = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => found.get(id) ?? null);
  }

  /**
   * A record as it is where `ask` asks, such as at the end of a transaction. It is asked for at once; what is answered
   * is to be called when that is over.
   */
  ahead(
    reading: Reading,
    shape: Shape,
    id: string,
    properties: readonly string[],
    ask: Ask,
  ): () => Promise<Row | null> {
    const uuid = uuidOf(shape.tag, id);
    if (uuid === undefined) return async () => null;
    const raw = ask(this.#asked(this.#byIds(reading, shape, properties, true), reading, { id: uuid }));
    // Where it fails, so does what it was asked in.
    raw.catch(() => undefined);
    return async () => {
      const [row = null] = await this.#rows(reading, shape, properties, (await raw).rows);
      return row;
    };
  }

  /** Whether the id names a record that the actor may see. Runs where the caller's transaction runs. */
  async isVisible(actor: Actor, shape: Shape, id: string, query: Query): Promise<boolean> {
    const statement = this.statements.visible(viewerOf(actor, this.rules), signatureOf(actor), shape);
    return (await this.#one(statement, actor, shape, id, query)) !== undefined;
  }

  /** The columns of a record as they are stored, if the actor may see it; or change it, and then locked. */
  record(
    actor: Actor,
    shape: Shape,
    id: string,
    to: 'see' | 'change',
    query: Query,
  ): Promise<Raw | undefined> {
    const statement = this.statements.record(viewerOf(actor, this.rules), signatureOf(actor), shape, to);
    return this.#one(statement, actor, shape, id, query);
  }

  async #one(
    statement: Statement,
    actor: Actor,
    shape: Shape,
    id: string,
    query: Query,
  ): Promise<Raw | undefined> {
    const uuid = uuidOf(shape.tag, id);
    if (uuid === undefined) return undefined;
    const values = fill(statement, slots(viewerSlots(actor), { id: uuid }));
    return (await query(statement.text, values))[0];
  }

  /** One page of a root list. `values` are those of the filters, the cursor and the limit. */
  async page(reading: Reading, request: PageRequest, values: Raw): Promise<Row[]> {
    const raw = await this.#run(this.#page(reading, request), reading, values);
    return this.#rows(reading, request.shape, request.properties, raw);
  }

  /** One page of a nested list for each parent, in the order of the parents. */
  async pages(
    reading: Reading,
    request: PageRequest,
    parents: readonly string[],
    parentTag: string,
    values: Raw,
  ): Promise<Row[][]> {
    const uuids = parents.map((id) => uuidOf(parentTag, id)!);
    const raw = await this.#run(this.#page(reading, request), reading, {
      ...values,
      parents: arrayOf(uuids),
    });
    // One opening of encrypted columns for the whole level, then the rows go to their parents.
    const rows = await this.#rows(reading, request.shape, request.properties, raw);
    const byParent = Map.groupBy(rows, (row) => row['parent_id'] as string);
    return uuids.map((uuid) => byParent.get(uuid) ?? []);
  }

  /** How many records a list holds, as far as is counted; for a nested list one number a parent. */
  async count(
    reading: Reading,
    request: PageRequest,
    parents: readonly string[] | null,
    parentTag: string,
    values: Raw,
  ): Promise<number[]> {
    const statement = this.statements.count(
      viewerOf(reading.actor, this.rules),
      signatureOf(reading.actor),
      request,
    );
    const uuids = parents?.map((id) => uuidOf(parentTag, id)!);
    const raw = await this.#run(statement, reading, { ...values, ...(uuids && { parents: arrayOf(uuids) }) });
    if (!uuids) return [raw[0]!['count'] as number];
    const counts = new Map(raw.map((row) => [row['parent_id'], row['count'] as number]));
    return uuids.map((uuid) => counts.get(uuid) ?? 0);
  }

  #byIds(reading: Reading, shape: Shape, properties: readonly string[], isOne: boolean): Statement {
    const { actor } = reading;
    return this.statements.byIds(viewerOf(actor, this.rules), signatureOf(actor), shape, properties, isOne);
  }

  #page(reading: Reading, request: PageRequest): Statement {
    return this.statements.page(viewerOf(reading.actor, this.rules), signatureOf(reading.actor), request);
  }

  async #run(statement: Statement, reading: Reading, values: Raw): Promise<Raw[]> {
    return (await this.ask(this.#asked(statement, reading, values))).rows;
  }

  #asked(statement: Statement, { actor }: Reading, values: Raw): Asked {
    const { name, text } = statement;
    return { name, text, values: fill(statement, slots(viewerSlots(actor), values)) };
  }

  /** Converts only the columns that need it, and opens what is encrypted in one batch. */
  async #rows(reading: Reading, shape: Shape, properties: readonly string[], raw: Raw[]): Promise<Row[]> {
    const columns = properties.map((property) => shape.columns.get(property)!);
    const converted = columns.filter((column) => column.convert);
    for (const row of raw) {
      row['__typename'] = shape.typeName;
      for (const { property, convert } of converted) {
        if (row[property] !== null) row[property] = convert!(row[property], reading.locale);
      }
    }
    const sealed = columns.filter((column) => column.isSealed);
    if (sealed.length > 0) await this.#unseal(shape, sealed, raw);
    return raw as Row[];
  }

  async #unseal(shape: Shape, sealed: readonly Column[], raw: Raw[]): Promise<void> {
    const cells = raw.flatMap((row) =>
      sealed.filter((column) => row[column.property] !== null).map((column) => ({ row, column })),
    );
    const opened = await this.unsealer.openMany(
      cells.map(({ row, column }) => ({
        table: shape.table,
        id: row['id'] as string,
        column: column.column,
        sealed: row[column.property] as string,
      })),
    );
    cells.forEach(({ row, column }, index) => {
      row[column.property] = opened[index] ?? null;
    });
  }
}

/** As PostgreSQL reads an array. The letters of a UUID need no escaping, which pg would do one by one. */
function arrayOf(uuids: readonly string[]): string {
  return `{${uuids.join()}}`;
}

function slots(viewer: SlotValues, values: Raw): SlotValues {
  return (name) => (name.startsWith('viewer.') ? viewer(name) : (values[name] ?? null));
}
