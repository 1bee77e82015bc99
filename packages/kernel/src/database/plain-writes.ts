import {
  type EntityMetadata,
  type EntityProperty,
  OptimisticLockError,
  ReferenceKind,
} from '@mikro-orm/core';
import { plainOf } from './plain.js';

type Data = Readonly<Record<string, unknown>>;

/** A statement that writes plain columns of one table, and whether its answer holds what is not known yet. */
export interface PlainWrite {
  readonly text: string;
  readonly values: unknown[];
  readonly isAwaited: boolean;
}

interface Shape {
  readonly text: string;
  readonly columns: ReadonlyArray<{
    readonly name: string;
    readonly nullable: boolean;
    readonly fallback: unknown;
  }>;
  readonly isAwaited: boolean;
}

const shapes = new WeakMap<EntityMetadata, Map<string, Shape | null>>();

/**
 * The statement that inserts rows, or undefined where that takes more than plain columns. A new record is at
 * version 1, which nobody has to ask for; other columns that the database fills are answered.
 */
export function plainInsert(meta: EntityMetadata, rows: readonly Data[]): PlainWrite | undefined {
  const names = Object.keys(rows[0]!);
  if (rows.some((row) => Object.keys(row).length !== names.length)) return undefined;
  const shape = shapeOf(meta, `insert ${rows.length} ${names}`, () => insertShape(meta, names, rows.length));
  if (!shape) return undefined;
  const values: unknown[] = [];
  for (const row of rows) {
    for (const { name, nullable, fallback } of shape.columns) {
      const given = row[name];
      const value = given === null && nullable ? null : plainOf(given ?? fallback);
      if (value === undefined) return undefined;
      values.push(value);
    }
  }
  return { text: shape.text, values, isAwaited: shape.isAwaited };
}

/**
 * The statement that takes a record from one version to the next, or undefined where that is not all. It fails by
 * itself where the record is at another version, so that the commit may travel with it.
 */
export function plainUpdate(meta: EntityMetadata, where: Data, data: Data): PlainWrite | undefined {
  const names = Object.keys(data);
  const [key] = meta.primaryKeys;
  const { versionProperty: version } = meta;
  const isByVersion = version !== undefined && typeof where[version] === 'number' && key! in where;
  if (!isByVersion || Object.keys(where).length !== 2 || meta.primaryKeys.length !== 1) return undefined;
  const shape = shapeOf(meta, `update ${names}`, () => updateShape(meta, names, key!, version));
  if (!shape) return undefined;
  const values = [...names.map((name) => plainOf(data[name])), plainOf(where[key!]), where[version]];
  return values.includes(undefined) ? undefined : { text: shape.text, values, isAwaited: false };
}

/** An update fails by this where the record was not at the version that it names. */
const DIVISION_BY_ZERO = '22012';

/** What a failed update is to be told as. */
export function meaningFor(meta: EntityMetadata): (error: unknown) => unknown {
  return (error) =>
    (error as { code?: unknown }).code === DIVISION_BY_ZERO
      ? new OptimisticLockError(`The record of ${meta.className} has changed in the meantime.`)
      : error;
}

function shapeOf(meta: EntityMetadata, key: string, make: () => Shape | null): Shape | null {
  const known = shapes.get(meta) ?? new Map<string, Shape | null>();
  shapes.set(meta, known);
  let shape = known.get(key);
  if (shape === undefined) {
    shape = make();
    known.set(key, shape);
  }
  return shape;
}

function insertShape(meta: EntityMetadata, names: readonly string[], rows: number): Shape | null {
  const properties = propertiesOf(meta, names);
  if (!properties) return null;
  const version = meta.versionProperty === undefined ? [] : [meta.properties[meta.versionProperty]!];
  const filled = meta.props.filter(
    (one) =>
      one.persist !== false &&
      !one.version &&
      (one.defaultRaw !== undefined || one.autoincrement || one.generated || one.returning) &&
      !names.includes(one.name),
  );
  const columns = [...properties, ...version].map((one) => quoted(one.fieldNames[0]!));
  let place = 0;
  const row = () => `(${[...properties.map(() => `$${++place}`), ...version.map(() => '1')].join(', ')})`;
  const answered = filled.map((one) => quoted(one.fieldNames[0]!)).join(', ');
  return {
    text: `insert into ${tableOf(meta)} (${columns.join(', ')}) values ${Array.from({ length: rows }, row).join(', ')}${answered && ` returning ${answered}`}`,
    columns: properties.map(({ name, nullable = false, default: fallback }) => ({
      name,
      nullable,
      fallback,
    })),
    isAwaited: filled.length > 0,
  };
}

function updateShape(
  meta: EntityMetadata,
  names: readonly string[],
  key: string,
  version: string,
): Shape | null {
  const properties = propertiesOf(meta, names);
  if (!properties || meta.props.some(({ generated, primary }) => generated && !primary)) return null;
  const counter = quoted(meta.properties[version]!.fieldNames[0]!);
  const sets = properties.map((one, index) => `${quoted(one.fieldNames[0]!)} = $${index + 1}`);
  const where = `${quoted(meta.properties[key]!.fieldNames[0]!)} = $${names.length + 1} and ${counter} = $${names.length + 2}`;
  return {
    text: `with updated as (
        update ${tableOf(meta)} set ${[...sets, `${counter} = ${counter} + 1`].join(', ')} where ${where} returning 1
      ) select 1 / count(*) as one_record_at_this_version from updated`,
    columns: [],
    isAwaited: false,
  };
}

/** Undefined where one of them is more than a column. */
function propertiesOf(meta: EntityMetadata, names: readonly string[]): EntityProperty[] | undefined {
  const isWhole = meta.inheritanceType === undefined && meta.discriminatorColumn === undefined;
  const properties = names.map((name) => meta.properties[name as never] as EntityProperty | undefined);
  const isPlain = (one: EntityProperty | undefined) =>
    one !== undefined &&
    one.fieldNames?.length === 1 &&
    (one.kind === ReferenceKind.SCALAR || one.kind === ReferenceKind.MANY_TO_ONE) &&
    !one.polymorphic &&
    !isWrapped(one);
  return isWhole && properties.every(isPlain) ? (properties as EntityProperty[]) : undefined;
}

/** Whether its type writes more into the statement than the place of the value. */
function isWrapped({ customType: type }: EntityProperty): boolean {
  const sql = type?.convertToDatabaseValueSQL?.('?', type.platform!);
  return sql !== undefined && sql !== '?';
}

function tableOf({ schema, tableName }: EntityMetadata): string {
  return schema ? `${quoted(schema)}.${quoted(tableName)}` : quoted(tableName);
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
