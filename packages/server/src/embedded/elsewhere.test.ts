import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { removeHome } from './elsewhere.js';

let root: string;
let home: string;
let elsewhere: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'candor-elsewhere-'));
  [home, elsewhere] = [join(root, 'home'), join(root, 'elsewhere')];
  mkdirSync(home);
  mkdirSync(join(elsewhere, 'postgres'), { recursive: true });
  writeFileSync(join(home, 'postgres.elsewhere'), `${elsewhere}\n`);
});
afterEach(() => rmSync(root, { recursive: true }));

test('a home goes with the data that were moved out of it', () => {
  writeFileSync(join(elsewhere, 'belongs-to'), `${home}\n`);
  removeHome(home);
  expect([home, elsewhere].map((folder) => existsSync(folder))).toEqual([false, false]);
});

test('data that belong to another home stay when a copy of it goes', () => {
  const other = join(root, 'other');
  mkdirSync(other);
  writeFileSync(join(other, 'postgres.elsewhere'), `${elsewhere}\n`);
  writeFileSync(join(elsewhere, 'belongs-to'), `${other}\n`);
  removeHome(home);
  expect([home, elsewhere].map((folder) => existsSync(folder))).toEqual([false, true]);
});

test('a home that keeps its data itself just goes', () => {
  rmSync(join(home, 'postgres.elsewhere'));
  removeHome(home);
  expect([home, elsewhere].map((folder) => existsSync(folder))).toEqual([false, true]);
});
