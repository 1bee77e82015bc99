import { OptimisticLockError } from '@mikro-orm/core';
import {
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  getNamedType,
} from 'graphql';
import { ArgumentValidationError } from 'type-graphql';
import { again } from '../database/again.js';
import type { CommandContext } from '../database/seams.js';
import { type Transactions, transaction } from '../database/transaction.js';
import type { Tx } from '../database/tx.js';
import { assertAllowed } from '../identity/allow.js';
import type { MutationContext } from '../plugin/contract.js';
import type { KernelContext } from './context.js';
import { UserError, UserErrors } from './errors.js';
import { onceByKey } from './idempotency.js';
import { recordsBelow } from './reader/selection.js';
import type { Shape } from './reader/shape.js';

/** Marks a mutation field whose payload holds a secret: it is never stored for repetition. */
export const SECRET = 'candor.secret';

/** The directive by which a caller asks what a mutation would answer. */
const REHEARSE = 'rehearse';

/** Ends the transaction of a rehearsal that came to its end. */
class Rehearsed extends Error {}

type Resolve = GraphQLFieldResolver<unknown, KernelContext>;

/**
 * What every mutation field goes through: permission, idempotency, one transaction, and user errors as
 * data; in a rehearsal all of that, and nothing stays. The resolver inside returns ids; what the caller selects of
 * the records is asked for with the commit, and what is below them read after it. `codes` is the closed list of what a
 * user error may say.
 */
export function command(
  field: GraphQLField<unknown, unknown>,
  allow: readonly string[],
  transactions: Transactions,
  codes: ReadonlySet<string>,
  shapes: ReadonlyMap<string, Shape>,
): Resolve {
  const { name } = field;
  const inner = field.resolve as unknown as Resolve;
  const type = getNamedType(field.type) as GraphQLObjectType;
  const isSecret = field.extensions[SECRET] === true;
  return async (source, args, context, info) => {
    assertAllowed(allow, context.actor);
    const { actor, requestId } = context;
    const about: CommandContext = { actor, requestId, origin: 'live' };
    let ahead: Array<() => void> = [];
    const readAhead = (tx: Tx, payload: Record<string, unknown>) => {
      ahead = recordsBelow(info, type, shapes).flatMap((below) => {
        const id = payload[below.name];
        return typeof id === 'string' ? [context.loaders.recordAhead(below, id, tx, context, info)] : [];
      });
    };
    try {
      const key = isSecret ? undefined : keyOf(args, context, name);
      const inOne = async (tx: Tx) => {
        const run = async () => {
          const inside: KernelContext & MutationContext = { ...context, tx };
          const answer: unknown = await inner(source, args, inside, info);
          return answer as Record<string, unknown>;
        };
        if (isRehearsal(info)) return rehearse(tx, run);
        const answer = await onceByKey(tx, name, key, args, run);
        // Behind what work before the commit still changes.
        tx.sendLast(() => tx.sendLast(() => readAhead(tx, answer)));
        return answer;
      };
      const payload = await again(() => transaction(transactions, about, inOne));
      return { ...payload, userErrors: [] };
    } catch (error) {
      ahead = [];
      if (error instanceof Rehearsed) return { userErrors: [] };
      const errors = userErrorsOf(error);
      if (!errors) throw error;
      const undeclared = errors.find(({ code }) => !codes.has(code));
      if (undeclared)
        throw new Error(
          `${name} answers with the code "${undeclared.code}", which nobody declares: add api.errors`,
        );
      return { ...Object.assign({}, ...errors.map(({ payload }) => payload)), userErrors: errors.map(view) };
    } finally {
      context.loaders.clear();
      for (const remember of ahead) remember();
    }
  };
}

function isRehearsal({ operation: { directives = [] } }: GraphQLResolveInfo): boolean {
  return directives.some(({ name }) => name.value === REHEARSE);
}

/** All that the command does, its hooks and the checks of its end included; then the transaction is rolled back. */
async function rehearse(tx: Tx, run: () => Promise<unknown>): Promise<never> {
  await run();
  await tx.finish();
  throw new Rehearsed();
}

/** The key of the input wins; the header counts where it can mean only one field. */
function keyOf(args: Record<string, unknown>, context: KernelContext, name: string): string | undefined {
  const key =
    (args['input'] as { idempotencyKey?: string } | undefined)?.idempotencyKey ?? context.idempotencyKey;
  if (key !== undefined && (key.length === 0 || key.length > 255)) {
    throw new UserError(
      'INVALID',
      ['idempotencyKey'],
      `The idempotency key of ${name} must have 1 to 255 characters.`,
    );
  }
  return key;
}

function userErrorsOf(error: unknown): readonly UserError[] | null {
  if (error instanceof UserError) return [error];
  if (error instanceof UserErrors) return error.errors;
  if (error instanceof OptimisticLockError) {
    return [
      new UserError('CONFLICT', [], 'The record has changed in the meantime. Read it again and decide anew.'),
    ];
  }
  if (error instanceof ArgumentValidationError)
    return error.extensions.validationErrors.flatMap((one) => violations(one, []));
  return null;
}

interface Violation {
  readonly property: string;
  readonly constraints?: Readonly<Record<string, string>>;
  readonly children?: readonly Violation[];
}

function violations(
  { property, constraints = {}, children = [] }: Violation,
  path: readonly string[],
): UserError[] {
  const field = [...path, property];
  const own = Object.values(constraints).map((message) => new UserError('INVALID', field, message));
  return [...own, ...children.flatMap((child) => violations(child, field))];
}

function view({ code, field, message }: UserError): object {
  return { code, field, message };
}
