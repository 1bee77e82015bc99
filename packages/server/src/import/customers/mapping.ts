import { readFile } from 'node:fs/promises';
import { CUSTOMER_FIELDS, type CustomerField, type CustomerRecord } from '@candor/core/customers';
import { z } from 'zod';
import { Notice } from '../../notice.js';

/** Which column of the file holds which field. */
export type Mapping = Readonly<Partial<Record<CustomerField, string>>>;

const Columns = z.partialRecord(z.enum(CUSTOMER_FIELDS), z.string().min(1));

/** A mapping from a JSON file such as `{"name": "Full name"}`, and over it from words such as `name=Full name`. */
export async function readMapping(file: string | undefined, words: readonly string[]): Promise<Mapping> {
  const fromFile: unknown = file === undefined ? {} : await jsonOf(file);
  const fromWords = words.map((word) => {
    const at = word.indexOf('=');
    if (at < 1) throw new Notice(`"${word}" is no mapping; write FIELD=COLUMN, such as name="Full name".`);
    return [word.slice(0, at), word.slice(at + 1)];
  });
  const parsed = Columns.safeParse({ ...(fromFile as object), ...Object.fromEntries(fromWords) });
  if (parsed.success) return parsed.data as Mapping;
  throw new Notice(
    `The mapping names a field that there is not, or no column for it. The fields are ${CUSTOMER_FIELDS.join(', ')}.`,
  );
}

async function jsonOf(file: string): Promise<unknown> {
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Told below, as a file that holds something else is.
  }
  throw new Notice(`${file} is no mapping: it must hold a JSON object such as {"name": "Full name"}.`);
}

/** The columns of one file: what is taken of a row, and what of the header is taken for nothing. */
export class CustomerColumns {
  readonly ignored: readonly string[];
  readonly #places: ReadonlyArray<readonly [CustomerField, number]>;
  readonly #names: Readonly<Partial<Record<CustomerField, string>>>;

  constructor(header: readonly string[], mapping: Mapping) {
    const named = CUSTOMER_FIELDS.map((field) => [field, placeOf(header, field, mapping)] as const);
    this.#places = named.filter(([, place]) => place >= 0);
    const taken = new Set(this.#places.map(([, place]) => place));
    this.ignored = header.filter((_, place) => !taken.has(place));
    this.#names = Object.fromEntries(this.#places.map(([field, place]) => [field, header[place]!]));
    const missing = (['externalId', 'name'] as const).filter((field) => !(field in this.#names));
    if (missing.length > 0)
      throw new Notice(
        `The file has no column for ${missing.join(' and ')}; say which it is with --map ${missing[0]}=COLUMN.`,
      );
  }

  record(cells: readonly string[]): CustomerRecord {
    return Object.fromEntries(this.#places.map(([field, place]) => [field, unquoted(cells[place] ?? '')]));
  }

  /** What the file calls the column of a field. */
  nameOf(field: CustomerField): string {
    return this.#names[field] ?? field;
  }
}

function placeOf(header: readonly string[], field: CustomerField, mapping: Mapping): number {
  const wanted = mapping[field];
  if (wanted === undefined) return header.findIndex((name) => plain(name) === plain(field));
  const place = header.indexOf(wanted);
  if (place < 0)
    throw new Notice(`The file has no column "${wanted}", which the mapping names for ${field}.`);
  return place;
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, '');
}

/** An export puts a quote before what a spreadsheet would take for a formula. */
function unquoted(cell: string): string {
  return /^'[=+\-@]/.test(cell) ? cell.slice(1) : cell;
}
