import type { ExecutionResult } from 'graphql';
import { parse } from 'graphql';
import { pino } from 'pino';
import { TestClock } from '../clocks/clock.js';
import type { Database } from '../database/database.js';
import { migrate } from '../database/migrations.js';
import { testDatabase } from '../database/test-database.js';
import { type Transactions, transaction } from '../database/transaction.js';
import type { Tx } from '../database/tx.js';
import type { Operation, Session } from '../graphql/engine.js';
import { type Actor, SYSTEM } from '../identity/actor.js';
import type { RequestContext } from '../plugin/contract.js';
import { Hub, type HubLimits } from './hub.js';
import { liveMigrations } from './migrations.js';
import type { Position } from './recovery.js';
import { append, onAppended } from './streams.js';
import type { LiveDeclaration, LiveEngine, LiveRequest } from './subscribe.js';
import { LiveEvent, type LiveEventKind } from './types.js';

export const NOON = new Date('2026-11-02T12:00:00Z');
export const SILENT = pino({ level: 'silent' });

/** What tests see of an event. */
export interface SeenEvent extends Position {
  readonly kind: LiveEventKind;
  readonly recovered: boolean;
  /** A fact of the change, and what the viewer may see. */
  readonly n: number | null;
  readonly seen: string;
}

/** A database with streams, and commands that append to them. */
export async function liveDatabase() {
  const { database, connection, close } = await testDatabase({ poolSize: 10 });
  await migrate(database, [{ plugin: 'kernel', migrations: liveMigrations }]);
  const clock = new TestClock(NOON);
  await database.query('update kernel_stream_seed set since = $1', [NOON]);
  const command = <T>(work: (tx: Tx) => Promise<T>, on: Database = database): Promise<T> =>
    transaction(
      { database: on, now: () => clock.now(), seams: {} as Transactions['seams'], report: raise },
      { actor: SYSTEM, requestId: 'test', origin: 'live' },
      work,
    );
  /** One commit for each number. */
  const post = async (stream: string, ...numbers: number[]): Promise<void> => {
    for (const n of numbers) await command(async (tx) => append(tx, stream, 'posted', { n }));
  };
  /** A transaction that has its offset in a stream, and does not commit until it is told to. */
  const heldOpen = async (stream: string, n: number): Promise<{ commit(): Promise<void> }> => {
    const placed = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const held = command(async (tx) => {
      append(tx, stream, 'posted', { n });
      // The streams are written last; so this comes after them.
      tx.beforeCommit(async () =>
        tx.beforeCommit(async () =>
          tx.beforeCommit(async () => {
            await tx.settled();
            placed.resolve();
            await release.promise;
          }),
        ),
      );
    });
    await Promise.race([placed.promise, held]);
    return {
      commit: () => {
        release.resolve();
        return held;
      },
    };
  };
  return { database, connection, clock, command, post, heldOpen, close };
}

export type LiveDatabase = Awaited<ReturnType<typeof liveDatabase>>;

function raise(error: unknown): never {
  throw error;
}

/** A subscription `posts(stream, since)` that everybody may watch who is not in `refused`. */
export class FakeEngine implements LiveEngine {
  readonly executed: string[] = [];
  readonly asked: string[] = [];
  /** Whose rights are to be looked up anew; `null` for everybody's. */
  readonly forgotten: Array<string | null> = [];
  readonly refused = new Set<string>();
  /** Who the sessions are found to be when checked again; `null` for nobody. */
  readonly actors = new Map<string, Actor | null>();
  /** Waited for in each execution. */
  pace: () => Promise<unknown> = () => Promise.resolve();

  readonly live: LiveDeclaration = {
    name: 'posts',
    description: 'Numbers that are posted.',
    payload: LiveEvent,
    args: 'stream: ID!',
    stream: ({ stream }) => (stream === 'none' ? null : String(stream)),
    allow: async (_args, { actor }) => {
      this.asked.push(actor.id ?? '');
      return !this.refused.has(actor.id ?? '');
    },
    load: (_args, facts) => ({ n: facts?.n ?? null }),
  };

