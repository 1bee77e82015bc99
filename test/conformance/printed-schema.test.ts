import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { corePlugins } from '@candor/core';
import { definePlugin, type PluginDefinition } from '@candor/kernel';
import { printApi } from '@candor/kernel/plugin';
import { allPlugins } from '@candor/testing';
import { describe, expect, test } from '@jest/globals';
import { buildSchema, type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';
import { unstarted } from './unstarted.js';

const FOLDER = join(import.meta.dirname, '../../schema');

const plugins = await allPlugins();

function printed(core = corePlugins, others: readonly PluginDefinition[] = []): Record<string, string> {
  return Object.fromEntries(printApi(core, others, unstarted));
}

/** All orders of a few, one after the other. */
function orders<T>(all: readonly T[]): T[][] {
  if (all.length <= 1) return [[...all]];
  return all.flatMap((first, at) => orders(all.toSpliced(at, 1)).map((rest) => [first, ...rest]));
}

describe('the printed schema', () => {
  test('api-18 is the same to the byte in whatever order the plugins are named', () => {
    const expected = printed();
    const all = orders(corePlugins);
    // Ten of them, spread over all, and the reverse.
    const some = [corePlugins.toReversed(), ...all.filter((_, at) => at % Math.ceil(all.length / 10) === 0)];
    for (const order of some) expect(printed(order)).toEqual(expected);
  });

  test('api-18 of each plugin is the same to the byte in whatever order all are named', () => {
    expect(printed(corePlugins.toReversed(), plugins.toReversed())).toEqual(printed(corePlugins, plugins));
  });

  test('api-18 is what is committed under schema/, of core and of every plugin', () => {
    const all = printed(corePlugins, plugins);
    for (const [name, text] of Object.entries(all)) {
      expect({ [name]: existsSync(join(FOLDER, name)) }).toEqual({ [name]: true });
      // On a difference: npm run candor -- schema print, and look at it.
      expect(readFileSync(join(FOLDER, name), 'utf8')).toBe(text);
    }
    const there = globSync('**/*.{graphql,md}', { cwd: FOLDER });
    expect(there.filter((name) => !Object.hasOwn(all, name))).toEqual([]);
  });

  test('of core and of all plugins, one behind the other, is the schema of an installation with all of them', () => {
    const all = Object.entries(printed(corePlugins, plugins)).filter(([name]) => name.endsWith('.graphql'));
    const whole = unstarted([...corePlugins, ...plugins]).schema;
    const sdl = (schema: GraphQLSchema) => printSchema(lexicographicSortSchema(schema));
    expect(sdl(buildSchema(all.map(([, text]) => text).join('\n')))).toBe(sdl(whole));
  });

  test.each(['customers', 'tickets'])(
    'api-18 has nobody in it who takes the name %s of another: the start fails and names both',
    (name) => {
      const [first] = unstarted(corePlugins).registry.lists.filter(
        (list) => list.name === name && !list.options.on,
      );
      const rival = definePlugin({
        name: 'rival',
        version: '1.0.0',
        candor: '^1.0.0',
        setup: (api) => api.list(name, first!.type, { description: 'Taken.', orderBy: ['createdAt'] }),
      });
      for (const order of [
        [...corePlugins, rival],
        [rival, ...corePlugins],
      ]) {
        for (const part of ['"rival"', `"${first!.plugin}"`, `field of Query "${name}"`]) {
          expect(() => unstarted(order)).toThrow(part);
        }
      }
    },
  );
});
