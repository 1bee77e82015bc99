interface Entry<Value> {
  readonly value: Value;
  readonly until: number;
}

/**
 * A map that holds at most `limit` values and forgets the one that was used longest ago. A value may also have
 * an instant, in milliseconds since the epoch, from which on it has gone.
 */
export class BoundedMap<Key, Value> {
  readonly #entries = new Map<Key, Entry<Value>>();
  /** What was used last. Asked for again, as it mostly is, it need not be moved. */
  #last: Key | undefined;

  constructor(readonly limit: number) {}

  get size(): number {
    return this.#entries.size;
  }

  /** The value, unless it has gone by `now`. */
  get(key: Key, now = Number.NEGATIVE_INFINITY): Value | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    if (entry.until <= now) {
      this.#entries.delete(key);
      return undefined;
    }
    if (key !== this.#last) {
      // A map keeps the order of insertion: what was used last stands last.
      this.#entries.delete(key);
      this.#entries.set(key, entry);
      this.#last = key;
    }
    return entry.value;
  }

  set(key: Key, value: Value, until = Number.POSITIVE_INFINITY): void {
    this.#entries.delete(key);
    if (this.#entries.size >= this.limit) this.#entries.delete(this.#entries.keys().next().value!);
    this.#entries.set(key, { value, until });
    this.#last = key;
  }

  /** The value, made and kept if there is none. */
  getOrMake(key: Key, make: () => Value): Value {
    const known = this.get(key);
    if (known !== undefined) return known;
    const value = make();
    this.set(key, value);
    return value;
  }

  delete(key: Key): void {
    this.#entries.delete(key);
  }

  deleteWhere(matches: (value: Value) => boolean): void {
    for (const [key, { value }] of this.#entries) if (matches(value)) this.#entries.delete(key);
  }

  clear(): void {
    this.#entries.clear();
  }
}
