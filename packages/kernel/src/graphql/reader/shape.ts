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
  const conversion = conversionOf(type, property.runtimeType);
  return {
    property: property.name,
    column: property.fieldNames[0]!,
    target: target ? (target.class as EntityClass) : null,
    isSealed: type instanceof SealedType,
    nullable: property.nullable === true,
    ...conversion,
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

function conversionOf(type: unknown, runtimeType: string): Pick<Column, 'convert' | 'kind'> {
  if (type instanceof IdType) {
    const { tag } = type;
    return { kind: 'id', convert: (uuid) => idOf(tag, uuid as string) };
  }
  if (type instanceof InstantType) return { kind: 'instant', convert: (text) => rfc3339(text as string) };
  if (type instanceof LocalizedTextType) {
    return { kind: 'other', convert: (text, locale) => inLanguage(text as LocalizedText, locale) };
  }
  if (runtimeType === 'string') return { kind: 'text', convert: null };
  if (runtimeType === 'number') return { kind: 'number', convert: null };
  if (runtimeType === 'boolean') return { kind: 'boolean', convert: null };
  return { kind: 'other', convert: null };
}

/** `2026-11-21 22:30:51.123+00`, as PostgreSQL writes it in UTC, to RFC 3339 without a `Date` in between. */
function rfc3339(text: string): string {
  const end = text.lastIndexOf('+');
  return `${text.slice(0, 10)}T${end >= 23 ? text.slice(11, 23) : padded(text.slice(11, end))}Z`;
}

/** The time of day with milliseconds; PostgreSQL leaves zeros at the end out, and the point with the last of them. */
function padded(time: string): string {
  return (time.includes('.') ? time : `${time}.`).padEnd(12, '0');
}
