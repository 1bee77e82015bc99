import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { LONGEST_LINE, TextFile } from './text-file.js';

describe('the lines of a text file', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'candor-lines-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  async function linesOf(content: string) {
    const path = join(folder, 'file.csv');
    writeFileSync(path, content);
    const file = await TextFile.at(path);
    const lines = await Array.fromAsync(file.lines());
    expect(file.bytesRead).toBe(file.size);
    return lines;
  }

  test('end with LF or CRLF, the last one with neither, and a byte order mark is none of them', async () => {
    const lines = await linesOf('\uFEFFa,b\r\n1,é\n\n3,4');
    expect(lines.map(({ text }) => text)).toEqual(['a,b', '1,é', '', '3,4']);
    expect(lines.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
  });

  test('that are too long are cut, and the next one is whole', async () => {
    const lines = await linesOf(`a\n${'x'.repeat(5 * LONGEST_LINE)}\nb\n`);
    expect(lines.map(({ isTooLong }) => isTooLong)).toEqual([false, true, false]);
    expect(lines[1]!.text.length).toBeLessThanOrEqual(2 * LONGEST_LINE);
    expect(lines[2]!.text).toBe('b');
  });

  test('are asked of a file that is there', async () => {
    await expect(TextFile.at(join(folder, 'none.csv'))).rejects.toThrow('There is no file');
    await expect(TextFile.at(folder)).rejects.toThrow('is no file');
  });
});
