import type pg from 'pg';
import type { Statement } from './gathering.js';

/**
 * What a connection answers to one statement, asked by callback. The promises that pg makes itself have V8 keep
 * rows and all, long answered, until it collects the whole heap: half of what a list read allocates.
 */
export function answerOf(client: pg.ClientBase, [textOrConfig, values]: Statement): Promise<pg.QueryResult> {
  const answer = new Promise<pg.QueryResult>((resolve, reject) => {
    client.query(textOrConfig as string, values as unknown[], (error: Error | null, result) => {
      if (error) reject(error);
      else resolve(result);
    });
  });
  return answer.catch((error: Error) => {
    // A stack that leads to who asked, as pg would give it, and not to the socket.
    Error.captureStackTrace(error);
    throw error;
  });
}
