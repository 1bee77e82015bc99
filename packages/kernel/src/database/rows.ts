import { type EntityKey, type EntityManager, wrap } from '@mikro-orm/postgresql';
import type { EntityClass } from '../plugin/contract.js';

/** The record of a row; what is known of it already stays as the unit of work has it. */
export function recordOf<T extends object>(em: EntityManager, type: EntityClass<T>, row: object): T {
  const meta = em.getMetadata().get<T>(type as never);
  const data = em.getDriver().mapResult(row as never, meta)!;
  const key = data[meta.primaryKeys[0]!] as never;
  const known = em.getUnitOfWork().getById<T>(type as never, key, undefined, true);
  // What is only pointed to has nothing yet that a comparison could keep.
  const refresh = known !== undefined && isBare(known);
  return em
    .getEntityFactory()
    .create<T>(type as never, data as never, { merge: true, convertCustomTypes: true, refresh });
}

/** Some facts in a row, without a record; as the unit of work has them, where it knows the record. */
export function factsOf<T extends object, Property extends EntityKey<T>>(
  em: EntityManager,
  type: EntityClass<T>,
  row: object,
  properties: readonly Property[],
): Pick<T, Property> {
  const meta = em.getMetadata().get<T>(type as never);
  const platform = em.getPlatform();
  const stored = (property: EntityKey<T>): unknown => {
    const { customType, fieldNames } = meta.properties[property];
    const value = (row as Record<string, unknown>)[fieldNames[0]!];
    return customType ? customType.convertToJSValue(value, platform) : value;
  };
  const known = em.getUnitOfWork().getById<T>(type as never, stored(meta.primaryKeys[0]!) as never);
  if (known && wrap(known).isInitialized()) return known;
  return Object.fromEntries(properties.map((property) => [property, stored(property)])) as never;
}

/** Whether a record is no more than the reference to it that another record holds. */
function isBare(record: object): boolean {
  const { __data: data, __initialized: isInitialized } = wrap(record, true);
  return !isInitialized && Object.keys(data).length === 0;
}
