import { createHmac } from 'node:crypto';
import type { MasterKeys } from './master-keys.js';

/** How values are made alike before they are indexed. */
export type IndexKind = 'email' | 'phone' | 'plain';

/** What is indexed. Equal values of two fields have different indexes, so that tables cannot be matched. */
export interface IndexedField {
  /** Table and column, such as `people.email`. */
  readonly field: string;
  readonly kind: IndexKind;
}

/**
 * 16 of the 32 bytes of the HMAC: as RFC 2104 (5) allows, half of the output. With 128 bits two of a thousand
 * million values are equal by chance once in 10²⁰ tables, so a hit needs no second look, and an index of
 * 22 letters stays small.
 */
const BYTES = 16;

/**
 * Finds an encrypted value by equality without decrypting anything: a keyed hash stored beside it. Neither a
 * prefix nor an order can be asked for. Its key is not the key that encrypts.
 */
export class BlindIndex {
  constructor(private readonly masterKeys: MasterKeys) {}

  /** What to store beside a value. */
  of(field: IndexedField, value: string): string {
    return this.#hash(this.masterKeys.current, field, normalise(field.kind, value));
  }

  /**
   * What to search for: `where … = any($1)`. While the master key is being exchanged, rows may have the index
   * of the old one or of the new one.
   */
  search(field: IndexedField, value: string): string[] {
    const normal = normalise(field.kind, value);
    return this.masterKeys.all.map(({ id }) => this.#hash(id, field, normal));
  }

  #hash(keyId: string, { field, kind }: IndexedField, normal: string): string {
    const hmac = createHmac('sha256', this.masterKeys.derive('index', keyId));
    return hmac
      .update(JSON.stringify([field, kind, normal]))
      .digest()
      .toString('base64url', 0, BYTES);
  }
}

function normalise(kind: IndexKind, value: string): string {
  switch (kind) {
    case 'email':
      return value.normalize('NFKC').trim().toLowerCase();
    case 'phone': {
      // NFKC makes full-width digits plain ones. A text without any is indexed as it is.
      const text = value.normalize('NFKC').trim();
      const digits = text.replace(/\D/g, '');
      return digits && text.startsWith('+') ? `+${digits}` : digits || text;
    }
    case 'plain':
      return value.normalize('NFC').trim();
  }
}
