import { expect, test } from '@jest/globals';
import type { Tx } from '../database/tx.js';
import { lend } from './lend.js';

/** As much of a transaction as it takes, with the private state that a proxy must not get in the way of. */
class Lendable {
  readonly #rows: string[] = [];
  readonly pending = Promise.withResolvers<void>();
  readonly em = {
    persisted: [] as string[],
    persist(row: string) {
      this.persisted.push(row);
      return this;
    },
    flush: () => this.pending.promise,
  };

  get rows(): readonly string[] {
    return this.#rows;
  }

  query(row: string): void {
    this.#rows.push(row);
  }
}

function lent() {
  const own = new Lendable();
  const { tx, revoke, settled } = lend(own as unknown as Tx);
  return { own, tx: tx as unknown as Lendable, revoke, settled };
}

test('a lent transaction is as good as the real one', () => {
  const { own, tx } = lent();
  tx.query('a');
  expect(tx.rows).toEqual(['a']);
  tx.em.persist('b').persist('c');
  expect(own.em.persisted).toEqual(['b', 'c']);
});

test('once it is revoked all of it throws, also what was taken from it before', () => {
  const { own, tx, revoke } = lent();
  const { query, em } = tx;
  const chained = em.persist('before');
  revoke();
  for (const use of [
    () => tx.query('a'),
    () => query('a'),
    () => tx.em,
    () => em.persist('a'),
    () => chained.persist('a'),
    () => tx.rows,
  ]) {
    expect(use).toThrow(/over/);
  }
  expect(own.rows).toEqual([]);
  expect(own.em.persisted).toEqual(['before']);
});

test('one can wait for what still runs, but not for ever', async () => {
  const { own, tx, revoke, settled } = lent();
  const flush = tx.em.flush();
  revoke();
  expect(await settled(1)).toBe(false);
  own.pending.resolve();
  await flush;
  expect(await settled(1_000)).toBe(true);
});
