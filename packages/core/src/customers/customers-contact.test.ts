import { type Client, createTestPlatform, type TestPlatform } from '@candor/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

let platform: TestPlatform;
let manager: Client;
let agent: Client;
let ada: Client;
let stranger: Client;

beforeAll(async () => {
  platform = await createTestPlatform();
  manager = await platform.staff({ roles: ['manager'], name: 'Wang Fang' });
  agent = await platform.staff({ roles: ['agent'] });
  ada = await platform.customer({ name: 'Ada' });
  stranger = await platform.customer({ name: 'Bo' });
});
afterAll(() => platform.close());

const POINT = 'id kind label value maskedValue isVerified isPreferred version';
const add = `mutation($input: AddContactPointInput!) {
  addContactPoint(input: $input) { contactPoint { ${POINT} } userErrors { code field message } } }`;
const update = `mutation($input: UpdateContactPointInput!) {
  updateContactPoint(input: $input) { contactPoint { ${POINT} } userErrors { code field } } }`;
const remove = `mutation($input: RemoveContactPointInput!) {
  removeContactPoint(input: $input) { removedContactPointId contactPoint { id } customer { id } userErrors { code field } } }`;
const points = `query($id: ID!, $filter: CustomerContactPointsFilter) { node(id: $id) { ... on Customer {
  contactPoints(filter: $filter, orderBy: { field: CREATED_AT, direction: ASC }) { edges { node { ${POINT} } } } } } }`;
const search =
  'query($kind: ContactPointKind!, $value: String!) { customersByContact(kind: $kind, value: $value) { id name } }';

/** A contact point as the query answers it. */
interface Point {
  readonly id: string;
  readonly value: string | null;
  readonly isPreferred: boolean;
  readonly version: number;
}

async function added(customer: Client, contactPoint: object, by = manager): Promise<Point> {
  const { addContactPoint } = await by.must(add, {
    variables: { input: { customerId: customer.id, contactPoint } },
  });
  return addContactPoint.contactPoint;
}

async function pointsOf(customer: Client, viewer: Client, filter = {}): Promise<Point[] | null> {
  const { node } = await viewer.must(points, { variables: { id: customer.id, filter } });
  return node?.contactPoints.edges.map((edge: { node: Point }) => edge.node) ?? null;
}

