import { type DocumentNode, Kind, visit } from 'graphql';
import type { Operation, Session } from '../graphql/engine.js';
import type { Actor } from '../identity/actor.js';
import type { LiveEngine } from './subscribe.js';

/** All of an actor that can decide what it may see. Equal signatures see the same. */
export function accessSignature({ kind, id, permissions, attributes }: Actor): string {
  return JSON.stringify([kind, id, [...permissions].sort(), Object.entries(attributes).sort()]);
}

/** What decides how an operation looks to an actor, as far as the engine knows. */
export function signatureIn(
  engine: Pick<LiveEngine, 'signatureOf'>,
  actor: Actor,
  operation: Operation,
): string {
  return engine.signatureOf?.(actor, operation) ?? accessSignature(actor);
}

/**
 * Watchers with equal keys get the same results: the same document and operation, the same variables but
 * for those that only say where to go on, the same rights, the same language.
 */
export function groupKey(operation: Operation, { facts }: Session, signature: string): string {
  const positional = positionVariables(operation.document);
  const variables = Object.entries(operation.variables).filter(([name]) => !positional.has(name));
  return JSON.stringify([
    operation.source,
    operation.operationName,
    signature,
    facts.locale,
    variables.sort(),
  ]);
}

const known = new WeakMap<DocumentNode, ReadonlySet<string>>();

/** The variables that stand in the argument `since` of a root field and nowhere else. */
function positionVariables(document: DocumentNode): ReadonlySet<string> {
  const before = known.get(document);
  if (before) return before;
  const inside = new Set<string>();
  const elsewhere = new Set<string>();
  visit(document, {
    // Where it is declared it is not used.
    VariableDefinition: () => false,
    Variable(variable, _key, parent, _path, ancestors) {
      // Document, its definitions, operation, its selection set, its selections, field, its arguments, argument.
      const above = [...ancestors, parent] as ReadonlyArray<{ kind?: Kind; name?: { value: string } }>;
      const [, , operation, , , field, , argument] = above;
      const isPosition =
        operation?.kind === Kind.OPERATION_DEFINITION &&
        field?.kind === Kind.FIELD &&
        argument?.kind === Kind.ARGUMENT &&
        argument.name?.value === 'since';
      (isPosition ? inside : elsewhere).add(variable.name.value);
    },
  });
  const positional = inside.difference(elsewhere);
  known.set(document, positional);
  return positional;
}
