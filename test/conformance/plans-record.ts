import type { TestPlatform } from '@candor/testing';
import type pg from 'pg';

/** A statement that the platform sent. */
export interface Statement {
  /** By which it is prepared; without, it is planned with its values each time. */
  readonly name: string | undefined;
  readonly text: string;
  readonly values: readonly unknown[];
  /** For how many parents it answers at once. */
  readonly parents: number;
  /** How many criteria the filter has that it carries out. */
  readonly criteria: number;
}

/** What the platform reads while some work is done. */
export async function recorded(
  { platform }: TestPlatform,
  asked: Pick<Statement, 'parents' | 'criteria'>,
  work: () => Promise<void>,
): Promise<Statement[]> {
  const { pool } = platform.database;
  const query = pool.query;
  const statements = new Map<string, Statement>();
  pool.query = ((...args: unknown[]) => {
    const [first, second] = args as [string | pg.QueryConfig, unknown[]?];
    const {
      name,
      text,
      values = [],
    } = typeof first === 'string' ? { name: undefined, text: first, values: second } : first;
    // The lists themselves are asked for; the records they hang on come by their ids.
    if (/^select/i.test(text) && text.includes('limit')) {
      statements.set(`${text} ${JSON.stringify(values)}`, { ...asked, name, text, values });
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
