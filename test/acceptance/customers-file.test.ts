import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportCustomersTo } from '@candor/server/export';
import { customersText, importCustomersFile, readMapping } from '@candor/server/import';
import { type Client, createTestPlatform, type TestPlatform } from '@candor/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

let platform: TestPlatform;
let manager: Client;
const folder = mkdtempSync(join(tmpdir(), 'candor-customers-'));
const path = (name: string) => join(folder, name);

beforeAll(async () => {
  platform = await createTestPlatform();
  manager = await platform.staff({ roles: ['manager'] });
});
afterAll(async () => {
  await platform.close();
  rmSync(folder, { recursive: true });
});

const HEADER =
  'Number,Full name,kind,company external id,phone,email,tags,source,collected_at,birth date,Note';
const GOOD = [
  'c-1,Acme,company,,,,,,,,',
  'p-1,"Li, Wei",person,c-1,+8613812341234,li@example.com,vip;tea,fair,2026-02-01,1988-02-29,x',
  'p-2,Zhao Lei,,,,,,site,,,',
];

function run(lines: readonly string[], options: object = {}, name = 'customers.csv') {
  writeFileSync(path(name), `\uFEFF${[HEADER, ...lines].join('\r\n')}\r\n`);
  return importCustomersFile(platform.platform.services, {
    file: path(name),
    system: 'crm',
    mapping: { externalId: 'Number', name: 'Full name' },
    ...options,
  });
}
const total = () =>
  manager.must('{ customers { totalCount } }').then(({ customers }) => customers.totalCount);
const sources = () =>
  manager
    .must('{ customerMetrics { customersBySource { key count } } }')
    .then(({ customerMetrics }) => customerMetrics.customersBySource);
const found = (value: string) =>
  manager
    .must(
      `query($value: String!) { customerByExternalId(system: "crm", value: $value) { id name kind birthDate tags company { name }
        contactPoints { edges { node { value } } } sources { edges { node { channel collectedAt } } } } }`,
      { variables: { value } },
    )
    .then(({ customerByExternalId }) => customerByExternalId);

