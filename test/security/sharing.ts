import type { Client, TestPlatform } from '@candor/testing';

/** Somebody of each kind who may watch a board, and their doubles. */
export interface Agents {
  readonly agent: Client;
  readonly otherAgent: Client;
  /** Staff who may read boards and customers, and no numbers to call. */
  readonly reader: Client;
  /** The same, and the numbers too. */
  readonly caller: Client;
  /** Staff without a right. */
  readonly nobody: Client;
  readonly customer: Client;
  readonly sameCustomer: Client;
  readonly otherCustomer: Client;
  readonly link: Client;
  readonly otherLink: Client;
  readonly foreignLink: Client;
}

export interface Everybody extends Agents {
  /** One of the first customer, one of the other. */
  readonly boards: readonly string[];
  /** Of the three links, in their order. */
  readonly linkIds: readonly string[];
}

export async function people(platform: TestPlatform): Promise<Everybody> {
  const manager = await platform.staff({ roles: ['manager'] });
  const staffWith = async (key: string, permissions: readonly string[]) => {
    const input = { key, name: [{ locale: 'en', text: key }], permissions };
    await must(manager, 'createRole', 'CreateRoleInput', input, 'role { id }');
    return platform.staff({ roles: [key], name: key });
  };
  const [agent, otherAgent] = [
    await platform.staff({ roles: ['agent'], name: 'Li Wei' }),
    await platform.staff({ roles: ['agent'], name: 'Wang Fang' }),
  ];
  const [customer, otherCustomer] = [
    await platform.customer({ name: 'Ada' }),
    await platform.customer({ name: 'Bo' }),
  ];
  const text = (en: string) => [{ locale: 'en', text: en }];
  const stage = { name: text('Work'), owner: text('Workshop'), expectedDuration: 'P2D', isKey: false };
  const template = { key: 'work', name: text('Work'), stages: [stage] };
  await must(manager, 'createBoardTemplate', 'CreateBoardTemplateInput', template, 'boardTemplate { id }');
  const boards: string[] = [];
  for (const { id } of [customer, otherCustomer]) {
    const input = {
      customerId: id,
      templateKey: 'work',
      title: [...text(`For ${id}`), { locale: 'zh-CN', text: `给${id}` }],
    };
    const { board } = await must(agent, 'createBoard', 'CreateBoardInput', input, 'board { id }');
    boards.push(board.id);
  }
  const linkIds: string[] = [];
  const linkTo = async (boardId: string) => {
    const input = { boardId, expiresIn: 'P1D' };
    const { shareLink } = await must(agent, 'shareBoard', 'ShareBoardInput', input, 'shareLink { id token }');
    linkIds.push(shareLink.id);
    return platform.bearer(shareLink.token);
  };
  return {
    boards,
    linkIds,
    agent,
    otherAgent,
    reader: await staffWith('reader', ['boards:read', 'customers:read']),
    caller: await staffWith('caller', ['boards:read', 'customers:read', 'customers:contact']),
    nobody: await staffWith('nobody', []),
    customer,
    sameCustomer: await platform.as('customer', customer.id!),
    otherCustomer,
    link: await linkTo(boards[0]!),
    otherLink: await linkTo(boards[0]!),
    foreignLink: await linkTo(boards[1]!),
  };
}

/** Gives a command; answers its payload. */
async function must(by: Client, name: string, type: string, input: object, selection: string) {
  const source = `mutation ($input: ${type}!) { ${name}(input: $input) { ${selection} userErrors { message } } }`;
  return (await by.must(source, { variables: { input } }))[name];
}
