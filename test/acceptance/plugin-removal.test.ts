import { createTestPlatform } from '@candor/testing';
import { expect, test } from '@jest/globals';
import hello from '../../examples/hello-plugin/src/index.js';
import { listed } from '../../packages/server/src/cli/plugin.js';
import { assertNotRequired, dropData } from '../../packages/server/src/plugin-removal.js';

test('a plugin is removed with its tables, its ledger and its settings, and nothing of others', async () => {
  const platform = await createTestPlatform({ plugins: [hello] });
  try {
    const { database, registry } = platform.platform;
    const tables = async () =>
      (
        await database.query<{ name: string }>(
          'select tablename as name from pg_tables where schemaname = current_schema()',
        )
      ).map(({ name }) => name);
    await database.query('create table hello_world_entry (id int)');
    const before = await tables();
    const others = [...registry.plugins.map(({ name }) => name), 'hello-world'];
    expect(await dropData(database, 'hello', others)).toEqual(['hello_greeting', 'hello_migrations']);
    const after = await tables();
    expect(before.filter((name) => !after.includes(name)).sort()).toEqual([
      'hello_greeting',
      'hello_migrations',
    ]);
    // And it can come back.
    await platform.platform.migrate();
    expect(await tables()).toEqual(expect.arrayContaining(['hello_greeting', 'hello_migrations']));
    expect(await dropData(database, 'hello', others)).toHaveLength(2);
    expect(await dropData(database, 'hello', others)).toEqual([]);
    await expect(dropData(database, "x'; drop table customers_customer", others)).rejects.toThrow(
      'is no plugin name',
    );
    expect(() => assertNotRequired('customers', registry.plugins)).toThrow(/"hello"/);
    assertNotRequired('hello', registry.plugins);
    expect(listed({ registry }).find(({ name }) => name === 'hello')).toEqual({
      name: 'hello',
      version: '1.0.0',
      place: registry.plugins.length,
      requires: ['customers'],
      hooks: [],
      follows: ['hello.greet after customer.created'],
      events: [],
      fields: ['Customer.greetings'],
      jobs: [],
    });
  } finally {
    await platform.close();
  }
});
