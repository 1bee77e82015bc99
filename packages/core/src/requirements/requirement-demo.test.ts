import { createTestPlatform } from '@candor/testing';
import { expect, test } from '@jest/globals';

test('the demo shows voices in both languages and what came of them, the same after a second seed', async () => {
  const platform = await createTestPlatform({ seeds: ['demo', 'demo'] });
  try {
    const manager = await platform.staff({ roles: ['manager'] });
    const { feedback, requirements } = await manager.must(`{
      feedback { totalCount edges { node { title state voteCount answer handler { name } } } }
      requirements { totalCount edges { node { title state criteriaCount confirmedCriteria customers { totalCount } } } } }`);
    expect(feedback.totalCount).toBe(3);
    expect(feedback.edges.map(({ node }: { node: { voteCount: number } }) => node.voteCount).sort()).toEqual([
      0, 2, 2,
    ]);
    expect(requirements.totalCount).toBe(2);
    expect(requirements.edges.map(({ node }: { node: object }) => node)).toContainEqual({
      title: '门店周日营业',
      state: 'IN_PROGRESS',
      criteriaCount: 1,
      confirmedCriteria: 1,
      customers: { totalCount: 2 },
    });
  } finally {
    await platform.close();
  }
});
