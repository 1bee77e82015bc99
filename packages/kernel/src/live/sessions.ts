import type { Logger } from 'pino';
import type { Clock } from '../clocks/clock.js';
import type { Session } from '../graphql/engine.js';
import type { Actor } from '../identity/actor.js';
import type { LiveEnd } from './ends.js';
import type { Backlog } from './event-queue.js';

export interface SessionsOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Checks the token of a session again: the actor with its present rights, or `null`. */
  readonly reauthenticate: (session: Session) => Promise<Actor | null>;
  /** The principals whose rights the session lives on. */
  readonly principalsOf: (session: Session) => readonly string[];
}

/** What depends on a session. */
export interface SessionListener {
  /** Called once, when the session ends. */
  gone(reason: LiveEnd): void;
  /** The actor may have other rights now; asks again what follows from them. */
  checked?(session: Session): Promise<void>;
}

interface Entry {
  current: Session;
  readonly principals: readonly string[];
  readonly listeners: Set<SessionListener>;
  readonly backlog: Backlog;
  /** Checks of one session follow each other, or an old answer could replace a newer one. */
  turn: Promise<void>;
}

const SETTLED = Promise.resolve();
const AT_ONCE = 8;
/** A session that began before a change of rights may be registered so much later. */
const REMEMBERED_FOR = 30_000;

/** The sessions that something live hangs on: ends them on expiry, and checks them anew when rights change. */
export class Sessions {
  readonly #entries = new Map<Session, Entry>();
  /** Whose rights have changed lately, and when; `null` stands for everybody's. */
  readonly #changed = new Map<string | null, number>();

  constructor(private readonly options: SessionsOptions) {}

  /** Registers a listener until the returned function is called, or the session is gone. */
  watch(session: Session, listener: SessionListener): () => void {
    let entry = this.#entries.get(session);
    if (!entry) {
      const principals = this.options.principalsOf(session);
      entry = {
        current: session,
        principals,
        listeners: new Set(),
        backlog: { bytes: 0 },
        turn: SETTLED,
      };
      this.#entries.set(session, entry);
    }
    entry.listeners.add(listener);
    // The session may have been authenticated just before its rights changed.
    const { principals } = entry;
    if (this.#changed.keys().some((changed) => changed === null || principals.includes(changed))) {
      void this.#check(session, entry);
    }
    return () => {
      entry.listeners.delete(listener);
      if (entry.listeners.size === 0 && this.#entries.get(session) === entry) this.#entries.delete(session);
    };
  }

  /** The session with the rights it was last found to have. */
  current(session: Session): Session {
    return this.#entries.get(session)?.current ?? session;
  }

  /** What waits for the session's connection; it outlives nothing that is counted in it. */
  backlog(session: Session): Backlog {
    return this.#entries.get(session)?.backlog ?? { bytes: 0 };
  }

  /** Ends the session if its time is over; answers whether it goes on. */
  isAlive(session: Session, current = this.current(session), now = this.options.clock.now()): boolean {
    const { expiresAt } = current.actor;
    const alive = expiresAt === null || now.getTime() < expiresAt.getTime();
    if (!alive) this.end(session, 'expired');
    return alive;
  }

  /** Ends a session and all that hangs on it. */
  end(session: Session, reason: LiveEnd): void {
    const entry = this.#entries.get(session);
    if (!entry) return;
    this.#entries.delete(session);
    for (const listener of entry.listeners) listener.gone(reason);
  }

  /** Checks the sessions of some principals again, or all of them (`null`). */
  async recheck(principals: ReadonlySet<string> | null): Promise<void> {
    const now = this.options.clock.now().getTime();
    for (const principal of principals ?? [null]) this.#changed.set(principal, now);
    const affected = [...this.#entries]
      .filter(([, entry]) => !principals || entry.principals.some((one) => principals.has(one)))
      .values();
    const workers = Array.from({ length: AT_ONCE }, async () => {
      for (const [session, entry] of affected) await this.#check(session, entry);
    });
    await Promise.all(workers);
  }

  /** To be called about every second: ends what has expired. */
  tick(): void {
    const now = this.options.clock.now();
    for (const [session, { current }] of this.#entries) this.isAlive(session, current, now);
    const forgotten = now.getTime() - REMEMBERED_FOR;
    for (const [principal, at] of this.#changed) if (at < forgotten) this.#changed.delete(principal);
  }

  endAll(reason: LiveEnd): void {
    for (const session of [...this.#entries.keys()]) this.end(session, reason);
  }

  #check(session: Session, entry: Entry): Promise<void> {
    entry.turn = entry.turn.then(async () => {
      if (this.#entries.get(session) !== entry) return;
      try {
        const actor = await this.options.reauthenticate(session);
        if (!actor) return this.end(session, 'revoked');
        entry.current = { actor, facts: session.facts };
        if (!this.isAlive(session)) return;
        for (const listener of [...entry.listeners]) await listener.checked?.(entry.current);
      } catch (error) {
        // Rights that cannot be checked are no rights; the watcher comes back and is asked again.
        this.options.logger.warn({ error }, 'a session could not be checked again');
        this.end(session, 'unavailable');
      }
    });
    return entry.turn;
  }
}
