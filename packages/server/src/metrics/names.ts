import { getOperationAST, parse } from 'graphql';
import type { DocumentList } from '../http/persisted-documents.js';

/**
 * What the operations of an installation are called, by the text of their documents: the name that the list gives
 * them, or that of the operation inside. Documents that clients make up have no name here.
 */
export function operationNames({ byHash, byName }: DocumentList): Map<string, string> {
  const names = new Map<string, string>();
  for (const text of byHash.values()) {
    const name = nameIn(text);
    if (name !== undefined) names.set(text, name);
  }
  for (const [name, text] of byName) names.set(text, name);
  return names;
}

/** Undefined where several operations, or none, are inside, or where it has no name. */
function nameIn(text: string): string | undefined {
  return getOperationAST(parse(text))?.name?.value;
}
