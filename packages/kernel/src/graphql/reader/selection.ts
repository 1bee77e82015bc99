import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNullableType,
  type InlineFragmentNode,
  isAbstractType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { BoundedMap } from '../../bounded-map.js';
import type { KernelContext } from '../context.js';
import type { Row } from './reader.js';
import type { Shape } from './shape.js';

/** What a field of the schema needs of the row it stands on; put there when the schema is assembled. */
export interface FieldNeeds {
  readonly properties: readonly string[];
  /** The stored type of the records that the field's ids name. */
  readonly target?: Shape;
  readonly list?: ListBelow;
}

/** A list that hangs on records. */
export interface ListBelow {
  readonly shape: Shape;
  /** Reads its page for each of the parents, where the field will find it. */
  ahead(
    parents: readonly Row[],
    below: AskedList,
    context: KernelContext,
    info: GraphQLResolveInfo,
  ): Promise<void>;
}

export const NEEDS = 'candor.needs';

/** What is needed of records of one type: columns of their own, and what hangs on them. Equal needs are one object. */
export interface Needed {
  readonly properties: readonly string[];
  readonly references: readonly Reference[];
  readonly lists: readonly AskedList[];
}

/** A property whose ids stand for records, of which something is asked. */
export interface Reference {
  readonly property: string;
  readonly target: Shape;
  readonly needed: Needed;
  /** Whether a list of them answers null for what is not there. */
  readonly keepsPlaces: boolean;
}

/** A list that is asked for below a record, once or under several names. */
export interface AskedList {
  readonly list: ListBelow;
  readonly field: GraphQLField<unknown, unknown>;
  readonly node: FieldNode;
  readonly page: AskedPage;
}

/** What of a page is asked for. */
export interface AskedPage {
  readonly needed: Needed;
  /** Whether each record's position is. */
  readonly cursors: boolean;
  /** Whether the positions of the first and the last record are. */
  readonly ends: boolean;
  /** Whether it is asked if the list goes on, which one record more than the page tells. */
  readonly more: boolean;
  /** Whether anything is asked of its records at all, and not their number alone. */
  readonly records: boolean;
}

/**
 * What the fields below one field of the document need of a type. `@skip` and `@include` are passed over: plans hold
 * none, and elsewhere something too much does no harm. The answer is the same for every request with the document, so it
 * is remembered by its node.
 */
export function neededOf(info: GraphQLResolveInfo, type: GraphQLObjectType): Needed {
  const { fieldNodes } = info;
  return remembered(records, placeOf(fieldNodes)).getOrMake(type, () =>
    needed(info, type, setsOf(fieldNodes)),
  );
}

/** The same for the page of a connection of records of a type, as the field asks for it that these nodes stand for. */
export function askedPage(
  parts: DocumentParts,
  fieldNodes: readonly FieldNode[],
  list: { readonly shape: Shape },
): AskedPage {
  return remembered(pages, placeOf(fieldNodes)).getOrMake(list, () => {
    const type = parts.schema.getType(list.shape.typeName) as GraphQLObjectType;
    const sets = setsOf(fieldNodes);
    const edges = below(sets, 'edges', parts);
    const info = namesIn(below(sets, 'pageInfo', parts), parts);
    return {
      needed: needed(parts, type, below(edges, 'node', parts)),
      cursors: namesIn(edges, parts).has('cursor'),
      ends: info.has('startCursor') || info.has('endCursor'),
      more: info.has('hasNextPage') || info.has('hasPreviousPage'),
      records: edges.length > 0 || info.size > 0,
    };
  });
}

/** A field of a payload whose id stands for one record, and what is needed of that. */
export interface RecordBelow {
  readonly name: string;
  readonly shape: Shape;
  readonly needed: Needed;
}

/** The single records that are asked for right below a mutation's field. */
export function recordsBelow(
  info: GraphQLResolveInfo,
  payload: GraphQLObjectType,
  shapes: ReadonlyMap<string, Shape>,
): readonly RecordBelow[] {
  return remembered(payloads, placeOf(info.fieldNodes)).getOrMake(payload, () =>
    [...grouped(setsOf(info.fieldNodes), payload, info).values()].flatMap((fieldNodes) => {
      const name = fieldNodes[0]!.name.value;
      const type = getNullableType(payload.getFields()[name]?.type);
      const shape = isObjectType(type) ? shapes.get(type.name) : undefined;
      return shape
        ? [{ name, shape, needed: neededOf({ ...info, fieldNodes }, type as GraphQLObjectType) }]
        : [];
    }),
  );
}

/** Of an operation, as `GraphQLResolveInfo` has them. */
export interface DocumentParts {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
}

type Memory<Key, Value> = WeakMap<object, BoundedMap<Key, Value>>;
const records: Memory<GraphQLObjectType, Needed> = new WeakMap();
const pages: Memory<object, AskedPage> = new WeakMap();
const payloads: Memory<GraphQLObjectType, readonly RecordBelow[]> = new WeakMap();
/** Types, or lists, that one field may be of: an interface has a few. */
const TYPES = 50;

function remembered<Key, Value>(memory: Memory<Key, Value>, place: object): BoundedMap<Key, Value> {
  let known = memory.get(place);
  if (!known) {
    known = new BoundedMap(TYPES);
    memory.set(place, known);
  }
  return known;
}

/** A field that is asked for in several places has several nodes: one array for equal ones. */
const places = new WeakMap<FieldNode, Array<readonly FieldNode[]>>();

