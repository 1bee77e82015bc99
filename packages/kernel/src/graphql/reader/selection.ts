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

/** What a field of the schema needs of the row it stands on; put there when the schema is assembled. */
export interface FieldNeeds {
  readonly properties: readonly string[];
}

export const NEEDS = 'candor.needs';

/**
 * The properties that the fields below one field of the document need of a type. `@skip` and `@include`
 * are passed over: a column too many does no harm, and the answer is the same for every request with
 * the document, so it is remembered by its node.
 */
export function neededProperties(
  info: GraphQLResolveInfo,
  type: GraphQLObjectType,
  path: readonly string[] = [],
): readonly string[] {
  const [first] = info.fieldNodes;
  const key = info.fieldNodes.length === 1 ? `${type.name}.${path.join('.')}` : null;
  const known = key === null ? undefined : remembered.get(first!)?.get(key);
  if (known) return known;

  const needed = new Set<string>(['id']);
  const sets = info.fieldNodes.map((node) => node.selectionSet).filter((set) => set !== undefined);
  collect(sets, type, path, info, needed);
  const properties = [...needed].sort();
  if (key !== null) {
    const byKey = remembered.get(first!) ?? new Map<string, readonly string[]>();
    byKey.set(key, properties);
    remembered.set(first!, byKey);
  }
  return properties;
}

const remembered = new WeakMap<FieldNode, Map<string, readonly string[]>>();

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
