import { hash } from 'node:crypto';
import {
  type DocumentNode,
  type ExecutionResult,
  type FieldNode,
  type GraphQLSchema,
  getArgumentValues,
  getOperationAST,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionSetNode,
} from 'graphql';
import type { Logger } from 'pino';
import { BoundedMap } from '../bounded-map.js';
import type { Clock } from '../clocks/clock.js';
import type { Database } from '../database/database.js';
import { interruptible } from '../database/interruption.js';
import type { Actor } from '../identity/actor.js';
import { needsToken } from '../identity/allow.js';
import type { LiveEnd } from '../live/ends.js';
import type { Flow } from '../live/flow.js';
import { Hub } from '../live/hub.js';
import type { LiveEngine, LiveRequest } from '../live/subscribe.js';
import type { Oversight } from '../oversight/oversight.js';
import type { EntityClass, RequestContext, Services } from '../plugin/contract.js';
import type { LiveDeclaration } from '../plugin/registry.js';
import type { KernelContext } from './context.js';
import { type Cost, costOf } from './cost.js';
import type { Engine, Operation, RequestFacts, Session } from './engine.js';
import { CodedError } from './errors.js';
import type { Executor } from './executor.js';
import { coerceVariables, documentLimits, introspectionFault, type Prepared } from './limits.js';
import { Loaders } from './loaders.js';
import { maskError, maskErrors, type Report } from './masking.js';
import type { Reader } from './reader/reader.js';
import type { Throttle } from './throttle.js';

export interface SchemaEngineOptions {
  readonly schema: GraphQLSchema;
  readonly executor: Executor;
  readonly reader: Reader;
  readonly services: Services;
  readonly sees: (actor: Actor, type: EntityClass, id: string) => Promise<boolean>;
  readonly signatureOf: (actor: Actor, operation: Operation) => string;
  readonly live: readonly LiveDeclaration[];
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly authenticate: (token: string | undefined) => Promise<Actor>;
  /** The same past all caches; `null` for nobody. Rejects where it cannot be known just now. */
  readonly reauthenticate: (token: string | undefined) => Promise<Actor | null>;
  /** Makes the next `authenticate` of a principal, or of everybody, look at everything anew. */
  readonly forget: (principal: string | null) => void;
  /** In production the schema is shown to those who are signed in only. */
  readonly production: boolean;
  readonly report: Report;
  readonly throttle: Throttle;
  readonly oversight: Oversight;
}

/** The signal of what nobody gives up. */
const NEVER = new AbortController().signal;

/** How many documents are kept parsed and validated; a product has tens of them. */
const DOCUMENTS = 1_000;

/** The way of every operation: parse and validate, cost, execute, mask. The same for all transports. */
export class SchemaEngine implements Engine, LiveEngine {
  readonly schema: GraphQLSchema;
  readonly hub: Hub;
  readonly #documents = new BoundedMap<string, Prepared>(DOCUMENTS);
  readonly #parse: (source: string) => Prepared;
  readonly #live: ReadonlyMap<string, LiveRequest['live']>;

  constructor(private readonly options: SchemaEngineOptions) {
    this.schema = options.schema;
    this.#parse = documentLimits(options.schema);
    this.#live = new Map(options.live.map(({ name, options }) => [name, { ...options, name }]));
    const { database, clock, logger } = options;
    this.hub = new Hub({ database, clock, logger, engine: this });
  }

  async authenticate(facts: RequestFacts): Promise<Session> {
    try {
      return { actor: await this.options.authenticate(facts.token), facts };
    } catch (error) {
      if (error instanceof CodedError && error.code === 'UNAUTHENTICATED')
        this.options.throttle.failedToken(facts.address);
      throw error;
    }
  }

  prepare(source: string): Prepared {
    const key = hash('sha256', source, 'base64url');
    const known = this.#documents.get(key);
    if (known) return known;
    const prepared = this.#parse(source);
    this.#documents.set(key, prepared);
    return prepared;
  }

  async run(operation: Operation, session: Session, signal?: AbortSignal): Promise<ExecutionResult> {
    const { requestId } = session.facts;
    const checked = this.#check(operation, session);
    if ('errors' in checked)
      return maskErrors(
        { errors: checked.errors, extensions: { ...costIn(checked.errors), requestId } },
        requestId,
        this.options.report,
      );
    try {
      const { coerced, cost } = checked;
      const context = this.contextOf(session, signal);
      const run = () => this.options.executor.run({ ...operation, coerced, context });
      const result = await (signal ? interruptible(signal, run) : run());
      const masked = maskErrors(result, requestId, this.options.report);
      return { ...masked, extensions: { ...masked.extensions, cost, requestId } };
    } catch (error) {
      return { errors: [maskError(error, requestId, this.options.report)], extensions: { requestId } };
    }
  }

  async subscribe(operation: Operation, session: Session): Promise<Flow | ExecutionResult> {
    const { requestId } = session.facts;
    const refuse = (errors: ExecutionResult['errors']) =>
      maskErrors({ errors: errors! }, requestId, this.options.report);
    const checked = this.#check(operation, session);
    if ('errors' in checked) return refuse(checked.errors);
    const definition = getOperationAST(operation.document, operation.operationName)!;
    const request = this.#liveRequest(operation, definition, checked.coerced);
    if (!request)
      return refuse([
        new CodedError(
          'OPERATION_RESOLUTION_FAILURE',
          'Send this operation by POST; only subscriptions are watched.',
        ),
      ]);
    try {
      const own = declaredOnly(operation, definition);
      const started = await this.hub.subscribe({ ...request, operation: own, session });
      return isHidden(started) && session.actor.kind === 'anonymous' ? refuse([needsToken()]) : started;
    } catch (error) {
      return refuse([maskError(error, requestId, this.options.report)]);
    }
  }

