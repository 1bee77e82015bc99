import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { corePlugins } from '@candor/core';
import { printApi } from '@candor/kernel/plugin';
import { allPlugins } from '@candor/testing';
import { expect, test } from '@jest/globals';
import { breakingChanges, type Printed } from './breaking-changes.js';
import { unstarted } from './unstarted.js';

const ROOT = join(import.meta.dirname, '../..');

/** The print of the last commit; where there is no repository, the one that lies here. */
function committed(): Printed {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  try {
    const files = git('ls-tree', '-r', '--name-only', 'HEAD', 'schema/').split('\n');
    const sdl = files.filter((file) => file.endsWith('.graphql'));
    if (sdl.length > 0)
      return Object.fromEntries(
        sdl.map((file) => [file.slice('schema/'.length), git('show', `HEAD:${file}`)]),
      );
  } catch {
    // A copy without its history.
  }
  const cwd = join(ROOT, 'schema');
  const files = globSync('**/*.graphql', { cwd });
  return Object.fromEntries(files.map((file) => [file, readFileSync(join(cwd, file), 'utf8')]));
}

test('api-17 what was committed of the schema is still there, in core and in every plugin', async () => {
  const now = Object.fromEntries(printApi(corePlugins, await allPlugins(), unstarted));
  expect(await breakingChanges(committed(), now)).toEqual([]);
}, 60_000);

const CORE = `
type Query { customer: Customer }
type Customer { name: String, phone: String, fax: String @deprecated(reason: "Nobody has one.") }
enum Level { HIGH LOW }
`;
const POINTS =
  'type Points { active: Int! held: Int! } extend type Customer { points(level: Level): Points }';
const SURVEY = 'extend type Customer { surveys: Int }';
const print = (core: string, points: string): Printed => ({
  'candor.graphql': core,
  'plugins/points.graphql': points,
  'plugins/survey.graphql': SURVEY,
  'errors.md': '# Errors',
});

test.each([
  ['nothing', [CORE, POINTS], []],
  [
    'a field of core',
    [CORE.replace('phone: String,', ''), POINTS],
    ["core: Field 'phone' was removed from object type 'Customer'"],
  ],
  ['a deprecated field', [CORE.replace(/fax: .*\)/, ''), POINTS], []],
  [
    'a field of a type of a plugin',
    [CORE, POINTS.replace('held: Int!', '')],
    ["points: Field 'held' was removed from object type 'Points'"],
  ],
  [
    'a field that a plugin adds',
    [CORE, POINTS.replace('points(', 'balance(')],
    ["points: Field 'points' was removed from object type 'Customer'"],
  ],
  [
    'the type of a field',
    [CORE, POINTS.replace('active: Int!', 'active: String!')],
    ["points: Field 'Points.active' changed type from 'Int!' to 'String!'"],
  ],
  [
    'what a field asks for',
    [CORE, POINTS.replace('level: Level', 'level: Level!')],
    ["points: Type for argument 'level' on field 'Customer.points' changed from 'Level' to 'Level!'"],
  ],
  [
    'a value of an enum',
    [CORE.replace(' LOW', ''), POINTS],
    ["core: Enum value 'LOW' was removed from enum 'Level'"],
  ],
  ['something new', [CORE, POINTS.replace('held:', 'debt: Int held:')], []],
] as const)('api-17 is told by plugin and name when it changes: %s', async (_, [core, points], told) => {
  expect(await breakingChanges(print(CORE, POINTS), print(core, points))).toEqual(told);
});

test('api-17 a plugin that goes, goes by its name', async () => {
  const { 'plugins/survey.graphql': _, ...rest } = print(CORE, POINTS);
  expect(await breakingChanges(print(CORE, POINTS), rest)).toEqual(['survey: the plugin was removed']);
});
