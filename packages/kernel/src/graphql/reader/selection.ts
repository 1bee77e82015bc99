import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isAbstractType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { BoundedMap } from '../../bounded-map.js';

/** What a field of the schema needs of the row it stands on; put there when the schema is assembled. */
export interface FieldNeeds {
  readonly properties: readonly string[];
}

export const NEEDS = 'candor.needs';

/**
 * The properties that the fields below one field of the document need of a type. `@skip` and `@include`
 * are passed over: a column too many does no harm, and the answer is the same for every request with
 * the document, so it is remembered by its node. Equal answers are the same array.
 */
export function neededProperties(info: GraphQLResolveInfo, type: GraphQLObjectType): readonly string[] {
  return remembered(records, info).getOrMake(type, () => needed(info, type, []));
}

/** What of a page is asked for. */
export interface AskedPage {
  /** Properties of its records. */
  readonly properties: readonly string[];
  /** Whether each record's position is. */
  readonly cursors: boolean;
  /** Whether the positions of the first and the last record are. */
  readonly ends: boolean;
}

/** The same for a connection of records of a type. */
export function askedPage(info: GraphQLResolveInfo, type: GraphQLObjectType): AskedPage {
  return remembered(pages, info).getOrMake(type, () => {
    const ends = fieldsAt(info, ['pageInfo']);
    return {
      properties: needed(info, type, ['edges', 'node']),
      cursors: fieldsAt(info, ['edges']).has('cursor'),
      ends: ends.has('startCursor') || ends.has('endCursor'),
    };
  });
}

type Memory<Value> = WeakMap<object, BoundedMap<GraphQLObjectType, Value>>;
const records: Memory<readonly string[]> = new WeakMap();
const pages: Memory<AskedPage> = new WeakMap();
/** Types that one field may be of: an interface has a few. */
const TYPES = 50;

function remembered<Value>(
  memory: Memory<Value>,
  { fieldNodes }: GraphQLResolveInfo,
): BoundedMap<GraphQLObjectType, Value> {
  // A field that is asked for twice has several nodes, in one array.
  const key = fieldNodes.length === 1 ? fieldNodes[0]! : fieldNodes;
  let known = memory.get(key);
  if (!known) {
    known = new BoundedMap(TYPES);
    memory.set(key, known);
  }
  return known;
}

/** One array for equal properties, so that batches of equal questions can be told by it. */
const canonical = new BoundedMap<string, readonly string[]>(10_000);

function needed(
  info: GraphQLResolveInfo,
  type: GraphQLObjectType,
  path: readonly string[],
): readonly string[] {
  const found = new Set<string>(['id']);
  collect(setsOf(info), type, path, info, found);
  const properties = [...found].sort();
  return canonical.getOrMake(properties.join(), () => properties);
}

/** The names of the fields that are asked for below a path. */
function fieldsAt(info: GraphQLResolveInfo, path: readonly string[]): ReadonlySet<string> {
  let sets = setsOf(info);
  const all = () => true;
  const fields = () => sets.flatMap((set) => [...fieldsOf(set, all, info)]);
  for (const step of path) {
    const below = fields().filter(({ name }) => name.value === step);
    sets = below.map(({ selectionSet }) => selectionSet).filter((set) => set !== undefined);
  }
  return new Set(fields().map(({ name }) => name.value));
}

function setsOf({ fieldNodes }: GraphQLResolveInfo): SelectionSetNode[] {
  return fieldNodes.map((node) => node.selectionSet).filter((set) => set !== undefined);
}

interface DocumentParts {
  readonly schema: GraphQLSchema;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
}

function collect(
  sets: readonly SelectionSetNode[],
  type: GraphQLObjectType,
  path: readonly string[],
  parts: DocumentParts,
  needed: Set<string>,
): void {
  const [step, ...rest] = path;
  const open = (condition: string) => step !== undefined || applies(condition, type, parts.schema);
  for (const field of sets.flatMap((set) => [...fieldsOf(set, open, parts)])) {
    if (step === undefined) {
      const needs = type.getFields()[field.name.value]?.extensions[NEEDS] as FieldNeeds | undefined;
      for (const property of needs?.properties ?? []) needed.add(property);
    } else if (field.name.value === step && field.selectionSet) {
      collect([field.selectionSet], type, rest, parts, needed);
    }
  }
}

/** The fields of a selection, with the fragments opened that can apply. On the way down a path all can. */
function* fieldsOf(
  set: SelectionSetNode,
  open: (condition: string) => boolean,
  parts: DocumentParts,
): Generator<FieldNode> {
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) {
      yield selection;
      continue;
    }
    const fragment =
      selection.kind === Kind.FRAGMENT_SPREAD ? parts.fragments[selection.name.value] : selection;
    if (!fragment) continue;
    const condition = fragment.typeCondition?.name.value;
    if (condition === undefined || open(condition)) yield* fieldsOf(fragment.selectionSet, open, parts);
  }
}

function applies(condition: string, type: GraphQLObjectType, schema: GraphQLSchema): boolean {
  if (condition === type.name) return true;
  const named = schema.getType(condition);
  return isAbstractType(named) && schema.isSubType(named, type);
}
