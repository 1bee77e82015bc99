import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { corePlugins } from '@candor/core';
import { definePlugin } from '@candor/kernel';
import { printApi } from '@candor/kernel/plugin';
import { describe, expect, test } from '@jest/globals';
import { unstarted } from './unstarted.js';

const FOLDER = join(import.meta.dirname, '../../schema');

function printed(plugins = corePlugins): Record<string, string> {
  const { registry, schema } = unstarted(plugins);
  return Object.fromEntries(printApi(registry, schema));
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

  test('api-18 is what is committed under schema/', () => {
    for (const [name, text] of Object.entries(printed())) {
      expect(existsSync(join(FOLDER, name))).toBe(true);
      // On a difference: npm run candor -- schema print, and look at it.
      expect(readFileSync(join(FOLDER, name), 'utf8')).toBe(text);
    }
  });

  test.each(['customers', 'tickets'])(
    'api-18 has nobody in it who takes the name %s of another: the start fails and names both',
    (name) => {
      const [first] = unstarted().registry.lists.filter((list) => list.name === name && !list.options.on);
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
