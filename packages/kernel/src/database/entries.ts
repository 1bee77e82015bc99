import type { EntityMetadata, EntityProperty } from '@mikro-orm/core';
import type { EntityClass } from '../plugin/contract.js';
import { IdType, newId } from './ids.js';
import { rowsInto } from './insert-rows.js';
import { plainOf } from './plain.js';
import type { Tx } from './tx.js';

/** Another record is named by its id. */
type Stored<Value> = Value extends Date ? Value : Value extends { readonly id: string } ? string : Value;
type Optional<T> = { [K in keyof T]: null extends T[K] ? K : never }[keyof T];

/** What is told of an entry, its id aside. What may be null may be left out. */
export type EntryFacts<T> = {
  readonly [K in Exclude<keyof T, Optional<T> | 'id'>]: Stored<T[K]>;
} & { readonly [K in Optional<T>]?: Stored<T[K]> | undefined };

type Facts = Readonly<Record<string, unknown>>;

interface Writer {
  readonly key: symbol;
  readonly newId: () => string;
  readonly rowOf: (id: string, facts: Facts) => unknown[];
  readonly write: ReturnType<typeof rowsInto>;
}

const writers = new WeakMap<EntityMetadata, Writer>();

/**
 * Adds an entry to a history, with the facts as they are now; answers its id. Nobody changes it any more, so there is
 * no record of it to be looked through for changes: its row is sent at the end of the transaction, behind the records
 * that it points to, and no read before that finds it.
 */
export function addEntry<T extends object>(tx: Tx, type: EntityClass<T>, facts: EntryFacts<T>): string {
  const meta = tx.em.getMetadata().get(type as never) as EntityMetadata;
  let writer = writers.get(meta);
  if (!writer) {
    writer = writerOf(meta);
    writers.set(meta, writer);
  }
  const { key, newId, rowOf, write } = writer;
  const rows = tx.note<unknown[][]>(key, () => []);
  if (rows.length === 0) tx.sendLast(() => write(tx, rows.splice(0)));
  const id = newId();
  rows.push(rowOf(id, facts));
  return id;
}

function writerOf(meta: EntityMetadata): Writer {
  const columns = meta.props.filter(({ persist }) => persist !== false);
  const { customType } = meta.getPrimaryProps()[0]!;
  if (!(customType instanceof IdType) || meta.versionProperty !== undefined)
    throw new Error(`a history has no entries of ${meta.className}: they have an id and no version`);
  const values = columns.map(storedOf);
  return {
    key: Symbol(meta.className),
    newId: () => newId(customType.tag),
    rowOf: (id, facts) => values.map((value) => value(id, facts)),
    write: rowsInto(
      meta.tableName,
      columns.map(({ fieldNames }) => fieldNames[0]!),
    ),
  };
}

function storedOf(property: EntityProperty): (id: string, facts: Facts) => unknown {
  const { name, nullable = false, primary = false } = property;
  const type = property.customType ?? property.targetMeta?.getPrimaryProps()[0]?.customType;
  return (id, facts) => {
    const value = primary ? id : (facts[name] ?? null);
    if (value === null && !nullable) throw new Error(`an entry needs its "${name}"`);
    if (value === null || !type) return plainOf(value);
    return plainOf(type.convertToDatabaseValue(value, type.platform!, { mode: 'serialization' }));
  };
}
