import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionSetNode,
  visit,
} from 'graphql';

/** The limits of a document's form; `LIMITS` gives each a number and the reason for it. */
export interface FormLimits {
  readonly depth: number;
  readonly aliases: number;
  readonly sameRootField: number;
  readonly mutationFields: number;
  readonly directives: number;
  readonly fragments: number;
  readonly operations: number;
  readonly repeats: number;
  readonly selections: number;
}

/**
 * The first limit of form that the document passes, as a sentence; `undefined` if it keeps all of them.
 *
 * Needs no schema and takes time linear in the document, each fragment being weighed once. It stands in
 * front of graphql-js's rules, some of which take time quadratic in what is refused here.
 */
export function formFault(document: DocumentNode, limits: FormLimits): string | undefined {
  const operations: OperationDefinitionNode[] = [];
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition);
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  if (operations.length > limits.operations)
    return `A document holds at most ${limits.operations} operations.`;
  if (fragments.size > limits.fragments) return `A document holds at most ${limits.fragments} fragments.`;
  const reserved = [...fragments.keys()].find((name) => name.startsWith('__'));
  if (reserved !== undefined)
    return `The fragment name "${reserved}" is reserved, as all that begin with "__".`;
  return countFault(document, limits) ?? operationFault(operations, new Shape(fragments), limits);
}

/** What can be counted without following fragments. */
function countFault(document: DocumentNode, limits: FormLimits): string | undefined {
  let aliases = 0;
  let directives = 0;
  let repeats = 0;
  visit(document, {
    Field: (node) => {
      if (node.alias) aliases += 1;
    },
    Directive: () => {
      directives += 1;
    },
    SelectionSet: (node) => {
      repeats += repeatsIn(node);
    },
  });
  if (aliases > limits.aliases) return `A document holds at most ${limits.aliases} aliases.`;
  if (directives > limits.directives) return `A document holds at most ${limits.directives} directives.`;
  if (repeats > limits.repeats)
    return `A document repeats fields or fragments at most ${limits.repeats} times.`;
  return undefined;
}

/** How many selections of a set name what another one of it names. */
function repeatsIn(set: SelectionSetNode): number {
  const names = new Set<string>();
  let repeats = 0;
  for (const node of set.selections) {
    if (node.kind === Kind.INLINE_FRAGMENT) continue;
    const name = node.kind === Kind.FIELD ? (node.alias ?? node.name).value : `...${node.name.value}`;
    if (names.has(name)) repeats += 1;
    names.add(name);
  }
  return repeats;
}

function operationFault(
  operations: readonly OperationDefinitionNode[],
  shape: Shape,
  limits: FormLimits,
): string | undefined {
  for (const { operation, selectionSet } of operations) {
    const { depth, selections } = shape.of(selectionSet);
    if (depth > limits.depth) return `A document is at most ${limits.depth} fields deep.`;
    if (selections > limits.selections) {
      return `An operation selects at most ${limits.selections} fields, fragments unfolded.`;
    }
    const roots = shape.roots(selectionSet);
    const total = [...roots.values()].reduce((sum, count) => sum + count, 0);
    if (operation === OperationTypeNode.MUTATION && total > limits.mutationFields) {
      return `A mutation holds at most ${limits.mutationFields} root fields.`;
    }
    const often = [...roots].find(([, count]) => count > limits.sameRootField);
    if (often)
      return `The root field "${often[0]}" is asked at most ${limits.sameRootField} times in one operation.`;
  }
  return undefined;
}

interface Weight {
  readonly depth: number;
  readonly selections: number;
}

/** Depth and size of selection sets with their fragments unfolded, each fragment weighed once. */
class Shape {
  private readonly weights = new Map<string, Weight>();
  private readonly rootCounts = new Map<string, ReadonlyMap<string, number>>();

  constructor(private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>) {}

  of(set: SelectionSetNode): Weight {
    let depth = 0;
    let selections = 0;
    for (const node of set.selections) {
      const weight =
        node.kind === Kind.FRAGMENT_SPREAD
          ? this.fragment(node.name.value)
          : node.kind === Kind.FIELD
            ? this.field(node)
            : this.of(node.selectionSet);
      depth = Math.max(depth, weight.depth);
      selections += weight.selections;
    }
    return { depth, selections };
  }

  /** How often each root field is asked for, `__typename` left out. */
  roots(set: SelectionSetNode): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    const add = (name: string, count: number) => counts.set(name, (counts.get(name) ?? 0) + count);
    for (const node of set.selections) {
      if (node.kind === Kind.FIELD) {
        if (node.name.value !== '__typename') add(node.name.value, 1);
        continue;
      }
      const inner =
        node.kind === Kind.INLINE_FRAGMENT
          ? this.roots(node.selectionSet)
          : this.fragmentRoots(node.name.value);
      for (const [name, count] of inner) add(name, count);
    }
    return counts;
  }

  private field(node: FieldNode): Weight {
    // Introspection is deep by nature, costs no data and has graphql-js's own depth rule.
    if (!node.selectionSet || node.name.value === '__schema' || node.name.value === '__type') {
      return { depth: 1, selections: 1 };
    }
    const inner = this.of(node.selectionSet);
    return { depth: inner.depth + 1, selections: inner.selections + 1 };
  }

  private fragment(name: string): Weight {
    const known = this.weights.get(name);
    if (known) return known;
    this.weights.set(name, { depth: 0, selections: 0 }); // a cycle ends here; graphql-js refuses it by name
    const definition = this.fragments.get(name);
    const weight = definition ? this.of(definition.selectionSet) : { depth: 0, selections: 0 };
    this.weights.set(name, weight);
    return weight;
  }

  private fragmentRoots(name: string): ReadonlyMap<string, number> {
    const known = this.rootCounts.get(name);
    if (known) return known;
    this.rootCounts.set(name, new Map());
    const definition = this.fragments.get(name);
    const counts = definition ? this.roots(definition.selectionSet) : new Map<string, number>();
    this.rootCounts.set(name, counts);
    return counts;
  }
}
