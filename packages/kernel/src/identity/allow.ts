import { Extensions } from 'type-graphql';
import { CodedError } from '../graphql/errors.js';
import { type Actor, can } from './actor.js';

const ENTRY = /^(anyone|signed-in|[a-z][a-z0-9-]*:[a-zA-Z][\w.-]*)$/;
const KIND = 'kind:';

/**
 * Who may call a root field: any of the entries suffices. An entry is a permission (`tickets:write`), a kind
 * of actor (`kind:customer`), `signed-in` for every principal with an identity of its own (which a share link
 * has not), or `anyone`. What the actor then sees is the business of the access rules.
 */
export function Allow(...who: string[]): MethodDecorator & ClassDecorator & PropertyDecorator {
  const wrong = who.find((entry) => !ENTRY.test(entry));
  if (wrong !== undefined || who.length === 0) {
    throw new Error(
      `@Allow(${who.map((entry) => `'${entry}'`).join(', ')}): give at least one of a permission such as ` +
        `'tickets:write', 'kind:…', 'signed-in' or 'anyone'`,
    );
  }
  return Extensions({ allow: who });
}

/** Throws UNAUTHENTICATED when the actor is nobody, FORBIDDEN when it may not. The platform itself may all. */
export function assertAllowed(allow: readonly string[], actor: Actor): void {
  if (actor.kind === 'system' || allow.some((entry) => admits(entry, actor))) return;
  if (actor.kind === 'anonymous') throw needsToken();
  throw new CodedError('FORBIDDEN', 'You may not do this.');
}

/** What is answered to nobody where somebody is asked for. */
export function needsToken(): CodedError {
  return new CodedError('UNAUTHENTICATED', 'This needs a token.');
}

function admits(entry: string, actor: Actor): boolean {
  if (entry === 'anyone') return true;
  if (entry === 'signed-in') return actor.kind !== 'anonymous' && actor.kind !== 'share';
  if (entry.startsWith(KIND)) return actor.kind === entry.slice(KIND.length);
  return can(actor, entry);
}