  watch(session: Session, gone: (reason: LiveEnd) => void): () => void {
    return this.hub.watch(session, gone);
  }

  /** One live event, as the same operation over a root value that is there already. */
  async execute(
    { document, operationName, variables }: Operation,
    context: RequestContext,
    rootValue: object,
  ): Promise<ExecutionResult> {
    const run = { document, operationName, variables, context: context as KernelContext, rootValue };
    return maskErrors(await this.options.executor.run(run), context.requestId, this.options.report);
  }

  failed(error: unknown, { facts }: Session): ExecutionResult {
    return { errors: [maskError(error, facts.requestId, this.options.report)] };
  }

  principalsOf({ actor }: Session): readonly string[] {
    return [actor.id, actor.attributes['mintedBy']].filter((id) => id != null);
  }

  signatureOf(actor: Actor, operation: Operation): string {
    return this.options.signatureOf(actor, operation);
  }

  accessChanged(principal: string | null): void {
    this.options.forget(principal);
  }

  reauthenticate({ facts }: Session): Promise<Actor | null> {
    return this.options.reauthenticate(facts.token);
  }

  #liveRequest(
    { document }: Operation,
    definition: OperationDefinitionNode,
    variables: Record<string, unknown>,
  ): Pick<LiveRequest, 'live' | 'args' | 'since'> | null {
    if (definition.operation !== OperationTypeNode.SUBSCRIPTION) return null;
    const node = rootField(definition.selectionSet, document);
    const live = node && this.#live.get(node.name.value);
    if (!live) return null;
    const field = this.schema.getSubscriptionType()!.getFields()[node.name.value]!;
    const { since, ...args } = getArgumentValues(field, node, variables);
    return {
      live,
      args,
      since: (since as LiveRequest['since'] | undefined) ?? null,
    };
  }

  /** A fresh context in the name of the session's actor. */
  contextOf({ actor, facts }: Session, signal: AbortSignal = NEVER): KernelContext {
    const { reader, services, oversight } = this.options;
    const { locale, requestId, idempotencyKey } = facts;
    // Plugins get it: nobody becomes somebody else by writing into it.
    return Object.freeze({
      actor: Object.freeze(actor),
      locale,
      requestId,
      idempotencyKey,
      services,
      oversight,
      signal,
      loaders: new Loaders(reader, { actor, locale }),
      sees: (type, id) => this.options.sees(actor, type, id),
    } satisfies KernelContext);
  }

  #check(
    operation: Operation,
    session: Session,
  ): { cost: Cost; coerced: Record<string, unknown> } | { errors: NonNullable<ExecutionResult['errors']> } {
    const definition = getOperationAST(operation.document, operation.operationName);
    if (!definition)
      return {
        errors: [
          new CodedError('OPERATION_RESOLUTION_FAILURE', 'The request names no operation of the document.'),
        ],
      };
    if (this.options.production && session.actor.kind === 'anonymous') {
      const fault = introspectionFault(operation.document);
      if (fault) return { errors: [fault] };
    }
    const variables = coerceVariables(this.schema, definition, operation.variables);
    if ('errors' in variables) return { errors: variables.errors };
    if (this.#keyForMany(definition.selectionSet.selections.length, definition.operation, session)) {
      return {
        errors: [
          new CodedError(
            'BAD_USER_INPUT',
            'The header "Idempotency-Key" goes with one mutation field; else give each input its own key.',
          ),
        ],
      };
    }
    try {
      const { actor, facts } = session;
      const cost = this.options.throttle.spend(actor, facts.address, costOf(this.schema, operation));
      return { cost, coerced: variables.coerced };
    } catch (error) {
      return { errors: [error as CodedError] };
    }
  }

  #keyForMany(fields: number, kind: OperationTypeNode, session: Session): boolean {
    return kind === OperationTypeNode.MUTATION && fields > 1 && session.facts.idempotencyKey !== undefined;
  }
}

/** What a refused operation would have cost, where that is why it was refused. */
function costIn(errors: NonNullable<ExecutionResult['errors']>): { cost?: unknown } {
  const cost = errors[0]?.extensions['cost'];
  return cost === undefined ? {} : { cost };
}

/** Without variables that nothing declares: they would keep a watcher apart from others who ask the same. */
function declaredOnly(
  operation: Operation,
  { variableDefinitions = [] }: OperationDefinitionNode,
): Operation {
  const names = new Set(variableDefinitions.map(({ variable }) => variable.name.value));
  const entries = Object.entries(operation.variables).filter(([name]) => names.has(name));
  return { ...operation, variables: Object.fromEntries(entries) };
}

/** Whether there is nothing of that id for whoever asks. */
function isHidden(started: Flow | ExecutionResult): boolean {
  return 'errors' in started && started.errors?.[0]?.extensions['code'] === 'NOT_FOUND';
}

/** The one root field of a subscription, which may stand in a fragment. */
function rootField(set: SelectionSetNode, document: DocumentNode): FieldNode | undefined {
  for (const selection of set.selections) {
    if (selection.kind === Kind.FIELD) return selection;
    const fragment =
      selection.kind === Kind.INLINE_FRAGMENT
        ? selection
        : document.definitions.find(
            (one) => one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === selection.name.value,
          );
    const found =
      fragment && 'selectionSet' in fragment && fragment.selectionSet
        ? rootField(fragment.selectionSet, document)
        : undefined;
    if (found) return found;
  }
  return undefined;
}
