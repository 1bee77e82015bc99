import type { Services } from '@candor/kernel';
import type { Tx } from '@candor/kernel/database';
import { type Customer, upsertCustomer } from '../customers/index.js';
import { createStaffMember, StaffMember } from '../people/index.js';
import { after } from './board-progress.js';
import { both, DEMO, DEMO_TEMPLATES } from './boards-demo-content.js';
import type { CreateBoardInput, PostProgressInput } from './boards-inputs.js';
import { createBoard, stagesOf } from './boards-service.js';
import { Milestone } from './milestone.js';
import { ProgressBoard } from './progress-board.js';
import { postProgress } from './progress-service.js';
import { createBoardTemplate, currentTemplate } from './template-service.js';

/** Three boards as customers see them, with the people they belong to. What is there already stays as it is. */
export async function seedDemoBoards(tx: Tx): Promise<void> {
  const agent = await staff(tx, 'Li Wei', 'Service adviser', DEMO.agent, 'agent');
  await staff(tx, 'Zhang Min', 'Head of customer service', DEMO.manager, 'manager');
  const chen = await customer(tx, DEMO.customers.chen, 'Chen Jing', 'zh-CN');
  const santos = await customer(tx, DEMO.customers.santos, 'Maria Santos', 'en');
  for (const template of DEMO_TEMPLATES) {
    if (!(await currentTemplate(tx, template.key))) await createBoardTemplate(tx, template);
  }
  // What the boards point to is looked up under access rules, in the database.
  await tx.em.flush();
  const about = { contactId: agent.id };
  await appProject(tx, { ...about, customerId: chen.id });
  await repair(tx, { ...about, customerId: santos.id });
  await delivery(tx, { ...about, customerId: chen.id });
}

/** Public ids of the demo's people and of the board that moves, for tokens and links; null before the seed. */
export async function findDemo(services: Services) {
  return services.command(async ({ em }) => {
    const agent = await em.findOne(StaffMember, { email: DEMO.agent });
    const manager = await em.findOne(StaffMember, { email: DEMO.manager });
    const board = await em.findOne(ProgressBoard, { reference: DEMO.boards.app });
    if (!agent || !manager || !board) return null;
    return { agent: agent.id, manager: manager.id, customer: board.customer, board: board.id };
  });
}

type About = Pick<CreateBoardInput, 'contactId' | 'customerId'>;
type Post = Partial<PostProgressInput> & { readonly stage: number; readonly ago: string };

/** A post, by the position of its stage and how long ago it was. */
async function story(tx: Tx, start: string, input: CreateBoardInput, posts: readonly Post[]): Promise<void> {
  if ((await tx.em.count(ProgressBoard, { reference: input.reference! })) > 0) return;
  const { board } = await createBoard(tx, input, { at: before(tx.now, start) });
  const stages = await stagesOf(tx, board.id);
  const milestones = await tx.em.find(Milestone, { board: board.id });
  for (const { stage, ago, percent = 100, ...post } of posts) {
    const reached = milestones.filter(({ position }) => percent === 100 && position === stage);
    await postProgress(
      tx,
      {
        ...post,
        boardId: board.id,
        stageId: stages[stage - 1]!.id,
        percent,
        milestonesReached: reached.map(({ id }) => id),
      },
      { at: before(tx.now, ago) },
    );
  }
}

function appProject(tx: Tx, about: About): Promise<void> {
  const title = both('Mobile app for the Blue Lantern tea house', '“蓝灯笼”茶馆移动应用');
  return story(tx, 'P13D', { ...about, title, reference: DEMO.boards.app, templateKey: 'app-project' }, [
    {
      stage: 1,
      ago: 'P8D',
      nextStep: both('Interface design', '进入界面设计阶段'),
      nextStepExpectedIn: 'P1D',
      note: both('You have confirmed the list of requirements.', '您已确认需求清单。'),
    },
    {
      stage: 2,
      ago: 'P3D',
      percent: 50,
      nextStep: both('Drafts of all screens for you to look at', '提交全部界面设计稿供您查看'),
      nextStepExpectedIn: 'P3D',
    },
    {
      stage: 2,
      ago: 'PT1H',
      percent: 80,
      nextStep: both('Development', '进入开发阶段'),
      nextStepExpectedIn: 'P3D',
      note: both(
        'The interface design is 80 % done; we expect to begin with the development in 3 days.',
        '界面设计已完成 80%，预计 3 天后进入开发阶段。',
      ),
    },
  ]);
}

function repair(tx: Tx, about: About): Promise<void> {
  const title = both('Repair of your coffee machine', '咖啡机维修');
  return story(
    tx,
    'P3D',
    { ...about, title, reference: DEMO.boards.repair, templateKey: 'after-sales-repair' },
    [
      {
        stage: 1,
        ago: 'P2D',
        nextStep: both('Inspection in the workshop', '维修车间检测'),
        nextStepExpectedIn: 'P1D',
      },
      {
        stage: 2,
        ago: 'P1D',
        nextStep: both('Repair: the pump is replaced', '开始维修：更换水泵'),
        nextStepExpectedIn: 'PT12H',
        note: both(
          'The pump is worn out; the repair is covered by the warranty.',
          '水泵磨损，维修在保修范围内。',
        ),
      },
      {
        stage: 3,
        ago: 'PT2H',
        percent: 60,
        nextStep: both('Final check, then you try the machine', '最终检查，随后由您试用'),
        nextStepExpectedIn: 'P1D',
      },
    ],
  );
}

function delivery(tx: Tx, about: About): Promise<void> {
  const title = both('Delivery of your order 20260042', '订单 20260042 配送');
  return story(tx, 'P3D', { ...about, title, reference: DEMO.boards.delivery, templateKey: 'delivery' }, [
    { stage: 1, ago: 'P2DT20H', nextStep: both('Packing', '打包出库'), nextStepExpectedIn: 'P1D' },
    { stage: 2, ago: 'P2D', nextStep: both('Transport', '开始运输'), nextStepExpectedIn: 'PT6H' },
    {
      stage: 3,
      ago: 'PT3H',
      percent: 60,
      nextStep: both('Delivery to your door', '送货上门'),
      nextStepExpectedIn: 'P2D',
      notice: both(
        'A rainstorm has closed the road: your parcel comes two days later. We are sorry, and have put a 50-yuan coupon on your account.',
        '受暴雨影响，道路封闭，您的包裹将延迟两天送达。非常抱歉，我们已向您的账户发放一张 50 元优惠券。',
      ),
      note: both('Delayed by two days by a rainstorm.', '因暴雨延迟两天。'),
    },
  ]);
}

async function staff(tx: Tx, name: string, title: string, email: string, role: string): Promise<StaffMember> {
  const known = await tx.em.findOne(StaffMember, { email });
  return known ?? createStaffMember(tx, { name, title, email, roles: [role] });
}

function customer(tx: Tx, value: string, name: string, locale: string): Promise<Customer> {
  return upsertCustomer(tx, { externalId: { system: DEMO.system, value }, name, locale });
}

function before(instant: Date, duration: string): Date {
  return after(instant, `-${duration}`);
}
