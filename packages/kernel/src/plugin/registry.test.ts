import { describe, expect, test } from '@jest/globals';
import { definePlugin, type PluginDefinition } from './contract.js';
import { Registry } from './registry.js';

function plugin(name: string, more: Partial<PluginDefinition> = {}): PluginDefinition {
  return definePlugin({ name, version: '1.0.0', candor: '^1.0.0', setup: () => undefined, ...more });
}

const registryOf = (...plugins: PluginDefinition[]) => new Registry(plugins, () => undefined);
const names = (registry: Registry) => registry.plugins.map(({ name }) => name);

describe('the order of plugins', () => {
  test('puts what is required first, whatever the order of the list', () => {
    const a = plugin('a', { requires: { b: '^1.0.0' } });
    const b = plugin('b', { requires: { c: '*' } });
    expect(names(registryOf(a, b, plugin('c')))).toEqual(['c', 'b', 'a']);
  });

  test('follows before and after, and passes over absent names', () => {
    expect(names(registryOf(plugin('a', { after: ['b', 'ghost'] }), plugin('b')))).toEqual(['b', 'a']);
    expect(names(registryOf(plugin('a'), plugin('b', { before: ['a'] })))).toEqual(['b', 'a']);
  });

  test('refuses a circle and prints the way round', () => {
    const a = plugin('a', { requires: { b: '*' } });
    const b = plugin('b', { requires: { a: '*' } });
    expect(() => registryOf(a, b)).toThrow('a → b → a');
  });

  test.each<[string, PluginDefinition[], RegExp]>([
    ['a missing plugin', [plugin('a', { requires: { b: '*' } })], /"a" requires "b", which is not enabled/],
    [
      'a wrong version',
      [plugin('a', { requires: { b: '^2.0.0' } }), plugin('b')],
      /requires "b" \^2\.0\.0, but 1\.0\.0/,
    ],
    ['another Candor', [plugin('a', { candor: '^2.0.0' })], /works with Candor \^2\.0\.0, this is/],
    ['a name twice', [plugin('a'), plugin('a')], /two plugins are called "a"/],
    ['a bad name', [plugin('A b')], /is no plugin name/],
  ])('refuses %s and says so', (_, plugins, message) => {
    expect(() => registryOf(...plugins)).toThrow(message);
  });
});

describe('two plugins that claim the same thing', () => {
  const job = { description: 'd', input: undefined as never };
  test.each<[string, (api: Parameters<PluginDefinition['setup']>[0]) => void]>([
    ['the job "x"', (api) => void api.job('x', job, async () => undefined)],
    ['the event "x"', (api) => api.event('x' as never, { description: 'd', payload: {} })],
    ['the error code "X"', (api) => api.errors({ X: 'd' })],
    ['the kind of actor "x"', (api) => api.principal('x', async () => [])],
    ['the health check "x"', (api) => api.health('x', async () => null)],
    [
      'the field of Customer "x"',
      (api) => api.graphql.extend('Customer', 'x: Int', { description: 'd', needs: [], load: () => [] }),
    ],
    ['the field of Subscription "x"', (api) => api.live('x', {} as never)],
  ])('are both named for %s', (what, setup) => {
    expect(() => registryOf(plugin('one', { setup }), plugin('two', { setup }))).toThrow(
      `the plugins "one" and "two" both declare ${what}`,
    );
  });

  test('are both named for a permission', () => {
    const permissions = { 'x:read': 'd' };
    expect(() => registryOf(plugin('one', { permissions }), plugin('two', { permissions }))).toThrow(
      'both declare the permission "x:read"',
    );
  });
});

describe('the registry', () => {
  test('refuses a stored type without an access rule', () => {
    class Thing {}
    const setup: PluginDefinition['setup'] = (api) => api.store({ entities: [Thing], migrations: [] });
    expect(() => registryOf(plugin('a', { setup }))).toThrow('stores Thing but says nowhere who may read it');
  });

  test('refuses a hook on an event that nobody declares', () => {
    const setup: PluginDefinition['setup'] = (api) =>
      api.after('ghost' as never, { id: 'a.x' }, async () => undefined);
    expect(() => registryOf(plugin('a', { setup }))).toThrow(
      'follows the event "ghost", which nobody declares',
    );
  });

  test('refuses a root list and a nested one whose filters and orders would be types of the same name', () => {
    class Thing {}
    const list = { description: 'd', orderBy: [] };
    const setup: PluginDefinition['setup'] = (api) => {
      api.list('thingParts', Thing, list);
      api.list('parts', Thing, { ...list, on: { type: Thing, by: 'parent' as never } });
    };
    expect(() => registryOf(plugin('a', { setup }))).toThrow(
      'the plugin "a" declares the list type "ThingParts" twice',
    );
  });

  test('refuses a second seed of one name, which would never run', () => {
    const setup: PluginDefinition['setup'] = (api) => {
      for (let n = 0; n < 2; n++) api.seed('base', async () => undefined);
    };
    expect(() => registryOf(plugin('a', { setup }))).toThrow(
      'the plugin "a" declares the seed "a base" twice',
    );
  });

  test.each([
    [
      'an error',
      () => new Error('no room'),
      /^the plugin "a" cannot be set up: no room .*candor plugin disable a/,
    ],
    ['no error', () => 'no room', /^the plugin "a" cannot be set up: no room/],
  ])('(fault-12) names a plugin whose setup throws %s', (_, thrown, message) => {
    const setup = () => {
      throw thrown();
    };
    expect(() => registryOf(plugin('b'), plugin('a', { setup }))).toThrow(message);
  });

  test('takes nothing more after boot', () => {
    let late: Parameters<PluginDefinition['setup']>[0] | undefined;
    const setup: PluginDefinition['setup'] = (api) => {
      late = api;
    };
    registryOf(plugin('a', { setup }));
    expect(() => late!.errors({ X: 'd' })).toThrow('frozen after boot');
  });
});

test('a hook on any event follows those of all other plugins, also of later ones, and not its own', () => {
  const event = (name: string) =>
    plugin(name, {
      setup: (api) => api.event(`${name}.happened` as never, { description: 'It happened.', payload: {} }),
    });
  const curious = plugin('curious', {
    setup(api) {
      event('curious').setup(api);
      api.afterAny({ id: 'curious.all' }, async () => undefined);
    },
  });
  const { after } = registryOf(event('a'), curious, event('b'));
  expect(after.map(({ id, event: name }) => [id, name])).toEqual([
    ['curious.all', 'a.happened'],
    ['curious.all', 'b.happened'],
  ]);
});
