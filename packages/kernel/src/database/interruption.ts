import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';

/** Sends PostgreSQL the word to end what a connection runs; resolves when that was sent. */
export type Cancel = (processId: number) => Promise<unknown>;

/** A connection that works for an operation. */
export interface Held {
  /** To be awaited before the connection is used for anything else: no late word may end what then runs on it. */
  settled(): Promise<unknown> | undefined;
  /** What the work answers, unless the operation is given up before. */
  race<T>(work: Promise<T>): Promise<T>;
  /** From now on the connection is left alone, as for a commit that has to come to its own end. */
  letGo(): void;
}

/** Milliseconds until the word is said again. */
const AGAIN = 20;

/** Whatever is asked of a transaction after this is refused by PostgreSQL itself, until it is rolled back. */
const REFUSE_THE_REST = `do $$ begin raise exception 'the operation was given up' using errcode = 'query_canceled'; end $$`;

/**
 * The connections that one operation works with. One listener an operation, however many fields it has: when
 * the signal is aborted, PostgreSQL ends the statements that run for it, and the connections stay usable.
 */
export class Interruption {
  readonly #ends = new Map<pg.PoolClient, () => void>();

  constructor(
    readonly signal: AbortSignal,
    /** A finished operation is not held any more, whatever it has left behind. */
    public isOver = false,
  ) {}

  /** Ends what runs on these connections. */
  readonly interrupt = (): void => {
    for (const end of [...this.#ends.values()]) end();
  };

  /** Throws why the operation was given up, if it was. */
  check(): void {
    if (this.isGivenUp) throw this.signal.reason;
  }

  get isGivenUp(): boolean {
    return this.signal.aborted && !this.isOver;
  }

  /** Holds a connection until it is let go. One with a transaction is also closed to what would still be asked of it. */
  hold(client: pg.PoolClient, cancel: Cancel, { transaction = false } = {}): Held {
    let ending: Promise<unknown> | undefined;
    let isLetGo = false;
    const given = Promise.withResolvers<never>();
    given.promise.catch(() => undefined);
    const end = (): void => {
      this.#ends.delete(client);
      given.reject(this.signal.reason);
      let isRefused = false;
      const refusing = transaction
        ? client.query(REFUSE_THE_REST).then(undefined, () => {
            isRefused = true;
          })
        : undefined;
      const isHeard = () => (transaction ? isRefused : isLetGo);
      ending = Promise.all([refusing, insist(() => cancel(processIdOf(client)), isHeard)]);
    };
    if (!this.isOver) this.#ends.set(client, end);
    if (this.isGivenUp) end();
    return {
      settled: () => ending,
      race: (work) => Promise.race([work, given.promise]),
      letGo: () => {
        isLetGo = true;
        this.#ends.delete(client);
      },
    };
  }
}

/** PostgreSQL does not listen between two statements: a word that comes then is lost, so it is said until it was heard. */
async function insist(say: () => Promise<unknown>, isHeard: () => boolean): Promise<void> {
  for (;;) {
    await say().catch(() => undefined);
    if (isHeard()) return;
    await sleep(AGAIN);
    if (isHeard()) return;
  }
}

const current = new AsyncLocalStorage<Interruption>();

/** What the caller works for, if that is something that can be given up. */
export function currentInterruption(): Interruption | undefined {
  const interruption = current.getStore();
  return interruption?.isOver ? undefined : interruption;
}

/** Runs work whose statements end with the signal. What it answers is up to it. */
export async function interruptible<T>(signal: AbortSignal, work: () => Promise<T> | T): Promise<T> {
  const interruption = new Interruption(signal);
  signal.addEventListener('abort', interruption.interrupt, { once: true });
  try {
    return await current.run(interruption, work);
  } finally {
    interruption.isOver = true;
    signal.removeEventListener('abort', interruption.interrupt);
  }
}

/** What follows from the work but is no part of it any more. */
export function uninterruptible<T>(work: () => T): T {
  return current.exit(work);
}

/** The types of pg leave out what the protocol tells every client. */
function processIdOf(client: pg.PoolClient): number {
  return (client as unknown as { readonly processID: number }).processID;
}
