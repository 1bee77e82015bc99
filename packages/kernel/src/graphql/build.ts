import type { GraphQLSchema } from 'graphql';
import type { Database } from '../database/database.js';
import type { Find } from '../database/seams.js';
import { openTransaction, type Transactions } from '../database/transaction.js';
import { type Actor, SYSTEM } from '../identity/actor.js';
import type { EntityClass } from '../plugin/contract.js';
import type { Registry } from '../plugin/registry.js';
import { assemble } from './assemble.js';
import type { Operation } from './engine.js';
import { Executor } from './executor.js';
import { List } from './lists.js';
import { Reader, type Unsealer } from './reader/reader.js';
import { type Column, type Shape, shapeOf } from './reader/shape.js';
import { Statements } from './reader/statements.js';
import type { AccessRules } from './reader/viewer.js';
import { signatures } from './signature.js';
import { claimTypes, typeNameOf } from './type-claims.js';

export interface Graph {
  readonly schema: GraphQLSchema;
  readonly reader: Reader;
  readonly executor: Executor;
  /** The records of commands, under the access rules. */
  readonly find: Find;
  /** Whether there is a record of the id, whoever may see it. */
  readonly exists: (id: string) => Promise<boolean>;
  /** What decides how an operation looks to an actor: equal for actors to whom it looks the same. */
  readonly signatureOf: (actor: Actor, operation: Operation) => string;
  /** Whether an actor may see a record, asked outside of a command. */
  readonly sees: (actor: Actor, type: EntityClass, id: string) => Promise<boolean>;
}

/** From what the plugins declared to a schema that can be executed. Needs no connection until it is asked. */
export function buildGraph(
  registry: Registry,
  database: Database,
  transactions: Transactions,
  unsealer: Unsealer,
): Graph {
  claimTypes(registry, (...claimed) => registry.claim(...claimed));
  const shapes = new Map<EntityClass, Shape>(
    [...registry.entities.keys()].map((entity) => [
      entity,
      shapeOf(entity, typeNameOf(entity), database.orm.getMetadata()),
    ]),
  );
  assertUniqueTags(registry, shapes);
  const rules: AccessRules = {
    shape: (entity) => shapes.get(entity) ?? missing(entity),
    rule: (entity) => registry.access.get(entity) ?? missing(entity),
  };
  const reader = new Reader(database.interruptible, new Statements(rules), rules, shapes.values(), unsealer);
  const tagOfColumn = (shape: Shape, column: Column) =>
    column.target ? rules.shape(column.target).tag : shape.tag;
  const lists = registry.lists.map((declaration) => {
    const on = declaration.options.on;
    return new List(
      declaration,
      rules.shape(declaration.type),
      on ? rules.shape(on.type) : null,
      reader,
      rules,
      tagOfColumn,
    );
  });
  const schema = assemble({ registry, shapes, lists, reader, transactions });
  const find: Find = (tx, type, id, to) =>
    reader.record(tx.actor, rules.shape(type), id, to, (text, values) => tx.query(text, values));
  const ask = (text: string, values: unknown[]) =>
    (openTransaction() ?? database).query<Record<string, unknown>>(text, values);
  const sees: Graph['sees'] = (actor, type, id) => reader.isVisible(actor, rules.shape(type), id, ask);
  const exists = async (id: string) => {
    const shape = reader.shapeOfId(id);
    return shape !== undefined && sees(SYSTEM, shape.entity, id);
  };
  const signatureOf = signatures({ schema, registry, shapes, rules });
  return { schema, reader, executor: new Executor(schema), find, signatureOf, sees, exists };
}

function missing(entity: EntityClass): never {
  throw new Error(
    `${entity.name} belongs to no enabled plugin: declare it with api.store, and the plugin in "requires"`,
  );
}

function assertUniqueTags(registry: Registry, shapes: ReadonlyMap<EntityClass, Shape>): void {
  for (const [entity, { tag, table }] of shapes) {
    const plugin = registry.entities.get(entity)!;
    registry.claim('id tag', tag, plugin);
    registry.claim('table', table, plugin);
    const prefix = `${plugin.replaceAll('-', '_')}_`;
    if (!table.startsWith(prefix))
      throw new Error(`the table "${table}" of the plugin "${plugin}" must begin with "${prefix}"`);
  }
}
