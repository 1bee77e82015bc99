import { type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';
import { ERROR_CODES, USER_ERROR_CODES } from '../graphql/errors.js';
import { printAdditions } from './additions.js';
import type { PluginDefinition } from './contract.js';
import type { Registry } from './registry.js';

/** What is printed of: the declarations of some plugins, and the schema that they make. */
interface Assembled {
  readonly registry: Registry;
  readonly schema: GraphQLSchema;
}

/**
 * The files under `schema/`, by name: the contract with everybody outside, printed from the code. What core is stands
 * on top; what each further plugin adds to it stands in `plugins/`, whether it is enabled anywhere or not.
 */
export function printApi(
  core: readonly PluginDefinition[],
  plugins: readonly PluginDefinition[],
  assemble: (plugins: readonly PluginDefinition[]) => Assembled,
): ReadonlyMap<string, string> {
  const { registry, schema } = assemble(core);
  return new Map([
    ['candor.graphql', `${printSchema(lexicographicSortSchema(schema))}\n`],
    ['errors.md', errorsPage(registry)],
    ['events.md', eventsPage(registry)],
    ['permissions.md', permissionsPage(registry)],
    ...plugins.flatMap((plugin) => {
      const base = [...core, ...requiredBy(plugin, plugins)];
      const without = base.length === core.length ? schema : assemble(base).schema;
      const own = assemble([...base, plugin]);
      return [
        [`plugins/${plugin.name}.graphql`, printAdditions(own.schema, without)] as const,
        [`plugins/${plugin.name}.md`, pluginPage(plugin.name, own.registry)] as const,
      ];
    }),
  ]);
}

/** Those of some plugins that one cannot do without. */
function requiredBy(
  { requires = {} }: PluginDefinition,
  plugins: readonly PluginDefinition[],
): PluginDefinition[] {
  const direct = plugins.filter(({ name }) => Object.hasOwn(requires, name));
  return [...new Set(direct.flatMap((plugin) => [...requiredBy(plugin, plugins), plugin]))];
}

function pluginPage(name: string, registry: Registry): string {
  const own = (rows: string[][]) =>
    sorted(rows.filter((row) => row.at(-1) === name)).map((row) => row.slice(0, -1));
  const part = (title: string, head: readonly string[], rows: string[][]) =>
    rows.length === 0 ? [] : [`## ${title}`, table(head, rows)];
  return page(
    `The plugin ${name}`,
    `What it adds to the schema is [${name}.graphql](${name}.graphql).`,
    ...part('Errors', ['code', 'meaning'], own(errorRows(registry))),
    ...part('Events', ['event', 'meaning', 'payload'], own(eventRows(registry))),
    ...part('Permissions', ['permission', 'allows'], own(permissionRows(registry))),
  );
}

function errorsPage(registry: Registry): string {
  const top = Object.entries(ERROR_CODES).map(([code, { meaning, retryable }]) => [
    `\`${code}\``,
    meaning,
    retryable ? 'yes' : 'no',
  ]);
  const user = [
    ...Object.entries(USER_ERROR_CODES).map(([code, meaning]) => [`\`${code}\``, meaning, 'kernel']),
    ...errorRows(registry),
  ];
  return page(
    'Errors',
    '`extensions.code` of a top-level error. Codes are stable, messages may change. `extensions.requestId` leads to the log.',
    table(['code', 'meaning', 'may succeed if repeated'], top),
    '`userErrors.code` in the payload of a mutation: what the caller can put right. The command has changed nothing.',
    table(['code', 'meaning', 'from'], sorted(user)),
  );
}

function errorRows(registry: Registry): string[][] {
  return [...registry.errors].map(([code, { meaning, plugin }]) => [`\`${code}\``, meaning, plugin]);
}

function eventRows(registry: Registry): string[][] {
  return [...registry.events].map(([name, { description, payload, plugin }]) => [
    `\`${name}\``,
    description,
    Object.entries(payload)
      .map(([field, meaning]) => `\`${field}\`: ${meaning}`)
      .join('<br>'),
    plugin,
  ]);
}

function eventsPage(registry: Registry): string {
  return page(
    'Events',
    'What plugins can follow with `api.after`. An event is delivered after the commit that caused it, at least once, and counts once.',
    table(['event', 'meaning', 'payload', 'from'], sorted(eventRows(registry))),
  );
}

function permissionRows(registry: Registry): string[][] {
  return [...registry.permissions].map(([name, { meaning, plugin }]) => [`\`${name}\``, meaning, plugin]);
}

function permissionsPage(registry: Registry): string {
  return page(
    'Permissions',
    'What roles and API keys can be given.',
    table(['permission', 'allows', 'from'], sorted(permissionRows(registry))),
  );
}

function page(title: string, ...parts: string[]): string {
  return `# ${title}\n\nPrinted by \`npm run candor -- schema print\`; do not edit.\n\n${parts.join('\n\n')}\n`;
}

function table(head: readonly string[], rows: readonly string[][]): string {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function sorted(rows: string[][]): string[][] {
  return rows.sort(([a], [b]) => (a! < b! ? -1 : 1));
}
