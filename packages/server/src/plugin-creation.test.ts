import { cpSync, existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { createPlugin } from './plugin-creation.js';

const STARTER = 'examples/starter-plugin';
const root = mkdtempSync(join(tmpdir(), 'candor-plugin-'));
cpSync(join(import.meta.dirname, '../../..', STARTER, 'src'), join(root, STARTER, 'src'), {
  recursive: true,
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const create = (name: string) => createPlugin(root, name, ['customers'], new Date('2027-03-09T23:30:00Z'));

describe('a new plugin', () => {
  test('carries its name in every form, and the date in its migration', () => {
    const files = create('spare-parts');
    expect(files).toContain('plugins/spare-parts/src/migrations/spare-parts-20270309.ts');
    const text = files.map((file) => readFileSync(join(root, file), 'utf8')).join('\n');
    for (const form of [
      'class SparePartsNote ',
      "'spare_parts_note'",
      "'sparePartsNotes'",
      "name: 'spare-parts'",
      'class SpareParts20270309 ',
    ])
      expect(text).toContain(form);
    expect(`${files} ${text}`).not.toMatch(/starter/i);
  });

  test('never stands on what is there', () => {
    mkdirSync(join(root, 'plugins/mine'), { recursive: true });
    expect(() => create('mine')).toThrow('plugins/mine is there already; nothing was written.');
    expect(globSync('**/*', { cwd: join(root, 'plugins/mine') })).toEqual([]);
  });

  test.each([
    ['customers', '"customers" is taken'],
    ['Spare', 'use lower-case words of letters and digits with dashes between them'],
    ['../spare', 'is no plugin name'],
    ['a--b', 'is no plugin name'],
    ['9-lives', 'is no plugin name'],
    ['', 'is no plugin name'],
    ['a-name-that-is-much-too-long', "a plugin's name has at most 24 characters"],
  ])('is not called "%s"', (name, message) => {
    expect(() => create(name)).toThrow(message);
    expect(name !== '' && existsSync(join(root, 'plugins', name))).toBe(false);
  });
});
