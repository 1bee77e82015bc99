import type { EntityKey, EntityMetadata } from '@mikro-orm/core';
import { IdType } from './ids.js';

interface AllStatement {
  readonly text: string;
  /** Of the ids that stand in the column; undefined where they stand there as they are. */
  readonly tag: string | undefined;
}

const statements = new WeakMap<object, Map<string, AllStatement>>();

/** All columns of the records of a type whose `property` is `$1`; the same text every time, so that it is prepared. */
export function allStatement<T>(
  meta: EntityMetadata<T>,
  property: EntityKey<T>,
  orderBy: EntityKey<T>,
): AllStatement {
  const ofType = statements.get(meta) ?? new Map<string, AllStatement>();
  statements.set(meta, ofType);
  const name = `${property} ${orderBy}`;
  let statement = ofType.get(name);
  if (!statement) {
    const columns = meta.props
      .filter(({ persist, fieldNames }) => persist !== false && fieldNames?.length === 1)
      .map(({ fieldNames }) => `"${fieldNames[0]}"`);
    const { fieldNames, customType, targetMeta } = meta.properties[property];
    const [primary] = targetMeta?.getPrimaryProps() ?? [];
    const key = customType ?? primary?.customType;
    statement = {
      text: `select ${columns.join(', ')} from "${meta.tableName}" where "${fieldNames[0]}" = $1 order by "${meta.properties[orderBy].fieldNames[0]}"`,
      tag: key instanceof IdType ? key.tag : undefined,
    };
    ofType.set(name, statement);
  }
  return statement;
}
