import { Tx } from '@candor/kernel/database';
import { allPlugins, createTestPlatform, type TestPlatform } from '@candor/testing';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';

/** What stays with the customer who was merged, as it tells of that one: its own standing and history. */
const STAYS = [
  'customers_change_record.customer_id',
  'customers_merge.customer_id',
  'customers_merge.into_id',
  'customers_segment_member.customer_id',
  'customers_standing_change.customer_id',
];

const MERGE = `mutation ($input: MergeCustomersInput!) {
  mergeCustomers(input: $input) { merge { id } userErrors { message } }
}`;

let platform: TestPlatform;
beforeAll(async () => {
  platform = await createTestPlatform({ plugins: await allPlugins() });
});
afterAll(async () => {
  jest.restoreAllMocks();
  await platform.close();
});

/** Every column of the database that points to a customer. */
async function pointers(): Promise<string[]> {
  const rows = await platform.platform.services.query<{ place: string }>(
    `select c.conrelid::regclass || '.' || a.attname as place from pg_constraint c
     join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
     where c.contype = 'f' and c.confrelid = 'customers_customer'::regclass order by 1`,
  );
  return rows.map(({ place }) => place);
}

test('whatever points to a customer follows it into another one, of core and of every plugin', async () => {
  const asked = jest.spyOn(Tx.prototype, 'query');
  const [ada, twin] = [await platform.customer({ name: 'Ada' }), await platform.customer({ name: 'Ada L.' })];
  const manager = await platform.staff({ roles: ['manager'] });
  await manager.must(MERGE, { variables: { input: { customerId: twin.id, intoCustomerId: ada.id } } });
  const moved = new Set(
    asked.mock.calls.flatMap(([text]) => {
      const [, table, column] = /with moved as \(update (\w+) t set (\w+) = \$2/.exec(text) ?? [];
      return table ? [`${table}.${column}`] : [];
    }),
  );
  const all = await pointers();
  expect(all.filter((place) => !moved.has(place))).toEqual(STAYS);
  expect([...moved].filter((place) => !all.includes(place))).toEqual([]);
});
