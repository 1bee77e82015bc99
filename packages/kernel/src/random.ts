import { randomFillSync } from 'node:crypto';

/** Drawn at once: to ask the system for random bytes costs far more than it takes to make some. */
const pool = Buffer.alloc(4_096);
let used = pool.length;

/** So many random bytes, fit for secrets; few at a time, such as for a salt or an id. */
export function fewRandomBytes(length: number): Buffer {
  return Buffer.from(take(length));
}

/** A random number of 32 bits. */
export function randomWord(): number {
  return take(4).readUInt32LE();
}

function take(length: number): Buffer {
  if (used + length > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += length;
  return pool.subarray(used - length, used);
}
