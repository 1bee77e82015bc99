import type { TestPlatform } from '@candor/testing';

/** A statement that the platform sent, and for how many parents it answers at once. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
  readonly parents: number;
}

/** What the platform reads while some work is done. */
export async function recorded(
  { platform }: TestPlatform,
  parents: number,
  work: () => Promise<void>,
): Promise<Statement[]> {
  const { pool } = platform.database;
  const query = pool.query;
  const statements = new Map<string, Statement>();
  pool.query = ((...args: unknown[]) => {
    const [first, second] = args as [string | { text: string; values?: unknown[] }, unknown[]?];
    const { text, values = [] } = typeof first === 'string' ? { text: first, values: second } : first;
    // The lists themselves are asked for; the records they hang on come by their ids.
    if (/^select/i.test(text) && text.includes('limit')) {
      statements.set(`${text} ${JSON.stringify(values)}`, { text, values, parents });
    }
    return (query as (...all: unknown[]) => unknown).apply(pool, args);
  }) as typeof pool.query;
  try {
    await work();
  } finally {
    pool.query = query;
  }
  return [...statements.values()];
}