  contextOf({ actor, facts }: Session): RequestContext {
    return { actor, locale: facts.locale, requestId: facts.requestId } as RequestContext;
  }

  async execute(operation: Operation, { actor }: RequestContext, root: object): Promise<ExecutionResult> {
    const { posts } = root as { posts: Omit<SeenEvent, 'seen'> };
    this.executed.push(`${posts.kind} ${posts.offset}`);
    await this.pace();
    return {
      data: {
        posts: { ...posts, seen: [...actor.permissions].join() || String(operation.variables.as ?? '') },
      },
    };
  }

  failed(error: unknown): ExecutionResult {
    throw error;
  }

  principalsOf({ actor }: Session): string[] {
    return [actor.id!, actor.attributes.mintedBy].filter((id) => id !== undefined);
  }

  accessChanged(principal: string | null): void {
    this.forgotten.push(principal);
  }

  async reauthenticate({ actor }: Session): Promise<Actor | null> {
    const found = this.actors.get(actor.id ?? '');
    return found === undefined ? actor : found;
  }
}

/** A hub that is woken by the commits of this process. */
export async function startHub(
  { database, clock }: LiveDatabase,
  engine: FakeEngine,
  limits?: HubLimits,
): Promise<Hub> {
  const hub = new Hub({ database, clock, logger: SILENT, engine, ...(limits && { limits }) });
  onAppended(database, (streams) => hub.wake(streams));
  await hub.start();
  return hub;
}

export function sessionOf(id: string, actor: Partial<Actor> = {}, locale = 'en'): Session {
  return {
    actor: { kind: 'person', id, permissions: new Set(), attributes: {}, expiresAt: null, ...actor },
    facts: { token: id, locale, requestId: 'test', idempotencyKey: undefined },
  };
}

const SOURCE =
  'subscription ($stream: ID!, $since: StreamPosition) { posts(stream: $stream, since: $since) { n } }';
const DOCUMENT = parse(SOURCE);

export function requestOf(
  engine: FakeEngine,
  session: Session,
  stream: string,
  since: Position | null = null,
  variables: Record<string, unknown> = {},
): LiveRequest {
  const operation = {
    document: DOCUMENT,
    source: SOURCE,
    operationName: undefined,
    variables: { stream, since, ...variables },
  };
  return { live: engine.live, args: { stream }, since, operation, session };
}

export type Events = AsyncGenerator<ExecutionResult, void, void>;

/** The events of a subscription that must begin. */
export async function watch(hub: Hub, request: LiveRequest): Promise<Events> {
  const answer = await hub.subscribe(request);
  if (!('next' in answer)) throw new Error(`refused: ${codeOf(answer)}`);
  return answer;
}

export async function nextOf(events: Events): Promise<SeenEvent> {
  const { value, done } = await events.next();
  if (done || !value.data) throw new Error(`no event: ${value ? codeOf(value) : 'complete'}`);
  return value.data.posts as SeenEvent;
}

export async function take(events: Events, count: number): Promise<SeenEvent[]> {
  const taken: SeenEvent[] = [];
  while (taken.length < count) taken.push(await nextOf(events));
  return taken;
}

/** The code that a subscription ends with, or `null` where it is simply complete. */
export async function endOf(events: Events): Promise<string | null> {
  const { value, done } = await events.next();
  if (done) return null;
  const code = codeOf(value);
  if (code === undefined) throw new Error(`an event instead of the end: ${JSON.stringify(value)}`);
  const after = await events.next();
  if (!after.done) throw new Error('results after the last');
  return code;
}

export function codeOf(result: ExecutionResult): string | undefined {
  return result.errors?.[0]?.extensions.code as string | undefined;
}

/** Waits until a condition holds. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
}
