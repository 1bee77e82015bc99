import { BoundedMap } from '../bounded-map.js';
import type { Actor } from '../identity/actor.js';
import type { Cost } from './cost.js';
import { CodedError } from './errors.js';

/** What one actor may spend, in the unit of `extensions.cost`. */
export interface Budget {
  /** What may be spent at once. At least the dearest operation that is allowed. */
  readonly maximum: number;
  /** What comes back a second. */
  readonly restoreRate: number;
}

/** How much is left; answered as `extensions.cost.throttle`. */
export interface ThrottleStatus {
  readonly maximumAvailable: number;
  readonly currentlyAvailable: number;
  readonly restoreRate: number;
}

export interface ThrottleOptions {
  /** For each principal; `null` for no limit. */
  readonly actor: Budget | null;
  /** For each address that sends requests without a token; `null` for no limit. */
  readonly address: Budget | null;
}

/** Enough that no honest client meets them; an installation sets its own. */
export const BUDGETS: ThrottleOptions = {
  actor: { maximum: 1_000_000, restoreRate: 500_000 },
  address: { maximum: 100_000, restoreRate: 10_000 },
};

/** What a token that does not count costs the address that sent it. */
const FAILED_TOKEN = 50;

/** Whoever is forgotten here has the whole budget again; that takes as many others who were active since. */
const REMEMBERED = 50_000;

interface Bucket {
  left: number;
  /** Milliseconds. */
  at: number;
}

/**
 * Buckets that fill steadily, one for each actor, or for each address where there is none. They live in the
 * process: a row in a shared store for each request would cost as much as the request. Behind a balancer the
 * installation therefore allows the budget once a process.
 */
export class Throttle {
  readonly #buckets = new BoundedMap<string, Bucket>(REMEMBERED);

  constructor(
    private readonly options: ThrottleOptions,
    /** Milliseconds. Not the clock of the platform: how fast somebody asks has nothing to do with it. */
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Spends what an operation costs. Throws RATE_LIMITED, and spends nothing, where that is not there. */
  spend(actor: Actor, address: string | undefined, cost: Cost): Cost {
    if (actor.kind === 'system') return cost;
    // An operation that reads nothing is still one.
    const points = Math.max(1, cost.requested);
    if (actor.id !== null) return this.#spend(`${actor.kind} ${actor.id}`, this.options.actor, points, cost);
    return address === undefined
      ? cost
      : this.#spend(`address ${networkOf(address)}`, this.options.address, points, cost);
  }

  /** Counts a token that did not count. Throws RATE_LIMITED for an address that tries too many. */
  failedToken(address: string | undefined): void {
    const { address: budget } = this.options;
    if (address === undefined || !budget) return;
    const cost = { requested: FAILED_TOKEN, maximum: budget.maximum };
    this.#spend(`address ${networkOf(address)}`, budget, FAILED_TOKEN, cost);
  }

  #spend(key: string, budget: Budget | null, points: number, cost: Cost): Cost {
    if (!budget) return cost;
    const { maximum, restoreRate } = budget;
    const now = this.now();
    let bucket = this.#buckets.get(key);
    if (!bucket) {
      bucket = { left: maximum, at: now };
      this.#buckets.set(key, bucket);
    }
    bucket.left = Math.min(maximum, bucket.left + ((now - bucket.at) * restoreRate) / 1_000);
    bucket.at = now;
    const isEnough = bucket.left >= points;
    if (isEnough) bucket.left -= points;
    const throttle = {
      maximumAvailable: maximum,
      currentlyAvailable: Math.floor(bucket.left),
      restoreRate,
    };
    const status = { ...cost, throttle };
    if (isEnough) return status;
    const retryAfter = Math.ceil((points - bucket.left) / restoreRate);
    throw new CodedError(
      'RATE_LIMITED',
      `The operation costs ${points}, and ${throttle.currentlyAvailable} are left. Come back in ${retryAfter} s.`,
      { retryAfter, cost: status },
    );
  }
}

/** Of IPv6 the network: a single household or machine has as many addresses as it likes. */
function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (!plain.includes(':')) return plain;
  const [head = '', tail] = plain.split('%')[0]!.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0');
  const groups = tail === undefined ? left : [...left, ...zeros, ...right];
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
