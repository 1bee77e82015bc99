import { randomFillSync } from 'node:crypto';

/** Drawn at once: to ask the system for random bytes costs far more than it takes to make some. */
const pool = Buffer.alloc(4_096);
let used = pool.length;

/** A few bytes that nobody can guess, such as a salt. They stay in memory for a while: keys are drawn elsewhere. */
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
