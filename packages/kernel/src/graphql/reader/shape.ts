import {
  type EntityMetadata,
  type EntityProperty,
  type MetadataStorage,
  ReferenceKind,
} from '@mikro-orm/core';
import { IdType, idOf } from '../../database/ids.js';
import { inLanguage, type LocalizedText, LocalizedTextType } from '../../database/localized-text.js';
import { InstantType } from '../../database/record.js';
import type { EntityClass } from '../../plugin/contract.js';
import { SealedType } from '../../privacy/sealed-type.js';

/** From a value as the driver gives it to the value that the schema's scalars take. */
type Convert = (value: unknown, locale: string) => unknown;

export interface Column {
  readonly property: string;
  /** The name in the database. */
  readonly column: string;
  readonly convert: Convert | null;
  /** The record that an id in this column names. */
  readonly target: EntityClass | null;
  /** Encrypted: the reader opens it, and nothing may be asked of it in SQL. */
  readonly isSealed: boolean;
  readonly nullable: boolean;
  readonly kind: 'id' | 'instant' | 'text' | 'number' | 'boolean' | 'other';
  /** What its values are as the reader gives them; null where that is not certain, or something else. */
  readonly gives: 'text' | 'integer' | 'float' | 'boolean' | null;
  /** The values of an enum: the reader gives no others. */
  readonly values: ReadonlySet<string> | null;
  /** The type that a value has to have so that an index on the column serves the comparison. */
  readonly comparedAs: string;
}

/** A stored type as the reader sees it: its table and columns, taken from MikroORM's metadata once. */
export interface Shape {
  readonly entity: EntityClass;
  /** The GraphQL type. */
  readonly typeName: string;
  readonly tag: string;
  readonly table: string;
  readonly columns: ReadonlyMap<string, Column>;
  /** The properties of each index, in its order. */
  readonly indexes: ReadonlyArray<readonly string[]>;
}

export function shapeOf(entity: EntityClass, typeName: string, metadata: MetadataStorage): Shape {
  const meta = metadata.get(entity as never) as EntityMetadata;
  const key = meta.getPrimaryProp();
  if (!(key.customType instanceof IdType)) {
    throw new Error(`${meta.className} has no tagged id: declare it with @Id('tag')`);
  }
  const columns = new Map<string, Column>();
  for (const property of meta.props) {
    if (property.persist === false || property.fieldNames?.length !== 1) continue;
    if (property.kind !== ReferenceKind.SCALAR && property.kind !== ReferenceKind.MANY_TO_ONE) continue;
    columns.set(property.name, columnOf(property, metadata));
  }
  const indexes = [...meta.indexes, ...meta.uniques].map(({ properties = [] }) => [properties].flat());
  return { entity, typeName, tag: key.customType.tag, table: meta.tableName, columns, indexes };
}

function columnOf(property: EntityProperty, metadata: MetadataStorage): Column {
  const target =
    property.kind === ReferenceKind.MANY_TO_ONE
      ? (metadata.get(property.targetMeta!.class as never) as EntityMetadata)
      : null;
  const type = target ? target.getPrimaryProp().customType : property.customType;
  const values = valuesOf(property);
  const conversion = conversionOf(type, property.runtimeType, values);
  return {
    property: property.name,
    column: property.fieldNames[0]!,
    target: target ? (target.class as EntityClass) : null,
    isSealed: type instanceof SealedType,
    nullable: property.nullable === true,
    ...conversion,
    gives: conversion.kind === 'number' ? givenAs(property) : conversion.gives,
    values,
    comparedAs: conversion.kind === 'number' ? numberType(property) : COMPARED_AS[conversion.kind],
  };
}

const COMPARED_AS = { id: 'uuid', instant: 'timestamptz', text: 'text', boolean: 'boolean', other: 'text' };

/** PostgreSQL turns a column into what it is compared with, and then finds no index on it. */
function numberType({ columnTypes }: EntityProperty): string {
  const [type = ''] = columnTypes ?? [];
  if (/^(small|big)?int/.test(type)) return 'bigint';
  return /^(double|real|float)/.test(type) ? 'float8' : 'numeric';
}

/** The driver gives longer and exact numbers as texts. */
function givenAs({ columnTypes }: EntityProperty): Column['gives'] {
  const [type = ''] = columnTypes ?? [];
  if (/^(smallint|int2|int|int4|integer)$/.test(type)) return 'integer';
  return /^(double|real|float)/.test(type) ? 'float' : null;
}

function valuesOf({ items, enum: isEnum, array }: EntityProperty): ReadonlySet<string> | null {
  if (!isEnum || array || !items?.every((item) => typeof item === 'string')) return null;
  return new Set(items);
}

function conversionOf(
  type: unknown,
  runtimeType: string,
  values: ReadonlySet<string> | null,
): Pick<Column, 'convert' | 'kind' | 'gives'> {
  if (type instanceof IdType) {
    const { tag } = type;
    return { kind: 'id', gives: 'text', convert: (uuid) => idOf(tag, uuid as string) };
  }
  if (type instanceof InstantType)
    return { kind: 'instant', gives: 'text', convert: (text) => rfc3339(text as string) };
  if (type instanceof LocalizedTextType) {
    return {
      kind: 'other',
      gives: 'text',
      convert: (text, locale) => inLanguage(text as LocalizedText, locale),
    };
  }
  if (values) {
    const known = (value: unknown) => (values.has(value as string) ? value : unknown(value));
    return { kind: 'text', gives: 'text', convert: known };
  }
  if (runtimeType === 'string') return { kind: 'text', gives: 'text', convert: null };
  if (runtimeType === 'number') return { kind: 'number', gives: null, convert: null };
  if (runtimeType === 'boolean') return { kind: 'boolean', gives: 'boolean', convert: null };
  return { kind: 'other', gives: null, convert: null };
}

/** In the place of a value that an enum has not any more: the field that asks for it fails, and nothing else. */
function unknown(value: unknown): Error {
  return new Error(`"${String(value)}" is stored where an enum has no such value.`);
}

const INSTANT = '0000-00-00T00:00:00.000Z';
const instant = new Array<number>(INSTANT.length);

/**
 * `2026-11-21 22:30:51.123+00`, as PostgreSQL writes it in UTC, to RFC 3339 without a `Date` in between. It leaves
 * zeros at the end out, and the point with the last of them. Made in one go, as ids are.
 */
function rfc3339(text: string): string {
  const end = Math.min(text.lastIndexOf('+'), INSTANT.length - 1);
  for (let at = 0; at < INSTANT.length; at++)
    instant[at] = (at < end && at !== 10 ? text : INSTANT).charCodeAt(at);
  return String.fromCharCode.apply(null, instant);
}
