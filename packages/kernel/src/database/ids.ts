import { Type, ValidationError } from '@mikro-orm/core';
import { UUID, uuidv7obj } from 'uuidv7';

/** Crockford's base 32 in lower case, as in the TypeID specification. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const VALUE = new Map([...ALPHABET].map((letter, value) => [letter, value]));
const TAG = /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/;
const LETTERS = 26;

/** A new id of the given tag, such as `ticket_01jd2x…`: a UUIDv7 that says what it names. */
export function newId(tag: string): string {
  return `${tag}_${encode(uuidv7obj().bytes)}`;
}

/** The tag of a public id, or `undefined` for a text that is no id. */
export function tagOf(id: string): string | undefined {
  const end = id.length - LETTERS - 1;
  return end > 0 && id[end] === '_' ? id.slice(0, end) : undefined;
}

/**
 * The UUID behind a public id, or `undefined` when the text is not an id of that tag. A foreign or
 * garbled id is then simply a record that does not exist.
 */
export function uuidOf(tag: string, id: string): string | undefined {
  return tagOf(id) === tag ? decode(id.slice(-LETTERS)) : undefined;
}

/** The public id of a stored UUID. */
export function idOf(tag: string, uuid: string): string {
  return `${tag}_${encode(UUID.parse(uuid).bytes)}`;
}

/** Checks a tag when it is declared, so that every id can be taken apart again. */
export function assertTag(tag: string): void {
  if (!TAG.test(tag))
    throw new Error(`"${tag}" is no id tag: use lower-case letters, digits and single underscores`);
}

/**
 * How an id is stored: a `uuid` column, seen as a tagged id everywhere else. Use it on primary keys;
 * foreign keys inherit it from the record they point to.
 */
export class IdType extends Type<string, string> {
  constructor(readonly tag: string) {
    super();
    assertTag(tag);
  }

  override convertToDatabaseValue(value: string): string {
    if (value === null || value === undefined) return value;
    const uuid = uuidOf(this.tag, value);
    if (!uuid) throw new ValidationError(`not an id of ${this.tag}`);
    return uuid;
  }

  override convertToJSValue(value: string): string {
    return value === null || value === undefined ? value : idOf(this.tag, value);
  }

  override getColumnType(): string {
    return 'uuid';
  }

  override compareAsType(): string {
    return 'string';
  }
}

function encode(bytes: Readonly<Uint8Array>): string {
  let text = '';
  let buffer = 0;
  // 128 bits in 26 letters of 5 bits: two zero bits lead.
  let bits = 2;
  for (const byte of bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET[(buffer >>> bits) & 31];
    }
    buffer &= 31;
  }
  return text;
}

function decode(text: string): string | undefined {
  const first = VALUE.get(text[0] ?? '');
  if (first === undefined || first > 7) return undefined;
  let hex = '';
  let buffer = first;
  let bits = 3;
  for (let i = 1; i < LETTERS; i++) {
    const value = VALUE.get(text[i] ?? '');
    if (value === undefined) return undefined;
    buffer = (buffer << 5) | value;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      hex += ((buffer >>> bits) & 255).toString(16).padStart(2, '0');
    }
    buffer &= 255;
  }
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
