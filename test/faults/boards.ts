import type { Result } from '@candor/testing';
import type { Installation, Person } from './installation.js';

/** A board that changes are posted to. */
export interface Board {
  readonly id: string;
  readonly stage: string;
}

const both = (text: string) => [
  { locale: 'en', text },
  { locale: 'zh-CN', text },
];

const KEY = 'fault';

const TEMPLATE = `mutation ($input: CreateBoardTemplateInput!) {
  createBoardTemplate(input: $input) { boardTemplate { id } userErrors { message } }
}`;

const BOARD = `mutation ($input: CreateBoardInput!) {
  createBoard(input: $input) { board { id currentStage { id } } userErrors { message } }
}`;

const POST = `mutation ($input: PostProgressInput!) {
  postProgress(input: $input) { change { id } userErrors { message } }
}`;

/** A test reads into whatever it has just asked for. */
export type Data = Result['data'];

/** One GraphQL operation over HTTP. Throws whatever is not a clean answer. */
export async function ask(url: string, token: string, query: string, variables: object): Promise<Data> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query, variables }),
    signal: AbortSignal.timeout(15_000),
  });
  const { data, errors } = (await response.json()) as { data?: Record<string, unknown>; errors?: object[] };
  if (errors || !data) throw new Error(`${response.status} ${JSON.stringify(errors)}`);
  for (const payload of Object.values(data) as Array<{ userErrors?: object[] } | null>) {
    if (payload?.userErrors?.length) throw new Error(JSON.stringify(payload.userErrors));
  }
  return data;
}

const AT_ONCE = 8;

/** A board for each of the customers, made over the API. */
export async function makeBoards(
  installation: Installation,
  url: string,
  customers: readonly Person[],
): Promise<Board[]> {
  const manager = await installation.staff('manager');
  const stages = [{ name: both('Work'), owner: both('Team'), expectedDuration: 'P9D' }];
  await ask(url, manager.token, TEMPLATE, { input: { key: KEY, name: both('Fault'), stages } });
  return side(customers, (customer) => makeBoard(url, manager.token, customer));
}

/** One more, when some have been made. */
export async function makeBoard(url: string, by: string, { id }: Person): Promise<Board> {
  const input = { customerId: id, templateKey: KEY, title: both('Something') };
  const { board } = (await ask(url, by, BOARD, { input })).createBoard;
  return { id: board.id, stage: board.currentStage.id };
}

/** Some of them side by side; the answers are in order. */
export async function side<From, To>(all: readonly From[], each: (one: From) => Promise<To>): Promise<To[]> {
  const answers: To[] = [];
  const waiting = all.entries();
  const lane = async () => {
    for (const [n, one] of waiting) answers[n] = await each(one);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return answers;
}

/**
 * Posts one change, with a note of so many letters; answers its id once it is acknowledged. A repetition with
 * the same key does nothing.
 */
export async function post(
  url: string,
  token: string,
  board: Board,
  { key, letters = 0 }: { key?: string; letters?: number } = {},
): Promise<string> {
  const input = {
    boardId: board.id,
    stageId: board.stage,
    percent: 50,
    nextStep: both('More of it'),
    nextStepExpectedIn: 'P1D',
    ...(key && { idempotencyKey: key }),
    ...(letters > 0 && { note: both('x'.repeat(letters)) }),
  };
  return (await ask(url, token, POST, { input })).postProgress.change.id;
}
