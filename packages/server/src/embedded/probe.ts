import pg from 'pg';
import { until } from '../processes/until.js';

/** `waiting` while the server starts, recovers or stops; `refused` when it does not know our password. */
export type Answer = 'ready' | 'waiting' | 'refused';

const AUTHENTICATION = ['28P01', '28000'];

/** Asks a server whether it takes connections with our password. */
export async function probe(connection: pg.ClientConfig): Promise<Answer> {
  const client = new pg.Client({ ...connection, database: 'postgres', connectionTimeoutMillis: 5_000 });
  // A server that goes away in the middle of the question is a server that is not ready.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return 'ready';
  } catch (error) {
    return AUTHENTICATION.includes((error as pg.DatabaseError).code ?? '') ? 'refused' : 'waiting';
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Asks until the server is ready or refuses us, or until `isOver` says that waiting is in vain. */
export async function probeUntil(
  connection: pg.ClientConfig,
  isOver: () => boolean,
  patience: number,
): Promise<Answer> {
  let answer: Answer = 'waiting';
  const ask = async () => {
    answer = await probe(connection);
    return answer !== 'waiting' || isOver();
  };
  await until(ask, patience);
  return answer;
}
