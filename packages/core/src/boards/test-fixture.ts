import { type Client, createTestPlatform, type Result, type TestPlatform } from '@candor/testing';

/** A process of three stages: 2, 6 and 2 days; the first and the last end with a key milestone. */
export const PROCESS = {
  key: 'app',
  name: both('App project', '应用项目'),
  stages: [
    {
      name: both('Requirements', '需求确认'),
      owner: both('Product manager', '产品经理'),
      expectedDuration: 'P2D',
      customerPart: both('Confirm the list', '确认需求清单'),
      milestone: both('Requirements confirmed', '需求已确认'),
      isKey: true,
    },
    {
      name: both('Interface design', '界面设计'),
      owner: both('Design team', '设计团队'),
      expectedDuration: 'P6D',
    },
    {
      name: both('Acceptance', '验收'),
      owner: both('Project manager', '项目经理'),
      expectedDuration: 'P2D',
      customerPart: both('Check it', '检查'),
      milestone: both('Accepted', '已验收'),
      isKey: true,
    },
  ],
};

export function both(en: string, zh: string) {
  return [
    { locale: 'en', text: en },
    { locale: 'zh-CN', text: zh },
  ];
}

export const BOARD = `
  id version title state percent nextStep nextStepExpectedAt notice lastPostedAt finishedAt boardFieldsComplete
  currentStage { id name position percent }
  contact { name }
  stages(orderBy: { field: POSITION, direction: ASC }) {
    edges { node { id position name owner expectedDuration customerPart percent state startedAt finishedAt expectedAt } }
  }
  milestones(orderBy: { field: POSITION, direction: ASC }) { edges { node { id name isKey reachedAt dueAt } } }`;

/** People around a board, and the commands that tests give in their name. */
export interface Scene {
  readonly platform: TestPlatform;
  readonly agent: Client;
  readonly manager: Client;
  readonly customer: Client;
  /** Runs a command and answers its payload, user errors included. */
  command(by: Client, name: string, input: Record<string, unknown>, selection?: string): Promise<Payload>;
  /** A new board for the customer, from the process above. */
  board(input?: Record<string, unknown>): Promise<Board>;
  read(by: Client, id: string, options?: { locale?: string }): Promise<Board | null>;
}

/** A test reads into whatever it has just asked for. */
export type Board = Result['data'];
/** A test reads into whatever it has just asked for. */
export type Payload = Result['data'];

export async function scene(options: Parameters<typeof createTestPlatform>[0] = {}): Promise<Scene> {
  const platform = await createTestPlatform(options);
  const agent = await platform.staff({ roles: ['agent'], name: 'Li Wei' });
  const manager = await platform.staff({ roles: ['manager'], name: 'Zhang Min' });
  const customer = await platform.customer({ name: 'Ada' });
  const command: Scene['command'] = async (
    by,
    name,
    input,
    selection = `board { ${BOARD} } change { id }`,
  ) => {
    const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
    const source = `mutation ($input: ${type}!) { ${name}(input: $input) { ${selection} userErrors { code field message } } }`;
    const { data, errors } = await by.run(source, { variables: { input } });
    if (errors) throw new Error(JSON.stringify(errors));
    return data[name];
  };
  await command(manager, 'createBoardTemplate', PROCESS, 'boardTemplate { id }');
  return {
    platform,
    agent,
    manager,
    customer,
    command,
    board: async (input = {}) => {
      const given = {
        customerId: customer.id,
        templateKey: 'app',
        title: both('Your app', '您的应用'),
        ...input,
      };
      const { board, userErrors } = await command(agent, 'createBoard', given);
      if (userErrors.length > 0) throw new Error(JSON.stringify(userErrors));
      return board;
    },
    read: async (by, id, { locale = 'en' } = {}) => {
      const source = `query ($id: ID!) { node(id: $id) { ... on ProgressBoard { ${BOARD} } } }`;
      const { data, errors } = await by.run(source, { variables: { id }, locale });
      if (errors) throw new Error(JSON.stringify(errors));
      return data.node;
    },
  };
}

export function nodes(connection: { edges: Array<{ node: Board }> }): Board[] {
  return connection.edges.map(({ node }) => node);
}

/** The next event of a subscription. */
export async function next(events: AsyncGenerator<Result, void, void>): Promise<Payload> {
  const { value, done } = await events.next();
  if (done) return 'complete';
  return value.errors ? { errors: value.errors } : value.data.boardProgress;
}
