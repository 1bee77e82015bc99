import { AsyncLocalStorage } from 'node:async_hooks';
import type { Database } from './database.js';
import { currentInterruption, uninterruptible } from './interruption.js';
import type { CommandContext, Seams } from './seams.js';
import { Tx } from './tx.js';

const current = new AsyncLocalStorage<Tx>();

/** The transaction that the caller runs in. Asking anywhere else within it would take a second connection, and wait for it. */
export function openTransaction(): Tx | undefined {
  return current.getStore();
}

export interface Transactions {
  readonly database: Database;
  readonly now: () => Date;
  readonly seams: Seams;
  /** Hears of failures that come too late to be answered. */
  readonly report: (error: unknown) => void;
}

/** Runs `work` in one transaction. The only place that opens one; a call inside another joins it. */
export async function transaction<T>(
  { database, now, seams, report }: Transactions,
  context: CommandContext,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const outer = current.getStore();
  if (outer?.isOver) throw new Error('the command that this work belongs to is over: await what it starts');
  if (outer) return work(outer);
  const interruption = currentInterruption();
  interruption?.check();
  const em = database.em;
  const { client, line } = await database.begin(em);
  const held = interruption?.hold(client, database.cancel, { transaction: true });
  const tx = new Tx(() => em, context, now(), seams, line);
  let result: T;
  try {
    const all = async () => {
      const value = await work(tx);
      await tx.finish();
      return value;
    };
    const done = current.run(tx, all);
    result = await (held?.race(done) ?? done);
    interruption?.check();
    held?.letGo();
    await line.commit();
  } catch (error) {
    line.isOver = true;
    held?.letGo();
    await held?.settled();
    await line.rollBack();
    interruption?.check();
    throw error;
  } finally {
    em.resetTransactionContext();
    client.release();
  }
  await current.exit(() => uninterruptible(() => tx.committed(report)));
  return result;
}
