import { Customer, createCustomer } from '@candor/core/customers';
import { uuidOf } from '@candor/kernel/database';
import { allPlugins, createTestPlatform, type TestPlatform } from '@candor/testing';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { PostgreSqlDriver } from '@mikro-orm/postgresql';

/** What MikroORM writes by itself, each statement with its own text and its own wait for the answer. */
const slow: string[] = [];
let base: TestPlatform;
beforeAll(async () => {
  for (const way of ['nativeInsertMany', 'nativeUpdate'] as const) {
    const original = PostgreSqlDriver.prototype[way] as (...args: unknown[]) => Promise<never>;
    jest.spyOn(PostgreSqlDriver.prototype, way).mockImplementation(function (
      this: unknown,
      ...args: unknown[]
    ) {
      slow.push(`${way} ${(args[0] as { name: string }).name}`);
      return original.apply(this, args);
    });
  }
  base = await createTestPlatform({ plugins: await allPlugins(), seeds: ['demo'] });
}, 60_000);
afterAll(() => base.close());

test('every record that the demo makes or changes is written without anybody waiting for it', async () => {
  const [{ count }] = (await base.platform.services.query<{ count: number }>(
    'select count(*)::int as count from kernel_audit',
  )) as [{ count: number }];
  expect(count).toBeGreaterThan(50);
  expect(slow).toEqual([]);
});

test('a record that has changed since it was read is not written, nor is anything else of the command', async () => {
  const { services } = base.platform;
  const named = (name: string) =>
    services.query<{ id: string }>('select id from customers_customer where name = $1', [name]);
  const { id } = await services.command((tx) => createCustomer(tx, { name: 'Ada' }));
  const running = services.command(async (tx) => {
    const customer = await tx.get(Customer, id, { field: ['customerId'] });
    await tx.query('update customers_customer set version = version + 1 where id = $1', [
      uuidOf('customer', id),
    ]);
    customer.name = 'Eve';
  });
  await expect(running).rejects.toThrow('The record of Customer has changed in the meantime.');
  expect(await named('Ada')).toHaveLength(1);
  expect(await named('Eve')).toHaveLength(0);
});

test('what work before the commit changes of a record is written with the rest', async () => {
  const { services } = base.platform;
  const { id } = await services.command((tx) => createCustomer(tx, { name: 'Grace' }));
  await services.command(async (tx) => {
    const customer = await tx.get(Customer, id, { field: ['customerId'] });
    tx.beforeCommit(async () => {
      customer.name = 'Hopper';
    });
  });
  const [found] = await services.query<{ name: string }>(
    'select name from customers_customer where id = $1',
    [uuidOf('customer', id)],
  );
  expect(found).toEqual({ name: 'Hopper' });
});
