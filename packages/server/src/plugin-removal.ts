import type { PluginDefinition } from '@candor/kernel';
import { Notice } from './notice.js';

/** What removing needs of the database. */
export interface RemovalDatabase {
  query<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>;
}

/** Throws a notice that names the plugins which cannot do without this one. */
export function assertNotRequired(name: string, plugins: readonly PluginDefinition[]): void {
  const others = plugins
    .filter(({ requires = {} }) => Object.hasOwn(requires, name))
    .map((one) => `"${one.name}"`);
  if (others.length > 0)
    throw new Notice(
      `The plugin "${name}" is required by ${others.join(', ')}: disable ${others.length === 1 ? 'it' : 'them'} first.`,
    );
}

/**
 * Drops the tables of a plugin, its ledger, its settings and the note that its seeds have run; answers the names of
 * the tables. Fails, and drops nothing, where another table still refers to one of them.
 */
export async function dropData(
  database: RemovalDatabase,
  name: string,
  others: readonly string[],
): Promise<string[]> {
  const prefix = prefixOf(name);
  // The tables of "survey-extra" begin with "survey_" too.
  const longer = others.map(prefixOf).filter((other) => other !== prefix && other.startsWith(prefix));
  const found = await database.query<{ table: string }>(
    `select tablename as table from pg_tables where schemaname = current_schema() and starts_with(tablename, $1) order by 1`,
    [prefix],
  );
  const tables = found
    .map(({ table }) => table)
    .filter((table) => !longer.some((other) => table.startsWith(other)));
  const drop = tables.length === 0 ? '' : `drop table ${tables.map(quoted).join(', ')};`;
  // One text is one transaction: all or nothing.
  await database.query(
    `do $$ begin ${drop} delete from kernel_setting where plugin = ${literal(name)}; delete from kernel_seed where plugin = ${literal(name)}; end $$`,
  );
  return tables;
}

function prefixOf(name: string): string {
  return `${name.replaceAll('-', '_')}_`;
}

function quoted(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

/** A plugin's name has letters, digits and dashes only, which is checked when it is loaded; here once more. */
function literal(name: string): string {
  if (!/^[a-z][a-z0-9-]*$/.test(name)) throw new Notice(`"${name}" is no plugin name.`);
  return `'${name}'`;
}
