import {
  GraphQLBoolean,
  type GraphQLEnumType,
  GraphQLFloat,
  GraphQLID,
  GraphQLInt,
  type GraphQLLeafType,
  type GraphQLOutputType,
  GraphQLString,
  getNamedType,
  getNullableType,
  isEnumType,
  isListType,
  isSpecifiedScalarType,
} from 'graphql';
import type { Column } from './reader/shape.js';

/**
 * Plans send values of GraphQL's own scalars and of enums as they find them: what graphql-jit 0.8.9 does to check one
 * costs more than to read it. So a field has to be one whose values fit by where they come from, or to check them
 * itself; both are decided here.
 */
export function isOwnLeaf(type: GraphQLOutputType): boolean {
  const named = getNamedType(type);
  return isSpecifiedScalarType(named) || isEnumType(named);
}

/** Whether what a column holds is what the field promises. */
export function fits(column: Column, type: GraphQLOutputType): boolean {
  const named = getNullableType(type);
  if (isEnumType(named)) return holdsOnly(column, named);
  switch (column.gives) {
    case 'text':
      return named === GraphQLString || named === GraphQLID;
    case 'integer':
      return named === GraphQLInt || named === GraphQLFloat;
    case 'float':
      return named === GraphQLFloat;
    case 'boolean':
      return named === GraphQLBoolean;
    case null:
      return false;
  }
}

function holdsOnly({ values }: Column, type: GraphQLEnumType): boolean {
  return values !== null && [...values].every((value) => type.getValue(value)?.value === value);
}

/** A value as its type sends it, and an error in the place of what is none: the field, or the one item, fails. */
export function sent(type: GraphQLOutputType, value: unknown): unknown {
  if (value === null || value === undefined || value instanceof Error) return value;
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    return Array.isArray(value)
      ? value.map((item) => sent(nullable.ofType as GraphQLOutputType, item))
      : value;
  }
  try {
    return (nullable as GraphQLLeafType).serialize(value);
  } catch (error) {
    return error;
  }
}
