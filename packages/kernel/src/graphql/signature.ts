import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  getOperationAST,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { type SqlBool, sql } from 'kysely';
import { BoundedMap } from '../bounded-map.js';
import { type Actor, can } from '../identity/actor.js';
import { accessSignature } from '../live/group-key.js';
import type { EntityClass, Viewer } from '../plugin/contract.js';
import { fieldName, type Registry } from '../plugin/registry.js';
import type { Operation } from './engine.js';
import type { Shape } from './reader/shape.js';
import {
  type AccessRules,
  fieldCondition,
  readCondition,
  signatureOf,
  viewerSlots,
} from './reader/viewer.js';

export interface SignatureParts {
  readonly schema: GraphQLSchema;
  readonly registry: Registry;
  readonly shapes: ReadonlyMap<EntityClass, Shape>;
  readonly rules: AccessRules;
}

/** What an operation can touch. */
interface Reach {
  readonly entities: ReadonlySet<EntityClass>;
  /** Permissions and kinds that lists on the way ask for. */
  readonly allow: ReadonlySet<string>;
  /** Whether something on the way may look at the viewer in a way that is not known. */
  readonly needsPrincipal: boolean;
  /** What its rules ask of viewers, by kind and permissions. */
  readonly asked: BoundedMap<string, Asked>;
}

/** What the rules were told, and which of the viewer's own values they put into their conditions. */
interface Asked {
  readonly answers: string;
  readonly slots: readonly string[];
}

/**
 * Answers what decides how a live event looks to an actor: two actors with equal signatures for an operation
 * get the same result from it, down to the byte. It is taken from the access rules of all stored types that
 * the selection can reach: which permissions they ask for and the answers, and the values of the viewer that
 * stand in their conditions. A plugin's field that may look at the viewer by itself keeps everybody apart.
 */
export function signatures(parts: SignatureParts): (actor: Actor, operation: Operation) => string {
  const documents = new WeakMap<DocumentNode, Map<string, Reach>>();
  return (actor, { document, operationName = '' }) => {
    const reaches = documents.get(document) ?? new Map<string, Reach>();
    documents.set(document, reaches);
    const reach = reaches.get(operationName) ?? new Walk(parts, document).reachOf(operationName);
    reaches.set(operationName, reach);
    if (reach.needsPrincipal) return accessSignature(actor);
    // As the reader's statements, rules see of an actor its kind and its permissions, and slots for the rest.
    const shape = signatureOf(actor);
    const asked = reach.asked.get(shape) ?? askedOf(actor, reach, parts.rules);
    reach.asked.set(shape, asked);
    const valueIn = viewerSlots(actor);
    return JSON.stringify([actor.kind, asked.answers, asked.slots.map((slot) => [slot, valueIn(slot)])]);
  };
}

/** Puts all rules of a reach to a viewer that takes note of what it is asked. */
function askedOf(actor: Actor, { entities, allow }: Reach, rules: AccessRules): Asked {
  const answers = new Map<string, boolean>();
  const slots = new Set<string>();
  const value = (slot: string) => {
    slots.add(slot);
    return sql<string>`null`;
  };
  const ask = (permission: string): boolean => {
    const answer = can(actor, permission);
    answers.set(permission, answer);
    return answer;
  };
  const viewer: Viewer = {
    kind: actor.kind,
    can: ask,
    is: (...kinds) => kinds.includes(actor.kind),
    get id() {
      return value('viewer.id');
    },
    get publicId() {
      return value('viewer.publicId');
    },
    param: (attribute) => value(`viewer.${attribute}`),
    sees: (entity) => {
      readCondition(viewer, entity, rules, 'seen');
      return sql<SqlBool>`true`;
    },
  };
  for (const entity of entities) {
    readCondition(viewer, entity, rules, 't');
    for (const property of Object.keys(rules.rule(entity).fields ?? {}))
      fieldCondition(viewer, entity, property, rules, 't');
  }
  for (const entry of allow) ask(entry);
  return { answers: JSON.stringify([...answers].sort()), slots: [...slots].sort() };
}

