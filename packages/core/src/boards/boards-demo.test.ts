import type { Client } from '@candor/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findDemo } from './boards-demo.js';
import { DEMO } from './boards-demo-content.js';
import { type Board, nodes, type Scene, scene } from './test-fixture.js';

const BOARDS = `{ boards(orderBy: { field: CREATED_AT, direction: ASC }) { edges { node {
  reference title state percent nextStep nextStepExpectedAt notice boardFieldsComplete
  currentStage { name percent } customer { name } contact { name }
  stages(orderBy: { field: POSITION, direction: ASC }) { edges { node { name state } } }
  changes(orderBy: { field: AT, direction: ASC }) { edges { node { at kind } } }
} } } }`;

describe('the demo', () => {
  let at: Scene;
  beforeAll(async () => {
    at = await scene({ seeds: ['demo'] });
  });
  afterAll(() => at?.platform.close());

  const board = async (by: Client, reference: string, locale = 'en'): Promise<Board> => {
    const { boards } = await by.must(BOARDS, { locale });
    return nodes(boards).find((one) => one.reference === reference);
  };

  it('E1 shows an app project whose interface design is 80 % done, with the development in 3 days', async () => {
    expect(await board(at.agent, DEMO.boards.app)).toMatchObject({
      title: 'Mobile app for the Blue Lantern tea house',
      currentStage: { name: 'Interface design', percent: 80 },
      nextStep: 'Development',
      nextStepExpectedAt: '2026-03-05T08:00:00.000Z',
      contact: { name: 'Li Wei' },
      boardFieldsComplete: true,
    });
    expect(await board(at.agent, DEMO.boards.app, 'zh-CN')).toMatchObject({
      currentStage: { name: '界面设计', percent: 80 },
      nextStep: '进入开发阶段',
    });
  });

  it('shows a repair from the application to the call back', async () => {
    const repair = await board(at.agent, DEMO.boards.repair);
    expect(nodes(repair.stages).map(({ name, state }) => `${name}: ${state}`)).toEqual([
      'Apply: DONE',
      'Inspect: DONE',
      'Repair: CURRENT',
      'Accept: PENDING',
      'Call back: PENDING',
    ]);
  });

  it('shows a delivery that a rainstorm delays by two days, with a coupon for it', async () => {
    const inEnglish = await board(at.agent, DEMO.boards.delivery);
    expect(inEnglish.notice).toMatch(/rainstorm.*two days.*50-yuan coupon/);
    expect((await board(at.agent, DEMO.boards.delivery, 'zh-CN')).notice).toMatch(/暴雨.*两天.*50 元优惠券/);
  });

  it('has a past', async () => {
    const { changes } = await board(at.agent, DEMO.boards.app);
    expect(nodes(changes)).toEqual([
      { kind: 'CREATED', at: '2026-02-17T09:00:00.000Z' },
      { kind: 'PROGRESS', at: '2026-02-22T09:00:00.000Z' },
      { kind: 'PROGRESS', at: '2026-02-27T09:00:00.000Z' },
      { kind: 'PROGRESS', at: '2026-03-02T08:00:00.000Z' },
    ]);
  });

  it('has people for whom tokens can be minted, each of whom sees what is theirs', async () => {
    const demo = await findDemo(at.platform.platform.services);
    const customer = await at.platform.as('customer', demo!.customer);
    const { boards } = await customer.must(BOARDS);
    expect(
      nodes(boards)
        .map(({ reference }) => reference)
        .sort(),
    ).toEqual([DEMO.boards.app, DEMO.boards.delivery].sort());
    const manager = await at.platform.as('staff', demo!.manager);
    expect(nodes((await manager.must(BOARDS)).boards)).toHaveLength(3);
    const agent = await at.platform.as('staff', demo!.agent);
    const { archiveBoard } = (
      await agent.run(
        'mutation ($input: ArchiveBoardInput!) { archiveBoard(input: $input) { archivedBoardId } }',
        {
          variables: { input: { boardId: demo!.board } },
        },
      )
    ).data;
    expect(archiveBoard).toBeNull();
  });

  it('adds nothing when it is seeded again', async () => {
    const counts = () =>
      at.platform.platform.services.query(`select
        (select count(*) from boards_board) as boards, (select count(*) from boards_change) as changes,
        (select count(*) from boards_template) as templates, (select count(*) from people_staff_member) as staff,
        (select count(*) from customers_customer) as customers, (select count(*) from kernel_outbox) as events,
        (select count(*) from kernel_stream_entry) as entries`);
    const before = await counts();
    await at.platform.platform.seed('demo');
    expect(await counts()).toEqual(before);
  });
});
