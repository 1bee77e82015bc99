import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const IV = 12;
const TAG = 16;

/**
 * AES-256-GCM with a random nonce. The answer is nonce, ciphertext and tag in a row; `place` is bound to it
 * without being stored, so that it opens nowhere else.
 */
export function encrypt(key: Uint8Array, place: string, plain: Uint8Array): Buffer {
  const iv = randomBytes(IV);
  const cipher = createCipheriv(ALGORITHM, key, iv, { authTagLength: TAG }).setAAD(Buffer.from(place));
  return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Opposite of `encrypt`. Throws for another key, another place, or a changed byte. */
export function decrypt(key: Uint8Array, place: string, sealed: Uint8Array): Buffer {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  const end = bytes.length - TAG;
  if (end < IV) throw new Error('a ciphertext is too short');
  const iv = bytes.subarray(0, IV);
  const decipher = createDecipheriv(ALGORITHM, key, iv, { authTagLength: TAG }).setAAD(Buffer.from(place));
  decipher.setAuthTag(bytes.subarray(end));
  return Buffer.concat([decipher.update(bytes.subarray(IV, end)), decipher.final()]);
}

const TEXT = /^v1\.([^.]+)\.([\w-]{16})\.([\w-]+)$/;

/** `v1.KEY.NONCE.CIPHERTEXT`; `keyRef` names the key that opens it and holds no dot. */
export function encryptText(key: Uint8Array, keyRef: string, place: string, plain: string): string {
  const sealed = encrypt(key, place, Buffer.from(plain));
  return `v1.${keyRef}.${sealed.toString('base64url', 0, IV)}.${sealed.toString('base64url', IV)}`;
}

export function decryptText(key: Uint8Array, place: string, text: string): string {
  const [, , iv, rest] = TEXT.exec(text) ?? [];
  if (!iv || !rest) throw new Error('a text is not sealed');
  const sealed = Buffer.concat([Buffer.from(iv, 'base64url'), Buffer.from(rest, 'base64url')]);
  return decrypt(key, place, sealed).toString();
}

/** Which key opens a sealed text; `undefined` for a text that is not sealed. */
export function keyRefOf(text: string): string | undefined {
  return TEXT.exec(text)?.[1];
}
