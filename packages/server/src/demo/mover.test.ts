import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startMover } from './mover.js';
import type { Post } from './story.js';

interface Request {
  readonly query: string;
  readonly variables: {
    readonly input?: Post & { boardId: string; version: number; idempotencyKey: string };
  };
}

const BOARD = {
  id: 'board_1',
  version: 7,
  currentStage: { position: 2, percent: 80 },
  stages: connection([1, 2, 3, 4, 5].map((position) => ({ id: `stage_${position}`, position }))),
  milestones: connection([{ id: 'milestone_2', position: 2, reachedAt: null }]),
};

describe('the mover of the demo', () => {
  let server: Server;
  let url: string;
  let boards: object[];
  let answer: (request: Request) => object;
  const asked: Array<Request & { authorization: string | undefined }> = [];
  const waiting: Array<() => void> = [];

  beforeEach(async () => {
    asked.length = 0;
    boards = [BOARD];
    answer = ({ query }) =>
      query.startsWith('query')
        ? { data: { boards: connection(boards) } }
        : { data: { postProgress: { board: BOARD, userErrors: [] } } };
    server = createServer(async (message, response) => {
      const body = (await message.toArray()).join('');
      const request = JSON.parse(body) as Request;
      asked.push({ ...request, authorization: message.headers.authorization });
      response.setHeader('content-type', 'application/json').end(JSON.stringify(answer(request)));
      for (const heard of waiting.splice(0)) heard();
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  });

  afterEach(() => {
    server.closeAllConnections();
    return new Promise((closed) => server.close(closed));
  });

  async function until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>((heard) => waiting.push(heard));
  }

  it('reads the board and posts the next step with its version and a key of its own, again and again', async () => {
    const over = new AbortController();
    const moving = startMover({ url, token: 'secret', signal: over.signal, every: 1 });
    await until(() => asked.filter(({ variables }) => variables.input).length === 2);
    over.abort();
    await moving;
    const [first, second] = asked.flatMap(({ variables }) => variables.input ?? []);
    expect(first).toMatchObject({ boardId: 'board_1', version: 7, stageId: 'stage_2', percent: 85 });
    expect(second!.idempotencyKey).not.toBe(first!.idempotencyKey);
    expect(new Set(asked.map(({ authorization }) => authorization))).toEqual(new Set(['Bearer secret']));
  });

  it('goes on after whatever went wrong, and says what it was', async () => {
    const heard: string[] = [];
    const works = answer;
    const failures: Array<typeof answer> = [
      () => ({ errors: [{ message: 'The token is not valid.' }] }),
      () => ({ data: { boards: connection([]) } }),
      (request) =>
        request.query.startsWith('query')
          ? works(request)
          : {
              data: { postProgress: { userErrors: [{ code: 'CONFLICT', message: 'Somebody was faster.' }] } },
            },
    ];
    answer = (request) => failures[heard.length]?.(request) ?? works(request);
    const over = new AbortController();
    const moving = startMover({
      url,
      token: async () => 'fresh',
      signal: over.signal,
      every: 1,
      report: (error) => heard.push((error as Error).message),
    });
    await until(() => heard.length === 3 && asked.at(-1)!.variables.input !== undefined);
    over.abort();
    await moving;
    expect(heard).toEqual([
      'The token is not valid.',
      expect.stringContaining('seed the demo'),
      'CONFLICT: Somebody was faster.',
    ]);
  });

  it('ends at once when it is told to, also in the middle of a request', async () => {
    const over = new AbortController();
    answer = (request) => {
      over.abort();
      return { data: { boards: connection(boards) }, request };
    };
    const heard: unknown[] = [];
    await startMover({
      url,
      token: 'secret',
      signal: over.signal,
      every: 3_600_000,
      report: (error) => heard.push(error),
    });
    expect(heard).toEqual([]);
    expect(asked.filter(({ variables }) => variables.input)).toEqual([]);
  });
});

function connection<Node>(nodes: readonly Node[]): { edges: Array<{ node: Node }> } {
  return { edges: nodes.map((node) => ({ node })) };
}
