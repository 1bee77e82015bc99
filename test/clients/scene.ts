import { type Client, createTestPlatform, type ListenOptions, type TestPlatform } from '@candor/testing';
import { BadLine } from '../faults/bad-line.js';

/** A platform that listens, a network that can be cut before it, and a board with somebody who works on it. */
export interface Scene {
  readonly platform: TestPlatform;
  /** Where it listens; and the same through a line that can be cut. */
  readonly url: string;
  readonly line: BadLine;
  readonly manager: Client;
  readonly agent: Client;
  readonly customer: Client;
  readonly board: string;
  /** Posts progress with that percentage, as the person who works on it. */
  post(percent: number): Promise<void>;
  /** Opens a ticket, as the customer. */
  ask(subject: string): Promise<void>;
  close(): Promise<void>;
}

export const both = (text: string) => [
  { locale: 'en', text },
  { locale: 'zh-CN', text: `${text}（中文）` },
];

const TEMPLATE = `mutation ($input: CreateBoardTemplateInput!) {
  createBoardTemplate(input: $input) { boardTemplate { id } userErrors { message } }
}`;
const BOARD = `mutation ($input: CreateBoardInput!) {
  createBoard(input: $input) { board { id } userErrors { message } }
}`;
const POST = `mutation ($input: PostProgressInput!) {
  postProgress(input: $input) { change { id } userErrors { message } }
}`;

const OPEN = `mutation ($input: OpenTicketInput!) {
  openTicket(input: $input) { ticket { id } userErrors { message } }
}`;

export async function scene(listening: ListenOptions = {}): Promise<Scene> {
  const platform = await createTestPlatform();
  const { url } = await platform.listen(listening);
  const line = await BadLine.to(url);
  const manager = await platform.staff({ roles: ['manager'] });
  const agent = await platform.staff({ roles: ['agent'] });
  const customer = await platform.customer({ name: 'Ada' });
  const stages = ['Design', 'Building'].map((name) => ({
    name: both(name),
    owner: both('Team'),
    expectedDuration: 'P9D',
  }));
  await manager.must(TEMPLATE, { variables: { input: { key: 'app', name: both('App'), stages } } });
  const input = { customerId: customer.id, templateKey: 'app', title: both('Your app') };
  const { createBoard } = await agent.must(BOARD, { variables: { input } });
  const board: string = createBoard.board.id;
  return {
    platform,
    url: `${url}/graphql`,
    line,
    manager,
    agent,
    customer,
    board,
    post: async (percent) => {
      await agent.must(POST, { variables: { input: { boardId: board, percent, nextStep: both('Go on') } } });
      await platform.settle();
    },
    ask: async (subject) => {
      const input = { subject, channel: 'chat', ticketClass: 'SIMPLE', intake: { what: 'Please help.' } };
      await customer.must(OPEN, { variables: { input } });
    },
    close: async () => {
      line.close();
      await platform.close();
    },
  };
}
