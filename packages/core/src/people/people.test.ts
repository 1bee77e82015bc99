import { type Client, createTestPlatform, type TestPlatform } from '@candor/testing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

let platform: TestPlatform;
let manager: Client;
let agent: Client;

beforeAll(async () => {
  platform = await createTestPlatform();
  manager = await platform.staff({ roles: ['manager'], name: 'Wang Fang' });
  agent = await platform.staff({ roles: ['agent'], name: 'Li Wei' });
});
afterAll(() => platform.close());

const createDepartment = `mutation($input: CreateDepartmentInput!) {
  createDepartment(input: $input) { department { id key name version liaison { name } } userErrors { code field } } }`;
const setLiaison = `mutation($input: SetDepartmentLiaisonInput!) {
  setDepartmentLiaison(input: $input) { department { liaison { id name } version } userErrors { code field } } }`;

describe('a department', () => {
  test("has a name in every language and is read in the viewer's", async () => {
    const input = {
      key: 'support',
      name: [
        { locale: 'en', text: 'Support' },
        { locale: 'zh-CN', text: '客户支持' },
      ],
    };
    const { createDepartment: made } = await manager.must(createDepartment, { variables: { input } });
    expect(made.department).toMatchObject({ key: 'support', name: 'Support' });
    const { node } = await agent.must('query($id: ID!) { node(id: $id) { ... on Department { name } } }', {
      variables: { id: made.department.id },
      locale: 'zh-CN',
    });
    expect(node).toEqual({ name: '客户支持' });
  });

  test('has one liaison, and refuses to be changed by who has not seen the last change', async () => {
    const { departments } = await manager.must('{ departments { edges { node { id version } } } }');
    const { id, version } = departments.edges[0].node;
    const first = await manager.must(setLiaison, {
      variables: { input: { departmentId: id, staffMemberId: agent.id, version } },
    });
    expect(first.setDepartmentLiaison.department).toEqual({
      liaison: { id: agent.id, name: 'Li Wei' },
      version: version + 1,
    });
    const late = await manager.run(setLiaison, {
      variables: { input: { departmentId: id, staffMemberId: manager.id, version } },
    });
    expect(late.data.setDepartmentLiaison).toMatchObject({
      department: { liaison: { name: 'Li Wei' } },
      userErrors: [{ code: 'CONFLICT', field: ['version'] }],
    });
    expect(await platform.events()).toContainEqual(
      expect.objectContaining({ name: 'department.liaison-changed', subject: id }),
    );
  });

  test('refuses a key that is taken, or that is none', async () => {
    const name = [{ locale: 'en', text: 'X' }];
    for (const key of ['support', 'No Key']) {
      const { data } = await manager.run(createDepartment, { variables: { input: { key, name } } });
      expect(data.createDepartment.userErrors).toEqual([{ code: 'INVALID', field: ['key'] }]);
    }
  });

  test('gives its key to one of those who take it at the same moment, and tells the others', async () => {
    const input = { key: 'night-shift', name: [{ locale: 'en', text: 'Night shift' }], permissions: [] };
    const createRole = `mutation($input: CreateRoleInput!) {
      createRole(input: $input) { role { key } userErrors { code field } } }`;
    const made = [1, 2, 3, 4].map(
      async () => (await manager.run(createRole, { variables: { input } })).data.createRole,
    );
    const answers = await Promise.all(made);
    expect(answers.filter(({ role }) => role !== null)).toHaveLength(1);
    expect(answers.flatMap(({ userErrors }) => userErrors)).toEqual(
      Array.from({ length: 3 }, () => ({ code: 'INVALID', field: ['key'] })),
    );
  });

  test('is made by those who may manage people only', async () => {
    const { errors } = await agent.run(createDepartment, { variables: { input: { key: 'x', name: [] } } });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('a staff member', () => {
  const deactivate =
    'mutation($input: DeactivateStaffMemberInput!) { deactivateStaffMember(input: $input) { staffMember { isActive } userErrors { code } } }';

  test('is nobody once they have left, at once', async () => {
    const leaver = await platform.staff({ name: 'Zhao' });
    expect((await leaver.must('{ departments { totalCount } }')).departments.totalCount).toBe(1);
    await manager.must(deactivate, { variables: { input: { staffMemberId: leaver.id } } });
    await platform.settle();
    await expect(leaver.run('{ departments { totalCount } }')).rejects.toMatchObject({
      extensions: { code: 'UNAUTHENTICATED' },
    });
  });

  test('may do more as soon as a role of theirs may', async () => {
    const { roles } = await manager.must('{ roles { edges { node { id key permissions version } } } }');
    const role = roles.edges
      .map(({ node }: { node: { key: string } }) => node)
      .find(({ key }: { key: string }) => key === 'agent');
    await manager.must(
      'mutation($input: SetRolePermissionsInput!) { setRolePermissions(input: $input) { role { id } userErrors { code message } } }',
      {
        variables: { input: { roleId: role.id, permissions: [...role.permissions, 'people:manage'] } },
      },
    );
    await platform.settle();
    const { data } = await agent.run(createDepartment, {
      variables: { input: { key: 'logistics', name: [{ locale: 'en', text: 'Logistics' }] } },
    });
    expect(data.createDepartment.department).toMatchObject({ key: 'logistics' });
  });
});
