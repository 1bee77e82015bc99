type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/**
 * One text for one value, whatever the order of its keys, as JSON: the same before it is stored as `jsonb`
 * and after. What `jsonb` cannot hold (NUL, half a surrogate pair) becomes U+FFFD.
 */
export function canonicalJson(value: unknown): string {
  const plain = JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? part.toString() : part));
  return JSON.stringify(ordered(JSON.parse(plain) as Json));
}

function ordered(value: Json): Json {
  if (typeof value === 'string') return storable(value);
  if (Array.isArray(value)) return value.map(ordered);
  if (value === null || typeof value !== 'object') return value;
  const keys = new Map(Object.entries(value).map(([key, part]) => [storable(key), part]));
  // Keys that look like array indexes come first in any object, in the same order each time.
  return Object.fromEntries(
    [...keys].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, part]) => [key, ordered(part)]),
  );
}

function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}
