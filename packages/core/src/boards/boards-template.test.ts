import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { both, nodes, PROCESS, type Scene, scene } from './test-fixture.js';

const TEMPLATE = `id key edition isCurrent name
  stages(orderBy: { field: POSITION, direction: ASC }) {
    edges { node { position name owner expectedDuration customerPart milestone isKey } }
  }`;

describe('the processes that boards are made from', () => {
  let at: Scene;
  beforeAll(async () => {
    at = await scene();
  });
  afterAll(() => at?.platform.close());

  const create = (input: object) =>
    at.command(at.manager, 'createBoardTemplate', { ...PROCESS, ...input }, `boardTemplate { ${TEMPLATE} }`);

  it('G4 shows the customer every step with who does it, how long it takes and what is theirs to do', async () => {
    const board = await at.board();
    const seen = await at.read(at.customer, board.id);
    expect(nodes(seen.stages)).toMatchObject([
      {
        name: 'Requirements',
        owner: 'Product manager',
        expectedDuration: 'P2D',
        customerPart: 'Confirm the list',
      },
      { name: 'Interface design', owner: 'Design team', expectedDuration: 'P6D', customerPart: null },
      { name: 'Acceptance', owner: 'Project manager', expectedDuration: 'P2D', customerPart: 'Check it' },
    ]);
    expect(nodes(seen.stages).map(({ state, expectedAt }) => [state, expectedAt])).toEqual([
      ['CURRENT', '2026-03-04T09:00:00.000Z'],
      ['PENDING', '2026-03-10T09:00:00.000Z'],
      ['PENDING', '2026-03-12T09:00:00.000Z'],
    ]);
  });

  it('G4 lets the customer look the process up, in its newest edition', async () => {
    const source = `query { boardTemplates(filter: { key: { in: ["app"] }, isCurrent: true }) { edges { node { ${TEMPLATE} } } } }`;
    const { boardTemplates } = await at.customer.must(source, { locale: 'zh-CN' });
    const [template] = nodes(boardTemplates);
    expect(template).toMatchObject({ key: 'app', name: '应用项目', isCurrent: true });
    expect(nodes(template.stages)[0]).toMatchObject({
      owner: '产品经理',
      customerPart: '确认需求清单',
      milestone: '需求已确认',
      isKey: true,
    });
  });

  it('G4 keeps a running board at the edition it was made from', async () => {
    const running = await at.board();
    const [requirements, design] = PROCESS.stages;
    const { boardTemplate, userErrors } = await create({
      stages: [requirements, { ...design, owner: both('New team', '新团队') }],
    });
    expect(userErrors).toEqual([]);
    expect(boardTemplate).toMatchObject({ key: 'app', edition: 2, isCurrent: true });

    const kept = await at.read(at.customer, running.id);
    expect(nodes(kept.stages).map(({ owner }) => owner)).toEqual([
      'Product manager',
      'Design team',
      'Project manager',
    ]);
    const made = await at.board();
    expect(nodes(made.stages).map(({ owner }) => owner)).toEqual(['Product manager', 'New team']);

    const source = `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on ProgressBoard { template { edition isCurrent } } } }`;
    const { nodes: boards } = await at.agent.must(source, { variables: { ids: [running.id, made.id] } });
    expect(boards).toEqual([
      { template: { edition: 1, isCurrent: false } },
      { template: { edition: 2, isCurrent: true } },
    ]);
  });

  it('G4 refuses a step without an owner or a duration', async () => {
    const [stage] = PROCESS.stages;
    const { owner: _, ...ownerless } = stage!;
    await expect(create({ stages: [ownerless] })).rejects.toThrow('owner');
    const cases: Array<[object, string[]]> = [
      [{ owner: [] }, ['stages', '0', 'owner']],
      [{ expectedDuration: 'P0D' }, ['stages', '0', 'expectedDuration']],
      [{ expectedDuration: '3 days' }, ['stages', '0', 'expectedDuration']],
      [{ milestone: null }, ['stages', '0', 'isKey']],
    ];
    for (const [wrong, field] of cases) {
      const { userErrors } = await create({ stages: [{ ...stage, ...wrong }] });
      expect(userErrors).toMatchObject([{ code: 'INVALID', field }]);
    }
    expect((await create({ stages: [] })).userErrors).toMatchObject([{ field: ['stages'] }]);
  });

  it('numbers editions that are written at the same time', async () => {
    const made = await Promise.all([1, 2, 3].map(() => create({ key: 'race' })));
    expect(made.map(({ boardTemplate }) => boardTemplate.edition).sort()).toEqual([1, 2, 3]);
    const source = `query { boardTemplates(filter: { key: { in: ["race"] }, isCurrent: true }) { totalCount edges { node { edition } } } }`;
    const { boardTemplates } = await at.agent.must(source);
    expect(boardTemplates).toEqual({ totalCount: 1, edges: [{ node: { edition: 3 } }] });
  });

  it('is written by managers only', async () => {
    const { errors } = await at.agent.run(
      'mutation ($input: CreateBoardTemplateInput!) { createBoardTemplate(input: $input) { boardTemplate { id } } }',
      { variables: { input: PROCESS } },
    );
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });
});