describe('a contact point', () => {
  test('lies encrypted in its table, and the address nowhere else', async () => {
    const point = await added(ada, { kind: 'EMAIL', value: 'ada.lovelace@example.com', label: 'work' });
    const [row] = await platform.platform.services.query<{
      value: string;
      value_index: string;
      masked_value: string;
    }>('select value, value_index, masked_value from customers_contact_point');
    expect(row!.value).toMatch(new RegExp(`^v1\\.${ada.id}\\.`));
    expect(row!.masked_value).toBe('a***@example.com');
    const tables = [
      'customers_contact_point',
      'customers_customer',
      'kernel_audit',
      'kernel_outbox',
      'kernel_idempotency',
    ];
    for (const table of tables) {
      const leaks = await platform.platform.services.query(
        `select 1 from ${table} t where t::text ilike '%ada.lovelace%'`,
      );
      expect([table, leaks]).toEqual([table, []]);
    }
    expect(point).toMatchObject({
      value: 'ada.lovelace@example.com',
      label: 'work',
      isVerified: false,
      isPreferred: false,
    });
  });

  test('shows its value to the customer and to staff with customers:contact, to other staff masked', async () => {
    expect((await pointsOf(ada, ada))![0]).toMatchObject({ value: 'ada.lovelace@example.com' });
    expect((await pointsOf(ada, manager))![0]).toMatchObject({ value: 'ada.lovelace@example.com' });
    expect((await pointsOf(ada, agent))![0]).toMatchObject({ value: null, maskedValue: 'a***@example.com' });
  });

  test('does not exist for another customer, nor for anybody without a token', async () => {
    const [point] = (await pointsOf(ada, ada))!;
    for (const viewer of [stranger, platform.anonymous()]) {
      expect(await pointsOf(ada, viewer)).toBeNull();
      expect(
        (await viewer.must('query($id: ID!) { node(id: $id) { id } }', { variables: { id: point!.id } }))
          .node,
      ).toBeNull();
    }
    const { errors } = await stranger.run(update, {
      variables: { input: { contactPointId: point!.id, isVerified: true } },
    });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
  });

  test('is refused with a message when its value does not fit its kind, or is there already', async () => {
    const cases = [
      [{ kind: 'EMAIL', value: 'ada' }, 'This is no e-mail address, such as li.wei@example.com.'],
      [
        { kind: 'PHONE', value: '138 1234 1234' },
        'Write the number with the code of its country, such as +8613812341234.',
      ],
      [{ kind: 'EMAIL', value: 'ADA.Lovelace@example.com' }, 'The customer has this contact point already.'],
    ] as const;
    for (const [contactPoint, message] of cases) {
      const { data } = await manager.run(add, { variables: { input: { customerId: ada.id, contactPoint } } });
      expect(data.addContactPoint).toEqual({
        contactPoint: null,
        userErrors: [{ code: 'INVALID', field: ['contactPoint', 'value'], message }],
      });
    }
  });

  test('finds its customer by the whole value, however it is written, and all who share it', async () => {
    await added(ada, { kind: 'PHONE', value: '+86 138 1234 1234' });
    await added(stranger, { kind: 'PHONE', value: '+8613812341234' });
    const find = async (kind: string, value: string, who = manager) =>
      (await who.must(search, { variables: { kind, value } })).customersByContact.map(
        ({ name }: { name: string }) => name,
      );
    expect(await find('EMAIL', ' Ada.Lovelace@EXAMPLE.com')).toEqual(['Ada']);
    expect(new Set(await find('PHONE', '+86-13812341234'))).toEqual(new Set(['Ada', 'Bo']));
    expect(await find('EMAIL', 'ada.love@example.com')).toEqual([]);
    const half = await manager.run(search, { variables: { kind: 'EMAIL', value: 'ada' } });
    expect(half.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  test('is searched for only by those who may see it', async () => {
    for (const who of [agent, ada]) {
      const { errors } = await who.run(search, {
        variables: { kind: 'EMAIL', value: 'ada.lovelace@example.com' },
      });
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
    }
  });

  test('is preferred alone of its kind, whoever asks at once', async () => {
    const customer = await platform.customer({ name: 'Chen' });
    const mail = await added(customer, { kind: 'EMAIL', value: 'chen@example.com', isPreferred: true });
    const phones = [];
    for (const digit of [1, 2, 3, 4, 5]) {
      phones.push(
        await added(customer, { kind: 'PHONE', value: `+861381234000${digit}`, isPreferred: digit === 1 }),
      );
    }
    await Promise.all(
      phones.map((point) =>
        manager.must(update, { variables: { input: { contactPointId: point.id, isPreferred: true } } }),
      ),
    );
    const preferred = (await pointsOf(customer, manager, { isPreferred: true }))!;
    expect(preferred).toHaveLength(2);
    expect(preferred[0]!.id).toBe(mail.id);
    const last = await added(customer, { kind: 'PHONE', value: '+8613812340006', isPreferred: true });
    expect(
      (await pointsOf(customer, manager, { isPreferred: true, kind: { in: ['PHONE'] } }))!.map(
        ({ id }) => id,
      ),
    ).toEqual([last.id]);
    await expect(
      platform.platform.services.query('update customers_contact_point set is_preferred = true'),
    ).rejects.toThrow('customers_contact_point_customer_id_kind_unique');
  });

  test('answers a CONFLICT with the record as it is', async () => {
    const point = await added(ada, { kind: 'OTHER', value: 'wxid_ada', label: 'wechat' });
    const input = { contactPointId: point.id, isVerified: true, version: point.version };
    expect(
      (await manager.must(update, { variables: { input } })).updateContactPoint.contactPoint,
    ).toMatchObject({ isVerified: true, version: 2 });
    const { data } = await manager.run(update, { variables: { input: { ...input, isVerified: false } } });
    expect(data.updateContactPoint).toMatchObject({
      contactPoint: { isVerified: true, version: 2, value: 'wxid_ada' },
      userErrors: [{ code: 'CONFLICT', field: ['version'] }],
    });
  });

  test('is nowhere once it is removed, and may be added again', async () => {
    const customer = await platform.customer({ name: 'Dai' });
    const contactPoint = { kind: 'EMAIL', value: 'dai@example.com', isPreferred: true };
    const point = await added(customer, contactPoint);
    const input = { contactPointId: point.id };
    expect((await manager.must(remove, { variables: { input } })).removeContactPoint).toMatchObject({
      removedContactPointId: point.id,
      contactPoint: null,
      customer: { id: customer.id },
    });
    expect(await pointsOf(customer, manager)).toEqual([]);
    const byMail = { variables: { kind: 'EMAIL', value: 'dai@example.com' } };
    expect((await manager.must(search, byMail)).customersByContact).toEqual([]);
    const { data } = await manager.run(remove, { variables: { input } });
    expect(data.removeContactPoint.userErrors).toEqual([{ code: 'NOT_FOUND', field: ['contactPointId'] }]);
    expect((await added(customer, contactPoint)).isPreferred).toBe(true);
    expect((await manager.must(search, byMail)).customersByContact).toMatchObject([{ id: customer.id }]);
  });

  test('leaves a trail that names what changed, and an event for its customer', async () => {
    const customer = await platform.customer({ name: 'Eve' });
    const point = await added(customer, { kind: 'EMAIL', value: 'eve@example.com' });
    await manager.must(update, { variables: { input: { contactPointId: point.id, isVerified: true } } });
    const trail = await platform.platform.services.query<{
      action: string;
      actor: string;
      content: Record<string, object>;
    }>('select action, actor, content from kernel_audit where subject = $1 order by seq', [point.id]);
    expect(trail).toMatchObject([
      {
        action: 'contactPoint.add',
        actor: manager.id,
        content: { after: { customer: customer.id, kind: 'EMAIL' } },
      },
      { action: 'contactPoint.update', actor: manager.id, content: { after: { isVerified: true } } },
    ]);
    const events = (await platform.events()).filter(({ subject }) => subject === customer.id);
    expect(events.map(({ name, payload }) => [name, payload['fields']])).toEqual([
      ['customer.created', undefined],
      ['customer.changed', ['contactPoints']],
      ['customer.changed', ['contactPoints']],
    ]);
  });
});
