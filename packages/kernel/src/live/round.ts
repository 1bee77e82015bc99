/** Goes round what a set or a map holds at the moment, a part at a time, without an end. */
export class Round<Key> {
  #next: IteratorObject<Key>;
  /** Counted in parts of one. */
  #owed = 0;

  constructor(private readonly all: { readonly size: number; keys(): IteratorObject<Key> }) {
    this.#next = all.keys();
  }

  /** Those whose turn it is when all have one within so many calls: few of many at a time, of few often nobody. */
  next(calls: number): Key[] {
    this.#owed += this.all.size;
    const count = Math.floor(this.#owed / calls);
    this.#owed -= count * calls;
    const some = this.#next.take(count).toArray();
    if (some.length < count) {
      this.#next = this.all.keys();
      some.push(...this.#next.take(count - some.length));
    }
    return some;
  }
}
