import { setTimeout as delay } from 'node:timers/promises';
import type { ExecutionResult } from 'graphql';
import { BoundedMap } from '../bounded-map.js';
import type { Clock } from '../clocks/clock.js';
import type { Operation, Session } from '../graphql/engine.js';
import type { Actor } from '../identity/actor.js';
import type { LiveOptions, RequestContext } from '../plugin/contract.js';
import type { Contexts } from './contexts.js';
import type { LiveFact } from './delivery.js';
import { changeOf, SHARED_FOR, stateOf } from './fanout.js';
import { accessSignature } from './group-key.js';
import type { Position, Recovery } from './recovery.js';
import { LiveEventKind } from './types.js';

/** A root field of the subscription type, as a plugin declared it with `api.live`. */
export type LiveDeclaration = LiveOptions & { readonly name: string };

/** One subscription that somebody asks for, parsed, validated and coerced. */
export interface LiveRequest {
  readonly live: LiveDeclaration;
  /** The arguments of the root field without `since`. */
  readonly args: Readonly<Record<string, unknown>>;
  /** Where the watcher stopped reading; `null` when it begins. */
  readonly since: Position | null;
  readonly operation: Operation;
  /** The same object for all operations of one connection: it ends with all of them. */
  readonly session: Session;
}

/** What the engine lends to the live room. */
export interface LiveEngine {
  /** A fresh context for one execution or one question, in the name of the session's actor. */
  contextOf(session: Session): RequestContext;
  /** Executes the operation over a root value. Failures are answered as `errors`. */
  execute(operation: Operation, context: RequestContext, root: object): Promise<ExecutionResult>;
  /** The answer to something that was thrown: masked and logged as everywhere. */
  failed(error: unknown, session: Session): ExecutionResult;
  /** Somebody's rights have changed (`null`: it may be anybody's): what is remembered of them is void. */
  accessChanged(principal: string | null): void;
  /** Checks the token of a session again: the actor with its present rights, or `null`. */
  reauthenticate(session: Session): Promise<Actor | null>;
  /**
   * The principals whose rights the session lives on. Left out, its actor alone; an engine may know more,
   * such as who minted its token.
   */
  principalsOf?(session: Session): readonly string[];
  /**
   * What decides how the operation looks to an actor. Left out, everything about the actor does, so that
   * only sessions of one principal share executions; an engine that knows which rules an operation
   * touches may answer the same for more of them.
   */
  signatureOf?(actor: Actor, operation: Operation): string;
}

/** What a watcher gets first, given what its stream tells. */
export function beginningOf(
  since: Position | null,
  { epoch, head, entries, recovered }: Recovery,
): LiveFact[] {
  const position = { epoch, offset: head };
  if (!since) return [stateOf(LiveEventKind.SNAPSHOT, position)];
  if (!recovered) return [stateOf(LiveEventKind.REFETCH, position)];
  // A subject that was archived and restored since is there: its watcher goes on behind the tombstone.
  return entries
    .map((entry) => changeOf(entry, epoch, true))
    .map((fact) =>
      fact.kind === LiveEventKind.TOMBSTONE && fact.offset < head
        ? { ...fact, kind: LiveEventKind.CHANGE }
        : fact,
    );
}

const FIRST_PAUSE = 50;
const LONGEST_PAUSE = 1_600;

/** One event of a request as its result. What is only out of reach for a moment is asked for again. */
export async function executeFact(
  engine: LiveEngine,
  contexts: Contexts,
  { live, args, operation }: LiveRequest,
  { facts, kind, epoch, offset, recovered }: LiveFact,
  session: Session,
): Promise<ExecutionResult> {
  try {
    const root = { [live.name]: { ...live.load(args, facts), kind, epoch, offset, recovered } };
    for (let pause = FIRST_PAUSE; ; pause *= 2) {
      const result = await engine.execute(operation, contexts.of(session, operation), root);
      if (pause > LONGEST_PAUSE || !isUnavailable(result)) return result;
      await delay(pause);
    }
  } catch (error) {
    return engine.failed(error, session);
  }
}

function isUnavailable({ errors }: ExecutionResult): boolean {
  return errors?.some(({ extensions }) => extensions?.code === 'UNAVAILABLE') ?? false;
}

/** How many answers are shared. */
const ANSWERS = 10_000;

interface Shared {
  readonly asking: Map<string, Promise<boolean>>;
  /** What was answered with yes of late. */
  readonly yes: BoundedMap<string, true>;
}

/**
 * Asks whether somebody may watch. Many who ask the same at the same time share the answer, and those who go on where
 * they stopped, as all do who lost their lines, a yes of some seconds: what was archived since stands in their stream.
 */
export class Gate {
  #shared = nothingShared();

  constructor(
    private readonly engine: LiveEngine,
    private readonly clock: Clock,
  ) {}

  mayWatch({ live, args, since }: LiveRequest, session: Session): Promise<boolean> | true {
    const key = JSON.stringify([live.name, args, accessSignature(session.actor), session.facts.locale]);
    const { asking, yes } = this.#shared;
    const now = this.clock.now().getTime();
    const known = since && yes.get(key, now);
    if (known) return known;
    let answer = asking.get(key);
    if (!answer) {
      answer = Promise.try(() => live.allow(args, this.engine.contextOf(session)));
      asking.set(key, answer);
      const answered = (may: boolean) => {
        asking.delete(key);
        if (may) yes.set(key, true, now + SHARED_FOR);
      };
      answer.then(answered, () => answered(false));
    }
    return answer;
  }

  /** Rights have changed: whoever asks from now on does not share what was asked before. */
  forget(): void {
    this.#shared = nothingShared();
  }
}

function nothingShared(): Shared {
  return { asking: new Map(), yes: new BoundedMap(ANSWERS) };
}
