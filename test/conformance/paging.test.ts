import { type Client, createTestPlatform, type TestPlatform } from '@candor/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';

const ROWS = 10_000;

let platform: TestPlatform;
let client: Client;

beforeAll(async () => {
  platform = await createTestPlatform();
  client = await platform.staff({ roles: ['manager'] });
});
afterAll(() => platform?.close());

const query = <Row extends object>(text: string, values: unknown[] = []) =>
  platform.platform.services.query<Row>(text, values);

/** Customers as an import might bring them: many of the same instant, others a microsecond apart. */
async function add(count: number, from = 0): Promise<void> {
  await query(
    `insert into customers_customer (id, created_at, updated_at, version, kind, name)
     select gen_random_uuid(), timestamptz '2026-01-01' + (n % 500) * interval '1 microsecond' + (n % 7) * interval '1 day',
       now(), 1, 'PERSON', 'Customer ' || n
     from generate_series($1::int, $2::int) as n`,
    [from + 1, from + count],
  );
}

interface Page {
  readonly names: readonly string[];
  readonly next: string | null;
}

async function page(size: number, after: string | null, direction: string): Promise<Page> {
  const { customers } = await client.must(
    `query($size: Int!, $after: String, $direction: OrderDirection!) {
      customers(first: $size, after: $after, orderBy: { field: CREATED_AT, direction: $direction }) {
        edges { node { name } } pageInfo { hasNextPage endCursor } } }`,
    { variables: { size, after, direction } },
  );
  const { edges, pageInfo } = customers;
  return {
    names: edges.map(({ node }: { node: { name: string } }) => node.name),
    next: pageInfo.hasNextPage ? pageInfo.endCursor : null,
  };
}

/** The names of all customers that can be seen, in the order of the list, as the database itself has them. */
async function everybody(direction: string): Promise<string[]> {
  const rows = await query<{ name: string }>(
    `select name from customers_customer where archived_at is null order by created_at ${direction}, id ${direction}`,
  );
  return rows.map(({ name }) => name);
}

/** A random number generator of our own, so that a run can be repeated by its seed. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe('a walk through a long list', () => {
  test(`api-6 of ${ROWS} finds every record that stays exactly once, in order, while others come and go`, async () => {
    await add(ROWS);
    const seed = Number(process.env['SEED'] ?? 20_261_121);
    const random = generator(seed);
    const before = await everybody('desc');
    let walking = true;
    let added = 0;
    const archived: string[] = [];

    const writer = async () => {
      while (walking) {
        await add(5, 1_000_000 + added);
        added += 5;
        const names = Array.from({ length: 5 }, () => before[random(before.length)]!);
        await query('update customers_customer set archived_at = now() where name = any($1)', [names]);
        archived.push(...names);
      }
    };
    const reader = async () => {
      const seen: string[] = [];
      try {
        for (let next: string | null | undefined; next !== null; ) {
          const found: Page = await page(100, next ?? null, 'DESC');
          seen.push(...found.names);
          next = found.next;
        }
      } finally {
        walking = false;
      }
      return seen;
    };
    const [seen] = await Promise.all([reader(), writer()]);

    const gone = new Set(archived);
    const stayed = before.filter((name) => !gone.has(name));
    const known = new Set(before);
    const message = `seed ${seed}`;
    expect({ message, twice: seen.length - new Set(seen).size }).toEqual({ message, twice: 0 });
    expect(seen.filter((name) => known.has(name) && !gone.has(name))).toEqual(stayed);
    expect(added).toBeGreaterThan(50);
    expect(gone.size).toBeGreaterThan(50);
    expect(await everybody('desc')).toHaveLength(ROWS + added - gone.size);
  }, 60_000);

  test('api-6 by pages of any size, in both directions, is the list', async () => {
    const [all, reversed] = [await everybody('desc'), await everybody('asc')];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 8 }),
        fc.constantFrom('DESC', 'ASC'),
        async (sizes, direction) => {
          const expected = direction === 'DESC' ? all : reversed;
          let [at, next]: [number, string | null] = [0, null];
          for (const size of sizes) {
            const found: Page = await page(size, next, direction);
            expect(found.names).toEqual(expected.slice(at, at + size));
            at += found.names.length;
            next = found.next;
            if (next === null) break;
          }
        },
      ),
      { numRuns: 25, seed: 7 },
    );
  });

  test('api-6 goes on behind a record that is gone', async () => {
    const [first, second] = await everybody('desc');
    const { names, next } = await page(1, null, 'DESC');
    expect(names).toEqual([first]);
    await query('update customers_customer set archived_at = now() where name = $1', [first]);
    expect((await page(1, next, 'DESC')).names).toEqual([second]);
  });
});

describe('a count', () => {
  test('api-7 stops at 25,001', async () => {
    const count = async () =>
      (await client.must('{ customers { totalCount } }')).customers.totalCount as number;
    const exact = await count();
    expect(exact).toBe((await everybody('asc')).length);
    await add(25_000 - exact, 2_000_000);
    expect(await count()).toBe(25_000);
    await add(1, 3_000_000);
    expect(await count()).toBe(25_001);
    await add(5_000, 4_000_000);
    expect(await count()).toBe(25_001);
  });
});
