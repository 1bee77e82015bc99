import type { Actor } from '@candor/kernel';

/** How much one actor may hold at a time in one process, over all of its connections. */
export interface ActorLimits {
  /** Sockets and event streams. */
  readonly connections: number;
  /** Operations that run on them. */
  readonly subscriptions: number;
}

/**
 * Far above what a person holds, for an actor need not be one: a link may be open on thousands of screens, which
 * all come back together after a break, while their dead connections are still counted.
 */
export const ACTOR_LIMITS: ActorLimits = { connections: 20_000, subscriptions: 40_000 };

type Kind = keyof ActorLimits;

/** What each actor holds. Nobody is counted whose identity is not known. */
export class Holdings {
  readonly #held = new Map<string, { connections: number; subscriptions: number }>();

  constructor(private readonly limits: ActorLimits) {}

  /** Counts one more, unless the actor holds as many as it may; answers whether it was counted. */
  take({ id }: Pick<Actor, 'id'>, kind: Kind): boolean {
    if (id === null) return true;
    const held = this.#held.get(id) ?? { connections: 0, subscriptions: 0 };
    if (held[kind] >= this.limits[kind]) return false;
    held[kind] += 1;
    this.#held.set(id, held);
    return true;
  }

  /** Counts one less; to be called once for each that was taken. */
  release({ id }: Pick<Actor, 'id'>, kind: Kind): void {
    const held = id === null ? undefined : this.#held.get(id);
    if (!held || id === null) return;
    held[kind] -= 1;
    if (held.connections === 0 && held.subscriptions === 0) this.#held.delete(id);
  }

  /** How many actors hold anything. */
  get size(): number {
    return this.#held.size;
  }
}
