import { Type, ValidationError } from '@mikro-orm/core';
import { V7Generator } from 'uuidv7';
import { randomWord } from '../random.js';

/** Crockford's base 32 in lower case, as in the TypeID specification. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const TAG = /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/;
const LETTERS = 26;

const generator = new V7Generator({ nextUint32: randomWord });

/** A new UUIDv7: later ones are greater. */
export function newUuid(): string {
  return generator.generate().toString();
}

/** A new id of the given tag, such as `ticket_01jd2x…`: a UUIDv7 that says what it names. */
export function newId(tag: string): string {
  return idOf(tag, newUuid());
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
  return tagOf(id) === tag ? decode(id) : undefined;
}

/** The public id of a stored UUID, written as PostgreSQL writes it. Throws for a text that is none. */
export function idOf(tag: string, uuid: string): string {
  const id = encode(tag, uuid);
  if (id === undefined) throw new TypeError(`"${uuid}" is no UUID`);
  return id;
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

/** The characters of the alphabet, by their codes. */
const CODES = [...ALPHABET].map((letter) => letter.charCodeAt(0));
const HEX_CODES = [...'0123456789abcdef'].map((digit) => digit.charCodeAt(0));
const UUID_LENGTH = 36;
const HYPHEN = 45;
/** The values of characters by their code; -1 where a character has none. */
const HEX = valuesOf('0123456789abcdef');
const BASE32 = valuesOf(ALPHABET);

function valuesOf(characters: string): Int8Array {
  const values = new Int8Array(128).fill(-1);
  for (const [value, character] of [...characters].entries()) values[character.charCodeAt(0)] = value;
  return values;
}

const digits = new Array<number>(UUID_LENGTH).fill(HYPHEN);
/** The codes of an id of each tag, of which the letters are filled in anew each time. */
const templates = new Map<string, number[]>();

function templateOf(tag: string): number[] {
  let template = templates.get(tag);
  if (!template) {
    template = [...`${tag}_`.padEnd(tag.length + 1 + LETTERS, '0')].map((letter) => letter.charCodeAt(0));
    templates.set(tag, template);
  }
  return template;
}

/**
 * Reads the text as it is, and makes the id in one go: a list of a hundred records has hundreds of ids to write, and
 * JSON is written twice as fast from texts that are not put together of others.
 */
function encode(tag: string, uuid: string): string | undefined {
  if (uuid.length !== UUID_LENGTH) return undefined;
  const codes = templateOf(tag);
  let filled = tag.length + 1;
  let buffer = 0;
  let isWrong = false;
  // 128 bits in 26 letters of 5 bits: two zero bits lead.
  let bits = 2;
  for (let at = 0; at < UUID_LENGTH; at++) {
    const code = uuid.charCodeAt(at);
    if (isHyphen(at)) {
      isWrong ||= code !== HYPHEN;
      continue;
    }
    const value = HEX[code] ?? -1;
    isWrong ||= value < 0;
    buffer = (buffer << 4) | value;
    bits += 4;
    for (; bits >= 5; bits -= 5) codes[filled++] = CODES[(buffer >>> (bits - 5)) & 31]!;
  }
  return isWrong ? undefined : String.fromCharCode.apply(null, codes);
}

function isHyphen(at: number): boolean {
  return at === 8 || at === 13 || at === 18 || at === 23;
}

function decode(id: string): string | undefined {
  const start = id.length - LETTERS;
  let buffer = BASE32[id.charCodeAt(start)] ?? -1;
  if (buffer < 0 || buffer > 7) return undefined;
  let filled = 0;
  let bits = 3;
  for (let at = start + 1; at < id.length; at++) {
    const value = BASE32[id.charCodeAt(at)] ?? -1;
    if (value < 0) return undefined;
    buffer = (buffer << 5) | value;
    bits += 5;
    for (; bits >= 4; bits -= 4) {
      if (isHyphen(filled)) filled++;
      digits[filled++] = HEX_CODES[(buffer >>> (bits - 4)) & 15]!;
    }
  }
  return String.fromCharCode.apply(null, digits);
}