/** One walk over the selection of an operation. */
class Walk {
  readonly #entities = new Set<EntityClass>();
  readonly #allow = new Set<string>();
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #seen = new Map<SelectionSetNode, Set<string>>();
  #needsPrincipal = false;

  constructor(
    private readonly parts: SignatureParts,
    private readonly document: DocumentNode,
  ) {
    const fragments = document.definitions.filter((one) => one.kind === Kind.FRAGMENT_DEFINITION);
    this.#fragments = new Map(fragments.map((one) => [one.name.value, one]));
  }

  reachOf(operationName: string): Reach {
    const operation = getOperationAST(this.document, operationName || null);
    const root = operation && this.parts.schema.getRootType(operation.operation);
    // Nobody shares what is not understood.
    if (!root) this.#needsPrincipal = true;
    else this.#selection(operation.selectionSet, root);
    return {
      entities: this.#entities,
      allow: this.#allow,
      needsPrincipal: this.#needsPrincipal,
      asked: new BoundedMap(100),
    };
  }

  #selection(set: SelectionSetNode, type: GraphQLCompositeType): void {
    this.#reach(type);
    // A fragment that is spread in many places is walked once for each type that it stands on.
    const types = this.#seen.get(set) ?? new Set<string>();
    this.#seen.set(set, types);
    if (types.has(type.name)) return;
    types.add(type.name);
    for (const node of set.selections) {
      if (node.kind === Kind.FIELD) {
        this.#field(node.name.value, type, node.selectionSet);
        continue;
      }
      const fragment = node.kind === Kind.FRAGMENT_SPREAD ? this.#fragments.get(node.name.value) : node;
      const condition = fragment?.typeCondition?.name.value;
      const named = condition === undefined ? type : this.parts.schema.getType(condition);
      if (!fragment || !isCompositeType(named)) this.#needsPrincipal = true;
      // A record of a known type stays one, however generally it is spoken of.
      else this.#selection(fragment.selectionSet, isObjectType(type) && isAbstractType(named) ? type : named);
    }
  }

  #field(name: string, type: GraphQLCompositeType, set: SelectionSetNode | undefined): void {
    const owners = isAbstractType(type) ? [type, ...this.parts.schema.getPossibleTypes(type)] : [type];
    for (const owner of owners) this.#declared(owner.name, name);
    if (!set || !(isObjectType(type) || isInterfaceType(type))) return;
    const field = type.getFields()[name];
    const named = field && getNamedType(field.type);
    if (isCompositeType(named)) this.#selection(set, named);
    // What introspection answers is the same for all.
    else if (!name.startsWith('__')) this.#needsPrincipal = true;
  }

  /** What stands behind a field besides a column. */
  #declared(typeName: string, name: string): void {
    const { registry, rules } = this.parts;
    for (const { typeName: extended, field, options } of registry.extensions) {
      if (extended === typeName && fieldName(field) === name && !options.sameForAll)
        this.#needsPrincipal = true;
    }
    for (const { name: list, type, options } of registry.lists) {
      const on = options.on ? rules.shape(options.on.type).typeName : 'Query';
      if (on !== typeName || list !== name) continue;
      this.#entities.add(type);
      for (const entry of options.allow ?? []) this.#allow.add(entry);
      for (const property of options.filter ?? []) {
        const target = rules.shape(type).columns.get(property)?.target;
        if (target) this.#entities.add(target);
      }
    }
  }

  #reach(type: GraphQLCompositeType): void {
    const types = isAbstractType(type) ? this.parts.schema.getPossibleTypes(type) : [type];
    for (const { name } of types) {
      for (const [entity, { typeName }] of this.parts.shapes)
        if (typeName === name) this.#entities.add(entity);
    }
  }
}