function placeOf(nodes: readonly FieldNode[]): object {
  const [first] = nodes;
  if (nodes.length === 1) return first!;
  const known = places.get(first!) ?? [];
  places.set(first!, known);
  const equal = known.find(
    (one) => one.length === nodes.length && one.every((node, at) => node === nodes[at]),
  );
  if (!equal) known.push(nodes);
  return equal ?? nodes;
}

/** Of an operation, one object for equal needs, so that batches of equal questions can be told by it. */
const canonical = new WeakMap<OperationDefinitionNode, Map<string, Needed>>();
/** What keys are made of that are no texts. */
const numbers = new WeakMap<object, number>();
let last = 0;

function numberOf(one: object): number {
  const known = numbers.get(one) ?? ++last;
  numbers.set(one, known);
  return known;
}

function needed(parts: DocumentParts, type: GraphQLObjectType, sets: readonly SelectionSetNode[]): Needed {
  const properties = new Set<string>(['id']);
  const references: Reference[] = [];
  const lists: AskedList[] = [];
  for (const nodes of grouped(sets, type, parts).values()) {
    const field = type.getFields()[nodes[0]!.name.value];
    const needs = field?.extensions[NEEDS] as FieldNeeds | undefined;
    for (const property of needs?.properties ?? []) properties.add(property);
    if (needs?.list) {
      const page = askedPage(parts, nodes, needs.list);
      lists.push({ list: needs.list, field: field!, node: nodes[0]!, page });
    }
  }
  for (const [name, nodes] of grouped(sets, type, parts, 'names')) {
    const field = type.getFields()[name];
    const { target } = (field?.extensions[NEEDS] as FieldNeeds | undefined) ?? {};
    if (!target) continue;
    const of = parts.schema.getType(target.typeName) as GraphQLObjectType;
    references.push({
      property: name,
      target,
      needed: needed(parts, of, setsOf(nodes)),
      keepsPlaces: keepsPlaces(field!.type),
    });
  }
  const key = [
    type.name,
    [...properties].sort().join(),
    ...references.map((one) => `${one.property} ${numberOf(one.needed)}`).sort(),
    ...lists.map(({ node, page }) => `${numberOf(node)} ${numberOf(page)}`).sort(),
  ].join('\n');
  const known = canonical.get(parts.operation) ?? new Map<string, Needed>();
  canonical.set(parts.operation, known);
  const equal = known.get(key) ?? { properties: [...properties].sort(), references, lists };
  known.set(key, equal);
  return equal;
}

/** Whether a list answers null for what is not there, as `nodes` does. */
export function keepsPlaces(type: GraphQLOutputType): boolean {
  const list = getNullableType(type);
  return isListType(list) && !isNonNullType(list.ofType);
}

/** The fields of a selection on a type, those of one name in the answer together, or those of one field. */
function grouped(
  sets: readonly SelectionSetNode[],
  type: GraphQLObjectType,
  parts: DocumentParts,
  by: 'answers' | 'names' = 'answers',
): Map<string, FieldNode[]> {
  const open = (condition: string) => applies(condition, type, parts.schema);
  const opened = new Set<string>();
  const fields = sets.flatMap((set) => [...fieldsOf(set, open, parts, opened)]);
  return Map.groupBy(fields, ({ alias, name }) => (by === 'answers' && alias ? alias : name).value);
}

/** The selections below the fields of a name, on whatever type they stand. */
function below(sets: readonly SelectionSetNode[], name: string, parts: DocumentParts): SelectionSetNode[] {
  return setsOf(allIn(sets, parts).filter((field) => field.name.value === name));
}

function namesIn(sets: readonly SelectionSetNode[], parts: DocumentParts): ReadonlySet<string> {
  return new Set(allIn(sets, parts).map(({ name }) => name.value));
}

function allIn(sets: readonly SelectionSetNode[], parts: DocumentParts): FieldNode[] {
  const opened = new Set<string>();
  return sets.flatMap((set) => [...fieldsOf(set, () => true, parts, opened)]);
}

function setsOf(nodes: readonly FieldNode[]): SelectionSetNode[] {
  return nodes.map((node) => node.selectionSet).filter((set) => set !== undefined);
}

/**
 * The fields of a selection, with the fragments opened that can apply; on the way down a page all can. A named one is
 * opened once, as when it is executed, however often it is spread.
 */
function* fieldsOf(
  set: SelectionSetNode,
  open: (condition: string) => boolean,
  parts: DocumentParts,
  opened: Set<string>,
): Generator<FieldNode> {
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) {
      yield selection;
      continue;
    }
    let fragment: InlineFragmentNode | FragmentDefinitionNode | undefined;
    if (selection.kind === Kind.INLINE_FRAGMENT) fragment = selection;
    else if (!opened.has(selection.name.value)) fragment = parts.fragments[selection.name.value];
    if (!fragment) continue;
    if (selection.kind === Kind.FRAGMENT_SPREAD) opened.add(selection.name.value);
    const condition = fragment.typeCondition?.name.value;
    if (condition === undefined || open(condition))
      yield* fieldsOf(fragment.selectionSet, open, parts, opened);
  }
}

function applies(condition: string, type: GraphQLObjectType, schema: GraphQLSchema): boolean {
  if (condition === type.name) return true;
  const named = schema.getType(condition);
  return isAbstractType(named) && schema.isSubType(named, type);
}
