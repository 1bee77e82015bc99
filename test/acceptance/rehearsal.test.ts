import { definePlugin } from '@candor/kernel';
import { UserError } from '@candor/kernel/graphql';
import { type Client, createTestPlatform, type TestPlatform } from '@candor/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

/** How often the hook was asked, and what it then finds. */
let asked = 0;

const housekeeping = definePlugin({
  name: 'housekeeping',
  version: '1.0.0',
  candor: '^1.0.0',
  setup(api) {
    api.before('ticket.changeState', { id: 'housekeeping.close' }, async ({ state }, tx) => {
      asked += 1;
      await tx.query(`update tickets_ticket set subject = 'touched by a hook'`);
      if (state === 'RESOLVED') throw new UserError('NOT_ALLOWED', ['state'], 'The survey is still out.');
    });
  },
});

let platform: TestPlatform;
let agent: Client;
let customer: Client;
let ticketId: string;

const MOVE = `changeTicketState(input: $input) { ticket { state } userErrors { code field } }`;
const move = (state: string, prefix = '@rehearse', by = agent, idempotencyKey?: string) =>
  by.run(`mutation ($input: ChangeTicketStateInput!) ${prefix} { ${MOVE} }`, {
    variables: { input: { ticketId, state, reason: 'Done', ...(idempotencyKey && { idempotencyKey }) } },
  });
const open = (prefix = '') => ({
  source: `mutation ($input: OpenTicketInput!) ${prefix} { openTicket(input: $input) { ticket { id } userErrors { code } } }`,
  variables: { input: { subject: 'No light', channel: 'app', ticketClass: 'SIMPLE', intake: { what: 'x' } } },
});

/** All that is stored, table by table. */
async function everything(): Promise<unknown> {
  const { services } = platform.platform;
  const tables = await services.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = current_schema() order by 1`,
  );
  return Promise.all(
    tables.map(async ({ name }) => {
      const [row] = await services.query<{ hash: string }>(
        `select count(*) || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as hash from ${name} t`,
      );
      return { [name]: row!.hash };
    }),
  );
}

beforeAll(async () => {
  platform = await createTestPlatform({ plugins: [housekeeping] });
  [agent, customer] = await Promise.all([platform.staff(), platform.customer()]);
  const { source, variables } = open();
  ticketId = (await customer.must(source, { variables })).openTicket.ticket.id;
  await platform.settle();
  // What is audited is linked into its chain a little later.
  await platform.platform.sealAudit();
});
afterAll(() => platform?.close());

describe('a mutation that is rehearsed', () => {
  test('says what would stand in its way, that of hooks and that of the module alike', async () => {
    const errors = async (state: string) => (await move(state)).data.changeTicketState.userErrors;
    expect(await errors('IN_PROGRESS')).toEqual([]);
    expect(await errors('RESOLVED')).toEqual([{ code: 'NOT_ALLOWED', field: ['state'] }]);
    const [refused] = await errors('CLOSED');
    expect(refused).toMatchObject({ field: ['state'] });
    expect(asked).toBeGreaterThan(1);
  });

  test('changes nothing, neither by itself nor by its hooks, and shows no record', async () => {
    const before = await everything();
    asked = 0;
    const { data, errors } = await move('IN_PROGRESS');
    expect({ data, errors, asked }).toEqual({
      data: { changeTicketState: { ticket: null, userErrors: [] } },
      errors: undefined,
      asked: 1,
    });
    const { source, variables } = open('@rehearse');
    expect((await customer.must(source, { variables })).openTicket.ticket).toBeNull();
    await platform.settle();
    expect(await everything()).toEqual(before);
  });

  test('is a question of those who may do it', async () => {
    const { errors } = await move('IN_PROGRESS', '@rehearse', customer);
    expect(errors?.[0]?.extensions['code']).toBe('FORBIDDEN');
  });

  test('leaves its key to the mutation itself, which then does it', async () => {
    await move('IN_PROGRESS', '@rehearse', agent, 'key-1');
    const { data } = await move('IN_PROGRESS', '', agent, 'key-1');
    expect(data.changeTicketState).toEqual({ ticket: { state: 'IN_PROGRESS' }, userErrors: [] });
    expect(
      (await move('IN_PROGRESS', '@rehearse', agent, 'key-1')).data.changeTicketState.userErrors,
    ).toHaveLength(1);
  });

  test('is a mutation: there is nothing to rehearse about a query', async () => {
    const { errors } = await agent.run('query @rehearse { tickets { totalCount } }');
    expect(errors?.[0]?.message).toContain('@rehearse');
  });
});
