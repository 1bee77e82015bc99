import { CsvError, parse } from 'csv-parse/sync';
import type { Line } from './text-file.js';

/** A record of a CSV file as it stands there, or what keeps it from being read. */
export type CsvRecord =
  | { readonly line: number; readonly raw: string; readonly cells: readonly string[] }
  | { readonly line: number; readonly raw: string; readonly fault: string };

/** A quoted cell may go over lines, but not for ever: what looks longer is a quote that is never closed. */
const MOST_LINES = 100;

/**
 * The records of CSV lines, each with as many cells as the first, the header; blank lines are none. A record
 * that cannot be read costs its first line and nothing else: the lines after it are read anew. (The library's
 * streaming parser takes a quote that is never closed for a cell that goes on to the end of the file.)
 */
export async function* csvRecords(lines: AsyncIterable<Line>): AsyncGenerator<CsvRecord, void, void> {
  const source = lines[Symbol.asyncIterator]();
  const waiting: Line[] = [];
  const take = async (): Promise<Line | undefined> => {
    const next = waiting.shift();
    return next ?? ((await source.next()).value || undefined);
  };
  let width: number | undefined;
  for (let first = await take(); first; first = await take()) {
    if (first.text.trim() === '') continue;
    const whole = [first];
    let isOpen = hasOddQuotes(first);
    while (isOpen && whole.length < MOST_LINES) {
      const next = await take();
      if (!next) break;
      whole.push(next);
      if (hasOddQuotes(next)) isOpen = false;
    }
    const record = recordOf(whole, width);
    if ('cells' in record) width ??= record.cells.length;
    else waiting.unshift(...whole.slice(1));
    yield record;
  }
}

function recordOf(lines: readonly Line[], width: number | undefined): CsvRecord {
  const { number: line, text } = lines[0]!;
  const broken = (fault: string): CsvRecord => ({ line, raw: text, fault });
  if (lines.some(({ isTooLong }) => isTooLong)) return broken('the line is too long');
  const raw = lines.map((one) => one.text).join('\n');
  try {
    // The width is checked here and not by the library, so that the reason names both numbers.
    const [cells, ...others] = parse(raw, { relax_column_count: true, record_delimiter: '\n' }) as string[][];
    if (!cells || others.length > 0) return broken('its quotes do not match');
    if (width !== undefined && cells.length !== width)
      return broken(`it has ${cells.length} columns instead of ${width}`);
    return { line, raw, cells };
  } catch (error) {
    if (error instanceof CsvError) return broken('its quotes do not match');
    throw error;
  }
}

function hasOddQuotes({ text }: Line): boolean {
  let isOdd = false;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) isOdd = !isOdd;
  return isOdd;
}