describe('a file of customers', () => {
  test('A1 is tried first and leaves nothing, is taken over with its sources, and again changes nothing', async () => {
    expect(await sources()).toEqual([]);
    const dry = await run(GOOD, { isDryRun: true });
    expect(dry).toMatchObject({ rows: { in: 3, created: 3, rejected: 0 }, isDryRun: true });
    expect([await total(), (await platform.events()).length]).toEqual([0, 1]);

    const report = await run(GOOD);
    expect(report).toMatchObject({
      rows: { in: 3, created: 3, changed: 0, same: 0, rejected: 0 },
      ignoredColumns: ['Note'],
      rejectsFile: null,
    });
    expect(await found('p-1')).toMatchObject({
      name: 'Li, Wei',
      kind: 'PERSON',
      birthDate: '1988-02-29',
      tags: ['tea', 'vip'],
      company: { name: 'Acme' },
      sources: { edges: [{ node: { channel: 'fair', collectedAt: '2026-02-01T00:00:00.000Z' } }] },
    });
    expect(await sources()).toEqual([
      { key: 'fair', count: 1 },
      { key: 'site', count: 1 },
      { key: 'unknown', count: 1 },
    ]);
    expect((await run(GOOD)).rows).toMatchObject({ created: 0, changed: 0, same: 3 });
    expect((await run(['p-2,Zhao Lei Ming,,,,,,,,,'])).rows).toMatchObject({ changed: 1, same: 0 });
    expect((await found('p-2')).name).toBe('Zhao Lei Ming');
    expect(await total()).toBe(3);
  });

  test('is taken but for the rows that are wrong, which are named by line and column', async () => {
    const report = await run([
      'p-3,Good,,,,,,,,,',
      'p-4,Bad phone,,,138 1234,,,,,,',
      'p-5,No company,,c-9,,,,,,,',
      ',Nobody,,,,,,,,,',
      'p-6,Robot,robot,,,,,,,12.3.1990,',
      'p-7,short',
      'p-1,Other kind,company,,,,,,,,',
      'p-8,Also good,,,,,,,,,',
    ]);
    expect(report.rows).toEqual({ in: 8, created: 2, changed: 0, same: 0, rejected: 6 });
    expect(report.errors.map(({ line, column }) => [line, column])).toEqual(
      expect.arrayContaining([
        [3, 'phone'],
        [4, 'company external id'],
        [5, 'Number'],
        [6, 'kind'],
        [7, null],
        [8, 'kind'],
      ]),
    );
    expect(customersText(report)).toContain('line 3, phone: Write the number with the code of its country');
    const rejects = readFileSync(report.rejectsFile!, 'utf8').trim().split('\n');
    expect(rejects).toHaveLength(7);
    expect(rejects[1]).toMatch(/^3,|^7,/);
    await run(['p-3,Good,,,,,,,,,']);
    expect(existsSync(report.rejectsFile!)).toBe(false);
  });

  test('may hold somebody twice, and be stopped between two batches', async () => {
    const rows = ['p-9,First,,,,,,,,,', 'p-9,Second,,,,,,,,,'];
    expect((await run(rows)).rows).toMatchObject({ created: 1, changed: 1 });
    expect((await found('p-9')).name).toBe('Second');
    const controller = new AbortController();
    const many = Array.from({ length: 150 }, (_, index) => `m-${index},M,,,,,,,,,`);
    const report = await run(many, { signal: controller.signal, onProgress: () => controller.abort() });
    expect(report).toMatchObject({ rows: { in: 100, created: 100 }, isStopped: true });
  });

  test('is refused as a whole where it has no ids or its mapping is wrong', async () => {
    await expect(run([], { mapping: { externalId: 'Nothing' } })).rejects.toThrow('no column "Nothing"');
    await expect(run([], { mapping: { name: 'Full name' } })).rejects.toThrow('no column for externalId');
    await expect(run([], { system: 'Bad Key' })).rejects.toThrow('no key of a system');
    await expect(readMapping(undefined, ['height=Size'])).rejects.toThrow('The fields are externalId');
    writeFileSync(path('map.json'), '{"name": "A", "phone": "B"}');
    expect(await readMapping(path('map.json'), ['name=C=D'])).toEqual({ name: 'C=D', phone: 'B' });
  });

  test('is what an export writes, with what is encrypted only when asked', async () => {
    await run(['f-1,=cmd(),,,,,,,,,']);
    const written = async (options: object) => {
      let text = '';
      const write = async (part: string) => {
        text += part;
      };
      const all = { format: 'csv', system: 'crm', withContacts: false, ...options } as const;
      await exportCustomersTo(platform.platform.services, write, all);
      return text;
    };
    const closed = await written({});
    expect(closed).toContain('p-1,PERSON,"Li, Wei",c-1');
    expect(closed).not.toContain('+8613812341234');
    expect(closed).toContain(`'=cmd()`);
    const open = await written({ withContacts: true });
    expect(open).toContain('1988-02-29');
    expect(open).toContain('+8613812341234');
    writeFileSync(path('again.csv'), open);
    const again = await importCustomersFile(platform.platform.services, {
      file: path('again.csv'),
      system: 'crm',
      mapping: {},
    });
    expect(again.rows).toMatchObject({ created: 0, changed: 0, rejected: 0 });
    const lines = (await written({ format: 'jsonl' })).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).externalId)).toContain('p-2');
    const [trail] = await platform.platform.services.query<{ count: number }>(
      `select count(*)::int from kernel_audit where action = 'customer.export'`,
    );
    expect(trail!.count).toBe(3);
  });

  test('holds for one customer all that is kept, to take along, and nobody else gets it', async () => {
    const { id } = await found('p-1');
    const own = await platform.as('customer', id);
    const query = `query($id: ID!) { customerData(customerId: $id) { isComplete customer { name birthDate }
      contactPoints { value } sources { channel } behaviour { detail } consents { purpose } } }`;
    const ask = (by: Client) => by.run(query, { variables: { id } }).then(({ data }) => data.customerData);
    expect(await ask(own)).toMatchObject({
      isComplete: true,
      customer: { name: 'Li, Wei', birthDate: '1988-02-29' },
      contactPoints: expect.arrayContaining([{ value: 'li@example.com' }]),
      sources: [{ channel: 'fair' }],
    });
    expect((await ask(manager)).customer.name).toBe('Li, Wei');
    expect(await ask(await platform.as('customer', (await found('p-2')).id))).toBeNull();
    expect(await ask(await platform.staff({ roles: ['agent'] }))).toBeNull();
  });
});
