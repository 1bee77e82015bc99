import type { Clock } from '../clocks/clock.js';
import type { Database } from '../database/database.js';
import type { Tx } from '../database/tx.js';
import { decryptText, encryptText, keyRefOf } from './aes.js';
import { DataKeys } from './data-keys.js';
import type { MasterKeys } from './master-keys.js';

/** Where a value is stored. A sealed value opens there and nowhere else. */
export interface Place {
  readonly table: string;
  /** The public id of the record. */
  readonly id: string;
  readonly column: string;
}

/** A sealed value does not open: it was changed, or moved from another row, column or owner. */
export class SealBroken extends Error {
  constructor(readonly place: Place) {
    super(`the sealed value in ${place.table}.${place.column} of ${place.id} does not open there`);
  }
}

/**
 * Encrypts single values with AES-256-GCM under the key of the owner they belong to. A service seals before
 * it writes, a reader opens what it has read in one batch; the database sees `v1.OWNER.NONCE.CIPHERTEXT`.
 */
export class FieldCipher {
  readonly keys: DataKeys;

  constructor(
    private readonly database: Pick<Database, 'query'>,
    masterKeys: MasterKeys,
    clock: Clock,
  ) {
    this.keys = new DataKeys(database, masterKeys, clock);
  }

  /** Throws `Erased` when the owner's data has been erased. One query an owner and transaction. */
  async seal(tx: Tx, place: Place & { readonly owner: string }, plain: string): Promise<string> {
    if (!place.owner || place.owner.includes('.'))
      throw new Error('the owner of a sealed value is a public id');
    return encryptText(
      await this.keys.forSealing(tx, place.owner),
      place.owner,
      boundTo(place, place.owner),
      plain,
    );
  }

  /**
   * The plain texts in the order of the items; `null` for what was null and for what has been erased.
   * At most one query. Throws `SealBroken` for a value that does not belong where it is. Give `on` the open
   * transaction to read what it has sealed itself.
   */
  async openMany(
    items: ReadonlyArray<Place & { readonly sealed: string | null }>,
    on: Pick<Database, 'query'> = this.database,
  ): Promise<Array<string | null>> {
    const owners = items.map(({ sealed }) => (sealed === null ? undefined : keyRefOf(sealed)));
    const keys = await this.keys.forOpening(new Set(owners.filter((owner) => owner !== undefined)), on);
    return items.map((item, i) => {
      if (item.sealed === null) return null;
      const owner = owners[i];
      const key = owner && keys.get(owner);
      if (key === null) return null;
      if (!owner || !key) throw new SealBroken(item);
      try {
        return decryptText(key, boundTo(item, owner), item.sealed);
      } catch {
        throw new SealBroken(item);
      }
    });
  }

  async open(
    item: Place & { readonly sealed: string | null },
    on?: Pick<Database, 'query'>,
  ): Promise<string | null> {
    return (await this.openMany([item], on))[0]!;
  }

  /** Makes everything sealed for the owner unreadable for good. */
  erase(tx: Tx, owner: string): Promise<void> {
    return this.keys.destroy(tx, owner);
  }
}

function boundTo({ table, id, column }: Place, owner: string): string {
  return JSON.stringify([owner, table, id, column]);
}
