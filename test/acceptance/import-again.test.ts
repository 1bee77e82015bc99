import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ImportOptions, type ImportReport, importIncidents } from '@candor/server/import';
import { type Client, createTestPlatform, type TestPlatform } from '@candor/testing';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ticketsOf, total, transitionsOf } from './imported-tickets.js';
import { FIXTURE, incidentsOf, LOG, rowsOf } from './incident-log.js';

let platform: TestPlatform;
let agent: Client;
let folder: string;
let file: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'candor-import-'));
  file = join(folder, 'log.csv');
  writeFileSync(file, readFileSync(FIXTURE));
  platform = await createTestPlatform();
  agent = await platform.staff({ roles: ['agent'] });
});
afterEach(async () => {
  await platform.close();
  rmSync(folder, { recursive: true });
});

function run(options: Partial<ImportOptions> = {}): Promise<ImportReport> {
  return importIncidents(platform.platform.services, { file, ...options });
}

/** All that the API says of what was imported, but for ids, which are new with each import. */
async function said(client: Client) {
  const tickets = await ticketsOf(client);
  const transitions = await transitionsOf(client);
  return {
    tickets: tickets
      .map(({ id, ...ticket }) => ticket)
      .sort((a, b) => a.externalId.localeCompare(b.externalId)),
    transitions: transitions
      .map(({ kind, at, reason, updateNumber, ticket, department }) =>
        [ticket.externalId, String(updateNumber).padStart(3), kind, at, reason, department?.key].join(),
      )
      .sort(),
    customers: await total(client, 'customers'),
    staff: await total(client, 'staffMembers'),
    departments: await total(client, 'departments'),
  };
}

describe('an import that does not come to its end', () => {
  test(`is taken up by running it again, and ends as if it had run once: ${LOG.name}`, async () => {
    const rows = rowsOf(LOG.file).length;
    const incidents = incidentsOf(rowsOf(LOG.file)).length;
    const rejects = join(folder, 'rejects.csv');
    const controller = new AbortController();
    // Stopped once a third is committed; the small log fits one transaction, so there it is stopped before it.
    const stopAt = LOG.file === FIXTURE ? 0 : rows / 3;
    if (stopAt === 0) controller.abort();
    const stopped = await run({
      file: LOG.file,
      rejects,
      signal: controller.signal,
      onProgress: (progress) => progress.rows > stopAt && controller.abort(),
    });
    expect(stopped.isStopped).toBe(true);
    expect(stopped.rows.imported).toBeLessThan(rows);
    expect(await total(agent, 'tickets')).toBe(stopped.incidents.imported);
    expect(await total(agent, 'ticketTransitions', 'isFirstOfUpdate: true')).toBe(stopped.rows.imported);

    const resumed = await run({ file: LOG.file, rejects });
    expect(resumed).toMatchObject({
      isStopped: false,
      rows: { in: rows, here: stopped.rows.imported, imported: rows - stopped.rows.imported, rejected: 0 },
      incidents: { here: stopped.incidents.imported, imported: incidents - stopped.incidents.imported },
    });

    const another = await createTestPlatform();
    try {
      await importIncidents(another.platform.services, { file: LOG.file, rejects });
      const witness = await another.staff({ roles: ['agent'] });
      expect(await said(agent)).toEqual(await said(witness));
    } finally {
      await another.close();
    }
  }, 240_000);

  test('leaves no half of an incident when its transaction fails', async () => {
    const { services } = platform.platform;
    const broken = {
      ...services,
      command: ((work) =>
        services.command(
          async (tx) => {
            await work(tx);
            throw new Error('the power went out');
          },
          { origin: 'import' },
        )) as typeof services.command,
    };
    await expect(importIncidents(broken, { file })).rejects.toThrow('the power went out');
    expect([await total(agent, 'tickets'), await total(agent, 'customers')]).toEqual([0, 0]);
    expect((await run()).rows).toMatchObject({ in: 28, imported: 28 });
  });

  test('may run twice at the same time, and each incident is here once', async () => {
    const [one, two] = await Promise.all([
      run({ rejects: join(folder, 'one') }),
      run({ rejects: join(folder, 'two') }),
    ]);
    expect(one.rows.imported + two.rows.imported).toBe(28);
    expect(one.rows.here + two.rows.here).toBe(28);
    expect(await total(agent, 'tickets')).toBe(6);
  });
});

describe('a dry run', () => {
  test('says what would come of it and adds nothing', async () => {
    appendFileSync(file, 'INC9000007,too short\n');
    const report = await run({ isDryRun: true });
    expect(report).toMatchObject({
      isDryRun: true,
      rows: { in: 29, imported: 28, here: 0, rejected: 1 },
      incidents: { imported: 6, here: 0 },
      rejectsFile: `${file}.rejects.csv`,
    });
    expect([
      await total(agent, 'tickets'),
      await total(agent, 'customers'),
      await total(agent, 'departments'),
    ]).toEqual([0, 0, 0]);
    await run();
    expect((await run({ isDryRun: true })).rows).toMatchObject({
      in: 29,
      imported: 0,
      here: 28,
      rejected: 1,
    });
  });
});

