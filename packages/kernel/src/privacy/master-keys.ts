import { hkdfSync } from 'node:crypto';
import { decrypt, decryptText, encrypt, encryptText, keyRefOf } from './aes.js';

/** What a master key is used for. Each use has a key of its own, derived from it. */
export type KeyUse = 'wrap data keys' | 'seal secrets' | 'index';

export interface MasterKey {
  /** Letters, digits, dashes and underscores; stored beside whatever the key has sealed. */
  readonly id: string;
  /** 32 random bytes. */
  readonly secret: Uint8Array;
}

const ID = /^[\w-]{1,64}$/;

/**
 * The keys that come from the configuration and never enter the database. The first one seals; the others
 * still open what they have sealed, until everything is sealed anew with the first.
 */
export class MasterKeys {
  readonly #derived = new Map<string, Buffer>();

  constructor(readonly all: readonly MasterKey[]) {
    if (all.length === 0) throw new Error('at least one master key is needed');
    for (const { id, secret } of all) {
      if (!ID.test(id))
        throw new Error('the id of a master key has letters, digits, dashes and underscores only');
      if (secret.length !== 32)
        throw new Error(`the master key "${id}" must have 32 bytes, it has ${secret.length}`);
    }
    if (new Set(all.map(({ id }) => id)).size < all.length)
      throw new Error('two master keys have the same id');
  }

  /** Reads `ID:KEY,ID:KEY…` with keys in base64 or base64url, the one that seals first. */
  static parse(text: string): MasterKeys {
    return new MasterKeys(
      text.split(',').map((part) => {
        const [id = '', secret = ''] = part.trim().split(':');
        return { id, secret: Buffer.from(secret, 'base64') };
      }),
    );
  }

  /** The id of the key that seals. */
  get current(): string {
    return this.all[0]!.id;
  }

  /** A key for one use, by HKDF-SHA-256 with the use as its label. */
  derive(use: KeyUse, id = this.current): Uint8Array {
    const name = `${id}/${use}`;
    let key = this.#derived.get(name);
    if (!key) {
      const master = this.all.find((candidate) => candidate.id === id);
      if (!master)
        throw new Error(`the master key "${id}" is not configured, but something is still sealed with it`);
      key = Buffer.from(hkdfSync('sha256', master.secret, '', `candor ${use}`, 32));
      this.#derived.set(name, key);
    }
    return key;
  }

  /** Seals a secret of the platform itself, such as a signing key; `place` says where it is kept. */
  seal(plain: string, place: string): string {
    return encryptText(this.derive('seal secrets'), this.current, place, plain);
  }

  open(sealed: string, place: string): string {
    return decryptText(this.derive('seal secrets', keyRefOf(sealed)), place, sealed);
  }

  wrap(dataKey: Uint8Array, owner: string): Buffer {
    return encrypt(this.derive('wrap data keys'), `data key of ${owner}`, dataKey);
  }

  unwrap(wrapped: Uint8Array, owner: string, masterKeyId: string): Buffer {
    return decrypt(this.derive('wrap data keys', masterKeyId), `data key of ${owner}`, wrapped);
  }
}
