import pg from 'pg';
import type { Statement } from './plans-record.js';

/** A table that may be read through: it fits into a few pages of memory, and its list is as short as it is. */
const SMALL_TABLE = 1_000;
/** What a page of 20 may read beside its own rows, by one criterion and by two; see the rule in plans.test.ts. */
const PAGE_READS = [5_000, 12_000] as const;
const SORTED_ROWS = 2_500;
/** A count stops at 25,001, and may pass over twice as many rows that do not meet one criterion; four times for two. */
const COUNT_READS = [3 * 25_001, 5 * 25_001] as const;

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly Filter?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly 'Rows Removed by Index Recheck'?: number;
  readonly Plans?: readonly PlanNode[];
}

/** Explains statements as the server may run them: with their values, and prepared ones without. */
export class Explainer {
  #prepared = 0;
  readonly #tables = new Map<string, number>();

  private constructor(private readonly client: pg.Client) {}

  static async connect(connection: pg.ClientConfig): Promise<Explainer> {
    const client = new pg.Client(connection);
    await client.connect();
    const explainer = new Explainer(client);
    const { rows } = await client.query('select relname, reltuples from pg_class where relkind = $1', ['r']);
    for (const { relname, reltuples } of rows) explainer.#tables.set(relname, Number(reltuples));
    return explainer;
  }

  close(): Promise<void> {
    return this.client.end();
  }

  /** What is wrong with the plans of a statement; empty when all is well. */
  async offences(statement: Statement): Promise<string[]> {
    const { name, text, values } = statement;
    const prepared = `plan_${++this.#prepared}`;
    await this.client.query(`prepare ${prepared} as ${text}`);
    const run = `execute ${prepared}${values.length > 0 ? `(${values.map(literal).join(', ')})` : ''}`;
    const offences = this.#judge(await this.#explain(run, 'force_custom_plan'), statement);
    // A plan of long standing has been made without values, and runs with those of anybody.
    if (name !== undefined) {
      const without = this.#judge(await this.#explain(run, 'force_generic_plan'), statement);
      offences.push(...without.map((offence) => `${offence} (without values)`));
    }
    await this.client.query(`deallocate ${prepared}`);
    return offences;
  }

  async #explain(run: string, mode: string): Promise<PlanNode> {
    await this.client.query(`set plan_cache_mode = ${mode}`);
    const { rows } = await this.client.query(`explain (analyze, timing off, format json) ${run}`);
    return rows[0]['QUERY PLAN'][0]['Plan'] as PlanNode;
  }

  #judge(plan: PlanNode, { text, parents, criteria }: Statement): string[] {
    const isCount = text.includes('count(*)');
    const mayRead = (isCount ? COUNT_READS : PAGE_READS)[criteria > 1 ? 1 : 0] * parents;
    const offences: string[] = [];
    let read = 0;
    let most = '';
    let mostRows = -1;
    for (const node of nodesOf(plan)) {
      const type = node['Node Type'];
      const table = node['Relation Name'];
      const rows =
        (node['Actual Rows'] +
          (node['Rows Removed by Filter'] ?? 0) +
          (node['Rows Removed by Index Recheck'] ?? 0)) *
        node['Actual Loops'];
      if (type.endsWith('Scan') && type !== 'Function Scan' && type !== 'Subquery Scan') {
        // An entry of a bitmap is read without its row.
        read += type === 'Bitmap Index Scan' ? rows / 10 : rows;
        if (rows > mostRows) {
          most = `${type} ${node['Index Name'] ?? ''} ${table ?? ''} ${node.Filter ?? ''}`;
          mostRows = rows;
        }
      }
      if (type === 'Seq Scan' && !isCount && (this.#tables.get(table!) ?? 0) > SMALL_TABLE)
        offences.push(`Seq Scan of ${table} ${node.Filter ?? ''}`);
      const sorted = type === 'Sort' ? (node.Plans?.[0]?.['Actual Rows'] ?? 0) : 0;
      if (sorted > SORTED_ROWS) offences.push(`Sort of ${Math.round(sorted)} rows`);
    }
    if (read > mayRead)
      offences.push(`${isCount ? 'count' : 'page'} reads ${Math.round(read)} rows, most by ${most}`);
    return offences;
  }
}

function* nodesOf(node: PlanNode): Generator<PlanNode> {
  yield node;
  for (const child of node.Plans ?? []) yield* nodesOf(child);
}

function literal(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return pg.escapeLiteral(`{${value.map((one) => JSON.stringify(one)).join(',')}}`);
  return pg.escapeLiteral(value instanceof Date ? value.toISOString() : String(value));
}