describe('rows that cannot be read', () => {
  const rejected = () => readFileSync(`${file}.rejects.csv`, 'utf8').trimEnd().split('\n');

  test('go to a file with their line and the reason, and the rest of their incident is imported', async () => {
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    lines[2] = lines[2]!.replace('03-01-2022 09:30', '03-01-2022 25:30');
    lines[4] = lines[4]!.replace('Resolved,', '-100,');
    lines[8] = lines[8]!.split(',').slice(0, 5).join();
    lines[12] = lines[12]!.replace('Caller 2', '"Caller 2');
    writeFileSync(file, `${lines.join('\n')}\n`);

    const report = await run();
    expect(report.rows).toEqual({ in: 28, imported: 24, here: 0, rejected: 4 });
    expect(report.incidents.imported).toBe(6);
    expect(report.rejectsFile).toBe(`${file}.rejects.csv`);
    const [header, ...rows] = rejected();
    expect(header).toBe('line,reason,row');
    expect(rows.map((row) => row.slice(0, row.indexOf('INC')))).toEqual([
      '3,"sys_updated_at is ""03-01-2022 25:30""; it must be an instant such as 29-02-2016 01:23","',
      '5,"incident_state is ""-100""; it must be one of New, Active, Awaiting User Info, Awaiting Evidence, Awaiting Vendor, Awaiting Problem, Resolved, Closed","',
      '9,"it has 5 columns instead of 36","',
      '13,"its quotes do not match","',
    ]);

    const tickets = new Map((await ticketsOf(agent)).map((ticket) => [ticket.externalId, ticket]));
    // The row between the two groups is lost, the hand-off is not.
    expect(tickets.get('INC9000001')).toMatchObject({
      updateCount: 3,
      handoffCount: 1,
      state: 'CLOSED',
      closedAt: '2022-01-08T11:00:00.000Z',
    });
    expect(tickets.get('INC9000002')).toMatchObject({ updateCount: 6, state: 'CLOSED' });
  });

  test('are told again by a second import, which adds nothing', async () => {
    appendFileSync(file, 'INC9000007,too short\n');
    await run();
    const first = rejected();
    expect(await run()).toMatchObject({ rows: { in: 29, imported: 0, here: 28, rejected: 1 } });
    expect(rejected()).toEqual(first);
  });

  test('leave no file behind once there are none', async () => {
    writeFileSync(`${file}.rejects.csv`, 'of an earlier import');
    expect((await run()).rejectsFile).toBeNull();
    expect(() => rejected()).toThrow('no such file');
  });

  test('are also those of an incident that is here with other updates', async () => {
    await run();
    const before = await said(agent);
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    // The open incident goes on, in a later log.
    const next = lines.at(-1)!.replace('01-02-2022 00:00', '02-02-2022 00:00');
    writeFileSync(file, `${[...lines, next].join('\n')}\n`);
    const report = await run();
    expect(report.rows).toEqual({ in: 29, imported: 0, here: 26, rejected: 3 });
    const reason = 'INC9000006 is here already with other updates, or its rows do not follow each other';
    const [, ...rows] = rejected();
    expect(rows.map((row) => row.slice(0, row.lastIndexOf(',"INC')))).toEqual(
      [28, 29, 30].map((line) => `${line},"${reason}"`),
    );
    expect(await said(agent)).toEqual(before);
  });

  test('are also those of an incident whose rows do not follow each other', async () => {
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    const [moved] = lines.splice(2, 1);
    writeFileSync(file, `${[...lines, moved].join('\n')}\n`);
    expect((await run()).rows).toEqual({ in: 28, imported: 27, here: 0, rejected: 1 });
    expect((await run()).rows).toEqual({ in: 28, imported: 0, here: 27, rejected: 1 });
  });
});

describe('a file that is none of these', () => {
  test.each([
    ['', 'is empty'],
    ['name,age\nAda,36\n', 'This is no incident log of ServiceNow'],
    ['"number,incident_state\n', 'cannot be read: its quotes do not match'],
  ])('is refused in words: %j', async (content, message) => {
    writeFileSync(file, content);
    await expect(run()).rejects.toThrow(message);
  });

  test('has to be there', async () => {
    await expect(run({ file: join(folder, 'none.csv') })).rejects.toThrow('There is no file');
  });
});

describe('what was imported', () => {
  test('does not change what people have changed since', async () => {
    await run();
    const manager = await platform.staff({ roles: ['manager'] });
    const { customers } = await manager.must(
      '{ customers(first: 1, orderBy: { field: CREATED_AT, direction: ASC }) { edges { node { id } } } }',
    );
    const { id } = customers.edges[0].node;
    await manager.must(
      `mutation { updateCustomer(input: { customerId: "${id}", name: "Ada Byron" }) { userErrors { code } } }`,
    );
    await run();
    const { node } = await manager.must(`{ node(id: "${id}") { ... on Customer { name } } }`);
    expect(node.name).toBe('Ada Byron');
  });

  test('is told to nobody, and no hook hears of it that did not ask', async () => {
    await run();
    await platform.settle();
    const events = await platform.platform.services.query<{ origin: string }>(
      'select distinct origin from kernel_outbox where name like $1',
      ['ticket.%'],
    );
    expect(events).toEqual([{ origin: 'import' }]);
  });

  test('is not for customers of another: a caller reads its own tickets only', async () => {
    await run();
    const [ticket] = (await ticketsOf(agent)).filter(({ externalId }) => externalId === 'INC9000004');
    const { node } = await agent.must(`{ node(id: "${ticket!.id}") { ... on Ticket { customer { id } } } }`);
    const caller = await platform.as('customer', node.customer.id);
    expect(await total(caller, 'tickets')).toBe(1);
    const { tickets } = await caller.must(
      '{ tickets { edges { node { externalId externalHandoffCount } } } }',
    );
    expect(tickets.edges[0].node).toEqual({ externalId: null, externalHandoffCount: null });
  });
});
