import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { type Board, post } from './boards.js';

/**
 * Posts to boards at a steady rate, over the API as anybody would, and writes down what was acknowledged: the
 * truth that watchers are compared with, kept by a process that knows nothing of them. One post of a board
 * follows the other, and one that is not acknowledged is repeated under its key until it is. Ends on SIGTERM.
 */
const [url = '', token = '', list = '', rate = '10'] = process.argv.slice(2);
const boards = JSON.parse(list) as Board[];
const every = (1_000 / Number(rate)) * boards.length;
const stop = new AbortController();
process.once('SIGTERM', () => stop.abort());

await Promise.all(boards.map((board, lane) => postTo(board, lane)));
writeSync(1, 'done posting\n');
process.exit(0);

async function postTo(board: Board, lane: number): Promise<void> {
  let due = performance.now() + (every * lane) / boards.length;
  while (!stop.signal.aborted) {
    await pause(Math.max(0, due - performance.now()));
    due = Math.max(due + every, performance.now() - every);
    const began = performance.now();
    const change = await untilAcknowledged(board, randomUUID());
    if (change === undefined) return;
    writeSync(1, `posted ${board.id} ${change} ${Math.round(performance.now() - began)}\n`);
  }
}

/** Nothing where it was told to stop before. */
async function untilAcknowledged(board: Board, key: string): Promise<string | undefined> {
  for (;;) {
    try {
      return await post(url, token, board, { key });
    } catch (error) {
      writeSync(1, `again ${(error as Error).message.replaceAll('\n', ' ')}\n`);
      if (stop.signal.aborted) return undefined;
      await pause(50);
    }
  }
}
