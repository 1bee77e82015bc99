import { idOf } from '@candor/kernel/database';
import { allPlugins, type Client, createTestPlatform, type TestPlatform } from '@candor/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Case, casesOf } from './plans-cases.js';
import { Explainer } from './plans-check.js';
import { fillTables, ROWS } from './plans-data.js';
import { recorded } from './plans-record.js';
import { fillRest } from './plans-rest.js';

let platform: TestPlatform;
let explainer: Explainer;

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: await allPlugins() });
  await fillTables(platform.connection);
  await fillRest(platform, platform.connection);
  explainer = await Explainer.connect(platform.connection);
}, 300_000);
afterAll(async () => {
  await explainer?.close();
  await platform?.close();
});

const first = async (tag: string) => {
  const [row] = await platform.platform.services.query<{ id: string }>('select md5($1)::uuid as id', [
    `${tag}1`,
  ]);
  return idOf(tag, row!.id);
};

async function viewers(): Promise<Record<string, Client>> {
  const staff = await platform.staff({ roles: ['manager'] });
  const { shareBoard } = await staff.must(
    'mutation ($input: ShareBoardInput!) { shareBoard(input: $input) { shareLink { token } userErrors { message } } }',
    { variables: { input: { boardId: await first('board'), expiresIn: 'P14D' } } },
  );
  return {
    staff,
    customer: await platform.as('customer', await first('customer')),
    share: platform.bearer(shareBoard.shareLink.token),
  };
}

/**
 * Asks for the first page, and without a filter for the one behind it: the cursor is one more criterion. A list that
 * the viewer is refused reads nothing.
 */
async function ask(viewer: Client, { query, variables, filter }: Case): Promise<void> {
  const { data, errors } = await viewer.run(query, { variables });
  const fault = errors?.find(({ extensions }) => extensions['code'] !== 'FORBIDDEN');
  if (fault) throw new Error(`${fault.message}\n${query} ${JSON.stringify(variables)}`);
  const lists = data?.nodes ?? [data];
  const after = lists.find((one: { list?: object } | null) => one?.list)?.list.pageInfo.endCursor;
  if (after && filter === '-') await viewer.run(query, { variables: { ...variables, after } });
}

/*
 * A list read may not grow with the rows that it does not return. With 100,000 tickets, for every list of core and of
 * all plugins, each of its orders with each single criterion and with any two together, as the database really runs
 * it, planned with its values and, where the statement is prepared, also without them, once with a value that nearly
 * all rows have and once with one that hardly any has:
 *
 * - no page reads through a table of more than 1,000 rows;
 * - no more than 2,500 rows are sorted (an incremental sort of what an index brings in order is free);
 * - a page of 20 reads at most 5,000 rows, for each parent where the list is nested. A common criterion may walk
 *   the index of the order and leave out what does not meet it, since that ends after a page; a rare one may
 *   take its own index and sort the few it finds. The dearest lies between the two: of n rows √(20 n) meet it,
 *   2,450 of 300,000, and about twice as many are read. More means that the read grows with the table. Of two
 *   criteria, the rarer of which has its own index, the dearest lies where ∛(20 n²) rows meet either, 5,850 of
 *   100,000, so that 12,000 are read;
 * - a count, which stops at 25,001, reads at most three times as many rows, by two criteria five times: where half
 *   of the rows meet either, every fourth counts.
 *
 * Two criteria that hang together, such as early openings in the order of the last change, are not looked at.
 */
describe(`with ${ROWS.tickets} tickets`, () => {
  test('no list reads or sorts more than a page needs, whatever its order, its filter and its viewer', async () => {
    const cases = await casesOf(platform);
    const offences = new Set<string>();
    const judged = new Map<string, Promise<string[]>>();
    for (const [name, viewer] of Object.entries(await viewers())) {
      for (const one of cases) {
        const { list, order, filter } = one;
        const statements = await recorded(platform, one, () => ask(viewer, one));
        for (const statement of statements) {
          const key = `${statement.text} ${JSON.stringify(statement.values)}`;
          if (!judged.has(key)) judged.set(key, explainer.offences(statement));
          for (const offence of await judged.get(key)!)
            offences.add([list, order, filter, name, offence].join(' | '));
        }
      }
    }
    // Nothing was left out by mistake: every list, most of them with several statements.
    expect(new Set(cases.map(({ list }) => list)).size).toBe(platform.platform.registry.lists.length);
    expect(judged.size).toBeGreaterThan(cases.length);
    expect([...offences].join('\n')).toBe('');
  }, 300_000);
});
