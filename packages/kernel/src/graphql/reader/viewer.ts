import { type Expression, type SqlBool, sql } from 'kysely';
import { tagOf, uuidOf } from '../../database/ids.js';
import { type Actor, can } from '../../identity/actor.js';
import type { AccessRule, Columns, Condition, EntityClass, Viewer } from '../../plugin/contract.js';
import type { Shape } from './shape.js';

/** A parameter whose value is known only when the statement runs. */
export class Slot {
  constructor(readonly name: string) {}
}

/** What fills the slots of a statement. */
export type SlotValues = (name: string) => unknown;

const NONE: Condition = sql<SqlBool>`false`;

/** A slot in SQL, cast so that PostgreSQL knows its type whatever stands beside it. */
export function slot(name: string, type: string): Expression<string> {
  return sql`${sql.val(new Slot(name))}::${sql.raw(type)}`;
}

/** The values behind the viewer's slots. */
export function viewerSlots(actor: Actor): SlotValues {
  return (name) => {
    if (name === 'viewer.id') return anyUuid(actor.id);
    if (name === 'viewer.publicId') return actor.id;
    if (name.startsWith('viewer.')) return anyUuid(actor.attributes[name.slice('viewer.'.length)] ?? null);
    return undefined;
  };
}

/** Two actors of one signature may do the same in the same way; statements and live groups are shared by it. */
export function signatureOf(actor: Actor): string {
  let signature = signatures.get(actor);
  if (signature === undefined) {
    signature = [actor.kind, ...[...actor.permissions].sort()].join(' ');
    signatures.set(actor, signature);
  }
  return signature;
}
const signatures = new WeakMap<Actor, string>();

export interface AccessRules {
  shape(entity: EntityClass): Shape;
  rule(entity: EntityClass): AccessRule<Record<string, unknown>>;
}

/** The viewer that rules are asked with; the same for all actors of one signature. */
export function viewerOf(actor: Actor, rules: AccessRules): Viewer {
  const known = viewers.get(actor);
  if (known?.rules === rules) return known.viewer;
  const viewer = newViewer(actor, rules);
  viewers.set(actor, { rules, viewer });
  return viewer;
}
const viewers = new WeakMap<Actor, { readonly rules: AccessRules; readonly viewer: Viewer }>();

function newViewer(actor: Actor, rules: AccessRules): Viewer {
  const viewer: Viewer = {
    kind: actor.kind,
    can: (permission) => can(actor, permission),
    is: (...kinds) => kinds.includes(actor.kind),
    id: slot('viewer.id', 'uuid'),
    publicId: slot('viewer.publicId', 'text'),
    param: (attribute) => slot(`viewer.${attribute}`, 'uuid'),
    sees: (entity, id) => {
      const shape = rules.shape(entity);
      const alias = `seen_${shape.table}`;
      const condition = readCondition(viewer, entity, rules, alias);
      if (condition === true) return sql<SqlBool>`${id} is not null`;
      return sql<SqlBool>`exists (select 1 from ${sql.table(shape.table)} as ${sql.ref(alias)} where ${sql.ref(`${alias}.id`)} = ${id} and ${condition})`;
    },
  };
  return viewer;
}

/** The read rule of a type for a viewer: `true` for all, or a condition on the aliased table. */
export function readCondition(
  viewer: Viewer,
  entity: EntityClass,
  rules: AccessRules,
  alias: string,
): Condition | true {
  if (viewer.is('system')) return true;
  const answer = rules.rule(entity).read(viewer, columnsOf(rules.shape(entity), alias));
  return answer === true ? true : answer === false ? NONE : answer;
}

/** The write rule; where a type has none, only a permission that the command asked for lets it through. */
export function writeCondition(
  viewer: Viewer,
  entity: EntityClass,
  rules: AccessRules,
  alias: string,
): Condition | true {
  const answer = rules.rule(entity).write?.(viewer, columnsOf(rules.shape(entity), alias)) ?? true;
  return answer === true || viewer.is('system') ? true : answer === false ? NONE : answer;
}

/** Whether the viewer may read a field: always, never, or on the rows of a condition. */
export function fieldCondition(
  viewer: Viewer,
  entity: EntityClass,
  property: string,
  rules: AccessRules,
  alias: string,
): Condition | boolean {
  const rule = rules.rule(entity).fields?.[property];
  if (rule === undefined || viewer.is('system')) return true;
  return typeof rule === 'string' ? viewer.can(rule) : rule(viewer, columnsOf(rules.shape(entity), alias));
}

/** The columns of an aliased table by property name; an unknown property is a mistake in a rule. */
export function columnsOf<T>(shape: Shape, alias: string): Columns<T> {
  return new Proxy({} as Columns<T>, {
    get: (_, property) => {
      const column = shape.columns.get(String(property));
      if (!column) throw new Error(`${shape.typeName} has no stored property "${String(property)}"`);
      return sql.ref(`${alias}.${column.column}`);
    },
  });
}

function anyUuid(id: string | null): string | null {
  const tag = id === null ? undefined : tagOf(id);
  return tag === undefined ? null : (uuidOf(tag, id!) ?? null);
}
