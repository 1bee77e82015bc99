import { type DirectiveNode, type DocumentNode, Kind, type ValueNode, visit } from 'graphql';

const CONDITIONS = new Set(['skip', 'include']);

/** The names of the variables that `@skip` and `@include` of a document ask, in a fixed order. */
export function conditionVariables(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    Directive: (node) => {
      const asked = CONDITIONS.has(node.name.value) ? asks(node) : undefined;
      if (asked?.kind === Kind.VARIABLE) names.add(asked.name.value);
    },
  });
  return [...names].sort();
}

/**
 * The document as it is for these values of its conditions: without what they leave out, and without `@skip` and
 * `@include`. graphql-jit 0.8.9 keeps conditions at the nodes of fragments, so that those of one place hold in all,
 * and forgets those of a field whose selection stands in a fragment too.
 */
export function decided(document: DocumentNode, variables: Readonly<Record<string, unknown>>): DocumentNode {
  const isTrue = (value: ValueNode | undefined) =>
    value?.kind === Kind.VARIABLE
      ? variables[value.name.value] === true
      : value?.kind === Kind.BOOLEAN && value.value;
  const decide = <Node extends { readonly directives?: readonly DirectiveNode[] | undefined }>(
    node: Node,
  ) => {
    const conditions = node.directives?.filter(({ name }) => CONDITIONS.has(name.value)) ?? [];
    if (conditions.length === 0) return undefined;
    const isIn = conditions.every((one) => isTrue(asks(one)) === (one.name.value === 'include'));
    return isIn ? { ...node, directives: node.directives!.filter((one) => !conditions.includes(one)) } : null;
  };
  return visit(document, { Field: decide, InlineFragment: decide, FragmentSpread: decide });
}

function asks(directive: DirectiveNode): ValueNode | undefined {
  return directive.arguments?.find(({ name }) => name.value === 'if')?.value;
}
