import type { GraphQLResolveInfo, SelectionSetNode } from 'graphql';

/** Whether a field of that name is asked for right below the field that is resolved. */
export function asksFor({ fieldNodes, fragments }: GraphQLResolveInfo, name: string): boolean {
  const inSet = (set: SelectionSetNode | undefined): boolean =>
    set?.selections.some((one) => {
      if (one.kind === 'Field') return one.name.value === name;
      return inSet(
        one.kind === 'InlineFragment' ? one.selectionSet : fragments[one.name.value]?.selectionSet,
      );
    }) ?? false;
  return fieldNodes.some(({ selectionSet }) => inSet(selectionSet));
}
