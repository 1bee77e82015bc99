import { setTimeout as sleep } from 'node:timers/promises';
import type { Tx } from '../database/tx.js';

export interface Lent {
  readonly tx: Tx;
  /** From now on all that is asked of the lent transaction throws, also of what was taken from it before. */
  revoke(): void;
  /** Waits for what was asked of it and still runs; false when that takes longer than so many milliseconds. */
  settled(within: number): Promise<boolean>;
}

/** What can be asked of a transaction without a statement. */
const FACTS: ReadonlySet<PropertyKey> = new Set(['actor', 'context', 'now', 'isOver', 'trace']);

/**
 * A transaction to lend to a plugin. A plugin that was given up may still be running; with the transaction
 * itself in its hands it would go on writing, on a connection that by then belongs to somebody else. `used` is
 * called before each thing that is asked of the database.
 */
export function lend(tx: Tx, used: () => void = () => undefined): Lent {
  let revoked = false;
  const running = new Set<Promise<unknown>>();
  const refuse = () => {
    if (revoked) throw new Error('this transaction is over: what it was lent to has ended, or took too long');
  };
  const guarded = <T extends object>(target: T, parts: Readonly<Record<PropertyKey, object>> = {}): T => {
    const proxy: T = new Proxy(target, {
      get(_target, property) {
        refuse();
        if (!FACTS.has(property)) used();
        const value: unknown = parts[property] ?? Reflect.get(target, property, target);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]) => {
          refuse();
          const answer: unknown = Reflect.apply(value, target, args);
          if (answer instanceof Promise) track(answer);
          return answer === target ? proxy : answer;
        };
      },
    });
    return proxy;
  };
  const track = (answer: Promise<unknown>) => {
    running.add(answer);
    const done = () => running.delete(answer);
    answer.then(done, done);
  };
  let em: Tx['em'] | undefined;
  return {
    tx: guarded(tx, {
      get em() {
        em ??= guarded(tx.em);
        return em;
      },
    }),
    revoke: () => {
      revoked = true;
    },
    settled: async (within) => {
      const all = Promise.allSettled(running).then(() => true);
      return Promise.race([all, sleep(within, false, { ref: false })]);
    },
  };
}
