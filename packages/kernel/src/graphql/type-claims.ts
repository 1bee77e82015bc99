import { getMetadataStorage } from 'type-graphql';
import type { EntityClass } from '../plugin/contract.js';
import type { Registry } from '../plugin/registry.js';

interface FieldLike {
  getType(): unknown;
}
interface TypeLike {
  readonly name: string;
  readonly target: unknown;
  readonly fields?: readonly FieldLike[];
}

/**
 * Says which plugin brings which GraphQL name, before the schema is built: TypeGraphQL keeps one of two
 * equal root fields without a word, and its own error for equal types names no plugin.
 */
export function claimTypes(
  registry: Registry,
  claim: (what: string, name: string, plugin: string) => void,
): void {
  const storage = getMetadataStorage();
  storage.build({ resolvers: registry.resolvers.map(({ type }) => type as never) });
  const types = new Map<unknown, TypeLike>(
    [...storage.objectTypes, ...storage.inputTypes, ...storage.interfaceTypes].map((type) => [
      type.target,
      type as unknown as TypeLike,
    ]),
  );
  const enums = new Map<unknown, string>(storage.enums.map(({ enumObj, name }) => [enumObj, name]));
  const seen = new Set<unknown>();

  const walk = (target: unknown, plugin: string): void => {
    if (seen.has(target)) return;
    const name = types.get(target)?.name ?? enums.get(target);
    if (name === undefined) return;
    seen.add(target);
    claim('type', name, plugin);
    for (const field of types.get(target)?.fields ?? []) walk(field.getType(), plugin);
  };

  for (const [entity, plugin] of registry.entities) walk(entity, plugin);
  for (const { type, plugin } of registry.types) walk(type, plugin);
  for (const { options, plugin } of registry.live) walk(options.payload, plugin);
  for (const { type, plugin } of registry.resolvers) {
    for (const [root, fields] of [
      ['Query', storage.queries],
      ['Mutation', storage.mutations],
    ] as const) {
      for (const field of fields.filter(({ target }) => target === (type as unknown))) {
        claim(`field of ${root}`, field.schemaName, plugin);
        walk(field.getReturnType!(), plugin);
        for (const param of field.params ?? [])
          if ('getType' in param) walk((param as FieldLike).getType(), plugin);
      }
    }
  }
}

/** The name that an entity has in the schema. */
export function typeNameOf(entity: EntityClass): string {
  const found = getMetadataStorage().objectTypes.find(({ target }) => (target as unknown) === entity);
  if (!found) throw new Error(`${entity.name} is stored but is no GraphQL type: add @ObjectType()`);
  return found.name;
}
