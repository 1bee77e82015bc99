import { setTimeout as delay } from 'node:timers/promises';
import { type DemoBoard, nextPost } from './story.js';

export interface MoverOptions {
  /** Of the GraphQL endpoint. */
  readonly url: string;
  /** Of somebody with `boards:write`; a function is asked before every request. */
  readonly token: string | (() => Promise<string>);
  /** Ends the moving. */
  readonly signal: AbortSignal;
  /** Milliseconds between two steps. Five seconds unless set. */
  readonly every?: number;
  /** Hears why a step could not be made; the next one is tried all the same. */
  readonly report?: (error: unknown) => void;
}

/** What other systems call the board that moves; the demo's seed gives it this reference. */
const REFERENCE = 'demo-app-project';

const BOARD = `query DemoBoard($references: TextFilter!) {
  boards(first: 1, filter: { reference: $references }) {
    edges { node {
      id version
      currentStage { id position percent }
      stages(first: 50, orderBy: { field: POSITION, direction: ASC }) { edges { node { id position } } }
      milestones(first: 50) { edges { node { id position reachedAt } } }
    } }
  }
}`;

const POST = `mutation MoveDemoBoard($input: PostProgressInput!) {
  postProgress(input: $input) { board { id version } userErrors { code field message } }
}`;

/**
 * Keeps the demo's app project moving, as any other client would: it reads the board and posts the next
 * step over HTTP. Where it stands is on the board alone, so it goes on after a break wherever it was.
 * Resolves when the signal is aborted.
 */
export async function startMover(options: MoverOptions): Promise<void> {
  const { signal, every = 5_000, report = () => undefined } = options;
  while (!signal.aborted) {
    try {
      await step(options);
    } catch (error) {
      if (!signal.aborted) report(error);
    }
    await delay(every, undefined, { signal }).catch(() => undefined);
  }
}

async function step(options: MoverOptions): Promise<void> {
  const { boards } = await ask<{ boards: Connection<DemoBoardRow> }>(options, BOARD, {
    references: { in: [REFERENCE] },
  });
  const [row] = nodes(boards);
  if (!row) throw new Error(`There is no board with the reference "${REFERENCE}": seed the demo.`);
  const board: DemoBoard = { ...row, stages: nodes(row.stages), milestones: nodes(row.milestones) };
  const input = {
    boardId: row.id,
    version: row.version,
    idempotencyKey: crypto.randomUUID(),
    ...nextPost(board),
  };
  const { postProgress } = await ask<{
    postProgress: { userErrors: Array<{ code: string; message: string }> };
  }>(options, POST, { input });
  const [refused] = postProgress.userErrors;
  if (refused) throw new Error(`${refused.code}: ${refused.message}`);
}

interface Connection<Node> {
  readonly edges: ReadonlyArray<{ readonly node: Node }>;
}

interface DemoBoardRow extends Omit<DemoBoard, 'stages' | 'milestones'> {
  readonly id: string;
  readonly version: number;
  readonly stages: Connection<DemoBoard['stages'][number]>;
  readonly milestones: Connection<DemoBoard['milestones'][number]>;
}

function nodes<Node>({ edges }: Connection<Node>): Node[] {
  return edges.map(({ node }) => node);
}

async function ask<Data>(
  { url, token, signal }: MoverOptions,
  query: string,
  variables: object,
): Promise<Data> {
  const bearer = typeof token === 'string' ? token : await token();
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
    body: JSON.stringify({ query, variables }),
    signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]),
  });
  const { data, errors } = (await response.json()) as { data?: Data; errors?: Array<{ message: string }> };
  if (errors?.[0] || !data)
    throw new Error(errors?.[0]?.message ?? `The platform answered ${response.status}.`);
  return data;
}
