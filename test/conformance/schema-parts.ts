import { corePlugins } from '@candor/core';
import { expect } from '@jest/globals';
import {
  type GraphQLObjectType,
  isInputObjectType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';
import { fieldsOf, type Place } from '../security/positions.js';
import { unstarted } from './unstarted.js';

/** The schema of the platform, taken apart for the rules that hold for all of it. */
export const platform = unstarted();
const hasPlugins = platform.registry.plugins.length > unstarted(corePlugins).registry.plugins.length;
export const types = Object.values(platform.schema.getTypeMap()).filter(
  (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
);
export const outputs = fieldsOf(platform.schema);
export const inputs = types.filter(isInputObjectType);
export const mutations = Object.values(platform.schema.getMutationType()!.getFields());
/** The types that `node` finds. */
export const nodes = new Set(
  types.filter(
    (type): type is GraphQLObjectType =>
      isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'Node'),
  ),
);

export const nameOf = ({ type, field }: Place) => `${type.name}.${field.name}`;

type Reasons = Readonly<Record<string, string>>;

/**
 * Fails for what is not as it has to be and has no reason for it, and for reasons that nothing needs any more; those
 * for plugins are asked for where the plugins are.
 */
export function except(found: readonly string[], ofCore: Reasons, ofPlugins: Reasons = {}): void {
  const allowed = hasPlugins ? { ...ofCore, ...ofPlugins } : ofCore;
  expect({ wrong: found.filter((name) => !(name in allowed)) }).toEqual({ wrong: [] });
  expect({ needless: Object.keys(allowed).filter((name) => !found.includes(name)) }).toEqual({
    needless: [],
  });
}
