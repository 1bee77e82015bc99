import type { ExecutionResult } from 'graphql';
import type { Session } from '../graphql/engine.js';
import { Delivery, type LiveFact } from './delivery.js';
import type { EventQueue } from './event-queue.js';
import type { Position, StreamEntry } from './recovery.js';
import { TOMBSTONE } from './streams.js';
import type { Follower } from './tail.js';
import { LiveEventKind } from './types.js';

/** A watcher as its group sees it. */
export interface Member {
  readonly queue: EventQueue;
  /** Who watches, as last checked. */
  readonly session: Session;
}

/** Executes one event on behalf of a member. Must not reject. */
export type ExecuteFact = (fact: LiveFact, session: Session) => Promise<ExecutionResult>;

/**
 * Who loses a line comes back within some seconds, with all the others; so long, in milliseconds, they share what is
 * found out for one of them, unless rights change meanwhile.
 */
export const SHARED_FOR = 5_000;

/** Those watchers of a stream for whom every event looks the same: it is executed once for all of them. */
export class Group {
  readonly members = new Set<Member>();
  /** Events of late, so that many who begin or go on at the same place share the work. */
  #shared = new Map<string, Delivery>();

  constructor(
    readonly key: string,
    private readonly execute: ExecuteFact,
  ) {}

  /** The event for one member that begins, or makes up for what it missed. */
  deliveryOf(fact: LiveFact, member: Member): Delivery {
    const key = `${fact.kind} ${fact.offset} ${fact.epoch} ${fact.recovered}`;
    const shared = this.#shared;
    let delivery = shared.get(key);
    if (!delivery) {
      const end = () => void shared.delete(key);
      delivery = new Delivery(async () => {
        let isKept = false;
        try {
          const result = await this.execute(fact, member.session);
          // A change that was missed is the same for all; who asks for the state wants it as it is by now.
          isKept = fact.recovered && !result.errors;
          return result;
        } finally {
          if (isKept) setTimeout(end, SHARED_FOR).unref();
          else end();
        }
      }, fact.kind === LiveEventKind.TOMBSTONE);
      shared.set(key, delivery);
    }
    return delivery;
  }

  /** Rights have changed: nothing that was executed before is handed out to who comes from now on. */
  forget(): void {
    this.#shared = new Map();
  }

  /** The event for all members. */
  push(fact: LiveFact): void {
    const delivery = new Delivery(() => {
      // Any member will do: all have the same rights. One that is still there has rights at all.
      const [first] = this.members;
      return this.execute(fact, first!.session);
    }, fact.kind === LiveEventKind.TOMBSTONE);
    for (const { queue } of this.members) queue.push(delivery);
  }
}

/** Hands what is new in one stream to all who watch it. */
export class Fanout implements Follower {
  readonly #groups = new Map<string, Group>();

  /** What has been handed out reaches up to `position`. */
  constructor(public position: Position) {}

  get isIdle(): boolean {
    return this.#groups.size === 0;
  }

  get groups(): number {
    return this.#groups.size;
  }

  add(key: string, member: Member, execute: ExecuteFact): Group {
    const group = this.#groups.get(key) ?? new Group(key, execute);
    this.#groups.set(key, group);
    group.members.add(member);
    return group;
  }

  remove(group: Group, member: Member): void {
    group.members.delete(member);
    if (group.members.size === 0 && this.#groups.get(group.key) === group) this.#groups.delete(group.key);
  }

  forget(): void {
    for (const group of this.#groups.values()) group.forget();
  }

  entries(entries: readonly StreamEntry[], position: Position): void {
    this.position = position;
    for (const entry of entries) this.#push(changeOf(entry, position.epoch, false));
  }

  gap(position: Position): void {
    this.position = position;
    this.#push(stateOf(LiveEventKind.REFETCH, position));
  }

  #push(fact: LiveFact): void {
    for (const group of this.#groups.values()) group.push(fact);
  }
}

/** An entry of the stream as an event. */
export function changeOf({ name, offset, facts }: StreamEntry, epoch: string, recovered: boolean): LiveFact {
  const kind = name === TOMBSTONE ? LiveEventKind.TOMBSTONE : LiveEventKind.CHANGE;
  return { kind, epoch, offset, recovered, facts };
}

/** The state at a position as an event. */
export function stateOf(kind: LiveEventKind, { epoch, offset }: Position): LiveFact {
  return { kind, epoch, offset, recovered: false, facts: null };
}
