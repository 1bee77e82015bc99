import { describe, expect, test } from '@jest/globals';
import { type CsvRecord, csvRecords } from './csv-records.js';
import type { Line } from './text-file.js';

async function read(...texts: string[]): Promise<CsvRecord[]> {
  async function* lines(): AsyncGenerator<Line> {
    for (const [index, text] of texts.entries())
      yield { number: index + 1, text, isTooLong: text.startsWith('long') };
  }
  return Array.fromAsync(csvRecords(lines()));
}

const good = (line: number, raw: string, ...cells: string[]) => ({ line, raw, cells });
const bad = (line: number, raw: string, fault: string) => ({ line, raw, fault });

describe('records of a CSV file', () => {
  test('are read with the line on which they begin; blank lines are none', async () => {
    expect(await read('a,b', '', '1,2', '  ', '3,?')).toEqual([
      good(1, 'a,b', 'a', 'b'),
      good(3, '1,2', '1', '2'),
      good(5, '3,?', '3', '?'),
    ]);
  });

  test('may hold commas, quotes and line ends within quotes', async () => {
    expect(await read('a,b', '"1,5","say ""yes"""', '"one', 'two",3', '4,5')).toEqual([
      good(1, 'a,b', 'a', 'b'),
      good(2, '"1,5","say ""yes"""', '1,5', 'say "yes"'),
      good(3, '"one\ntwo",3', 'one\ntwo', '3'),
      good(5, '4,5', '4', '5'),
    ]);
  });

  test.each([
    ['a quote that is never closed', '1,"2', 'its quotes do not match'],
    ['text behind a closing quote', '"1" x,2', 'its quotes do not match'],
    ['a quote within a cell', '1,2"3"', 'its quotes do not match'],
    ['too few columns', '1', 'it has 1 columns instead of 2'],
    ['too many columns', '1,2,3', 'it has 3 columns instead of 2'],
    ['a line without end', 'long', 'the line is too long'],
  ])('cost one line where they cannot be read: %s', async (_, raw, fault) => {
    const records = await read('a,b', raw, '3,4', '5,6');
    expect(records).toEqual([
      good(1, 'a,b', 'a', 'b'),
      bad(2, raw, fault),
      good(3, '3,4', '3', '4'),
      good(4, '5,6', '5', '6'),
    ]);
  });

  test('with two open quotes do not swallow what lies between', async () => {
    expect(await read('a,b', '1,"2', '3,4', '5,"6', '7,8')).toEqual([
      good(1, 'a,b', 'a', 'b'),
      bad(2, '1,"2', 'its quotes do not match'),
      good(3, '3,4', '3', '4'),
      bad(4, '5,"6', 'its quotes do not match'),
      good(5, '7,8', '7', '8'),
    ]);
  });

  test('with an open quote do not hold more than a hundred lines', async () => {
    const lines = Array.from({ length: 300 }, (_, index) => `${index},x`);
    const records = await read('a,b', '1,"2', ...lines, '"y",z');
    expect(records.filter((record) => 'fault' in record)).toEqual([
      bad(2, '1,"2', 'its quotes do not match'),
    ]);
    expect(records).toHaveLength(303);
  });
});
