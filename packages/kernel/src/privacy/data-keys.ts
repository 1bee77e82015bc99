import { randomBytes } from 'node:crypto';
import { BoundedMap } from '../bounded-map.js';
import type { Clock } from '../clocks/clock.js';
import type { Database } from '../database/database.js';
import type { Tx } from '../database/tx.js';
import type { MasterKeys } from './master-keys.js';

/** The data of this owner has been erased: nothing of it can be read, and nothing be added. */
export class Erased extends Error {
  constructor(readonly owner: string) {
    super(`the data of ${owner} has been erased`);
  }
}

interface KeyRow {
  owner: string;
  wrapped: Uint8Array | null;
  master_key_id: string;
}

/** How long a process may go on reading what another process has erased. */
const REMEMBERED_FOR = 60_000;
const IN_THIS_TRANSACTION = Symbol('data keys');

/**
 * One key an owner (the record that the data belongs to, by its public id), stored wrapped by the master
 * key. Destroying the key makes everything sealed with it unreadable, wherever copies of it lie.
 */
export class DataKeys {
  readonly #cache = new BoundedMap<string, Buffer | null>(10_000);

  constructor(
    private readonly database: Pick<Database, 'query'>,
    private readonly masterKeys: MasterKeys,
    private readonly clock: Clock,
  ) {}

  /**
   * The owner's key, made on first use. The row stays share-locked to the end of the transaction, so that
   * nothing is sealed with a key while it is being destroyed. Throws `Erased` afterwards.
   */
  async forSealing(tx: Tx, owner: string): Promise<Buffer> {
    // A new key goes to the shared cache with the first read after the commit; a rollback takes it back.
    const mine = tx.note(IN_THIS_TRANSACTION, () => new Map<string, Buffer>());
    let key = mine.get(owner);
    if (!key) {
      const row = (await this.#lock(tx, owner)) ?? (await this.#create(tx, owner));
      if (!row.wrapped) throw new Erased(owner);
      key = this.masterKeys.unwrap(row.wrapped, owner, row.master_key_id);
      mine.set(owner, key);
    }
    return key;
  }

  /** Keys by owner, in at most one query: `null` for an erased owner, nothing for one that never had a key. */
  async forOpening(
    owners: ReadonlySet<string>,
    on: Pick<Database, 'query'> = this.database,
  ): Promise<Map<string, Buffer | null>> {
    const now = this.clock.now().getTime();
    const keys = new Map<string, Buffer | null>();
    const missing: string[] = [];
    for (const owner of owners) {
      const key = this.#cache.get(owner, now);
      if (key === undefined) missing.push(owner);
      else keys.set(owner, key);
    }
    if (missing.length === 0) return keys;
    const rows = await on.query<KeyRow>(
      'select owner, wrapped, master_key_id from kernel_data_key where owner = any($1::text[])',
      [missing],
    );
    for (const { owner, wrapped, master_key_id } of rows) {
      const key = wrapped && this.masterKeys.unwrap(wrapped, owner, master_key_id);
      keys.set(owner, key);
      // What an open transaction sees may be rolled back yet.
      if (on === this.database) this.#cache.set(owner, key, now + REMEMBERED_FOR);
    }
    return keys;
  }

  /**
   * Destroys the owner's key for good. Other processes forget it within a minute, or at once with `forget`.
   * Backups hold the wrapped key until they are deleted themselves.
   */
  async destroy(tx: Tx, owner: string): Promise<void> {
    await tx.query('select 1 from kernel_data_key where owner = $1 for update', [owner]);
    await tx.query(
      `insert into kernel_data_key (owner, wrapped, master_key_id, created_at, destroyed_at)
       values ($1, null, $2, $3, $3)
       on conflict (owner) do update set wrapped = null, destroyed_at = coalesce(kernel_data_key.destroyed_at, $3)`,
      [owner, this.masterKeys.current, tx.now.toISOString()],
    );
    tx.note(IN_THIS_TRANSACTION, () => new Map<string, Buffer>()).delete(owner);
    tx.afterCommit(() => this.forget(owner));
  }

  forget(owner: string): void {
    this.#cache.delete(owner);
  }

  /**
   * Wraps keys anew that an older master key has wrapped, `limit` of them; answers how many. Data keys and
   * what they have sealed stay as they are, so reading and writing go on meanwhile.
   */
  async rewrap(tx: Tx, limit = 1_000): Promise<number> {
    const rows = await tx.query<KeyRow>(
      `select owner, wrapped, master_key_id from kernel_data_key
       where master_key_id <> $1 and wrapped is not null limit $2 for no key update skip locked`,
      [this.masterKeys.current, limit],
    );
    const wrapped = rows.map(({ owner, wrapped, master_key_id }) =>
      this.masterKeys.wrap(this.masterKeys.unwrap(wrapped!, owner, master_key_id), owner),
    );
    await tx.query(
      `update kernel_data_key k set wrapped = n.wrapped, master_key_id = $3
       from unnest($1::text[], $2::bytea[]) n (owner, wrapped) where k.owner = n.owner`,
      [rows.map(({ owner }) => owner), wrapped, this.masterKeys.current],
    );
    return rows.length;
  }

  async #lock(tx: Tx, owner: string): Promise<KeyRow | undefined> {
    const [row] = await tx.query<KeyRow>(
      'select owner, wrapped, master_key_id from kernel_data_key where owner = $1 for key share',
      [owner],
    );
    return row;
  }

  async #create(tx: Tx, owner: string): Promise<KeyRow> {
    // Where two transactions seal the owner's first value, the second waits here and takes the key of the first.
    await tx.query(
      `insert into kernel_data_key (owner, wrapped, master_key_id, created_at) values ($1, $2, $3, $4)
       on conflict (owner) do nothing`,
      [owner, this.masterKeys.wrap(randomBytes(32), owner), this.masterKeys.current, tx.now.toISOString()],
    );
    return (await this.#lock(tx, owner))!;
  }
}
